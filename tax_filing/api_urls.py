"""API routes of `tax_filing`."""

app_name = "tax_filing_api"
urlpatterns: list[object] = []
