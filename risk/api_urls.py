"""API routes of `risk`."""

app_name = "risk_api"
urlpatterns: list[object] = []
