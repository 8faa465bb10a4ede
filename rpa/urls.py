"""Pages of `rpa`."""

app_name = "rpa"
urlpatterns: list[object] = []
