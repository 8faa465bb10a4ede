"""API routes of `rpa`."""

app_name = "rpa_api"
urlpatterns: list[object] = []
