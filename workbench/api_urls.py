"""API routes of the desk, under /api/v1/companies/<company_id>/workbench/."""

from django.urls import path

from workbench.api import Run, Story

app_name = "workbench_api"
urlpatterns = [
    path("period/", Story.as_view(), name="period"),
    path("run/", Run.as_view(), name="run"),
]
