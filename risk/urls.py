"""Pages of `risk`."""

app_name = "risk"
urlpatterns: list[object] = []
