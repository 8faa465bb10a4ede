"""API routes of `workbench`."""

app_name = "workbench_api"
urlpatterns: list[object] = []
