"""Pages of `bookkeeping`."""

app_name = "bookkeeping"
urlpatterns: list[object] = []
