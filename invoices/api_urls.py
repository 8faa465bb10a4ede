"""API routes of `invoices`."""

app_name = "invoices_api"
urlpatterns: list[object] = []
