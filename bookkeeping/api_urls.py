"""API routes of `bookkeeping`."""

app_name = "bookkeeping_api"
urlpatterns: list[object] = []
