"""Pages of `rpa`."""

from __future__ import annotations

from django.urls import path

from rpa.views import account, questions, runs

app_name = "rpa"
urlpatterns = [
    path("", runs.runs, name="runs"),
    path("runs/<int:run_id>/", runs.run, name="run"),
    path("runs/<int:run_id>/progress/", runs.progress, name="progress"),
    path("runs/<int:run_id>/steps/<int:step_id>/picture/", runs.picture, name="picture"),
    path("runs/<int:run_id>/again/", runs.again, name="again"),
    path("runs/<int:run_id>/trace/", runs.trace, name="trace"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<int:handover_id>/", questions.question, name="question"),
    path("questions/<int:handover_id>/picture/", questions.question_picture, name="question_picture"),
    path("account/", account.account, name="account"),
]
