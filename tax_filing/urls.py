"""Pages of `tax_filing`."""

app_name = "tax_filing"
urlpatterns: list[object] = []
