"""Pages of `workbench`."""

app_name = "workbench"
urlpatterns: list[object] = []
