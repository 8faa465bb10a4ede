"""Pages of `invoices`."""

app_name = "invoices"
urlpatterns: list[object] = []
