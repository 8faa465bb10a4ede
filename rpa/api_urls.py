"""API routes of `rpa`."""

from __future__ import annotations

from django.urls import path

from rpa import api

app_name = "rpa_api"
urlpatterns = [
    path("runs/", api.RunList.as_view(), name="runs"),
    path("runs/<int:run_id>/", api.RunDetail.as_view(), name="run"),
    path("questions/", api.QuestionList.as_view(), name="questions"),
    path("questions/<int:handover_id>/answer/", api.QuestionAnswer.as_view(), name="answer"),
]
