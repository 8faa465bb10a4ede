"""Pages of the desk: the board, my queue, one company's period and its main job, the company switcher."""

from django.urls import path

from workbench.views import board, board_actions, companies, company, nightly, queue, reconciliations

app_name = "workbench"
urlpatterns = [
    path("", board.board, name="board"),
    path("board/runs/", board.runs, name="runs"),
    path("board/export.xlsx", board.export, name="board_export"),
    path("board/run/", board_actions.run_many, name="run_many"),
    path("board/assign/", board_actions.assign_many, name="assign_many"),
    path("board/views/", board_actions.view_keep, name="view_keep"),
    path("board/views/<int:view_id>/forget/", board_actions.view_forget, name="view_forget"),
    path("queue/", queue.queue, name="queue"),
    path("search/companies/", companies.companies, name="companies"),
    path("c/<int:company_id>/", company.company, name="company"),
    path("c/<int:company_id>/run/", company.run, name="run"),
    path("c/<int:company_id>/run/progress/", company.progress, name="progress"),
    path("nightly/", nightly.nightly, name="nightly"),
    path("nightly/progress/", nightly.progress, name="nightly_progress"),
    path("nightly/morning/", nightly.morning, name="morning"),
    path("c/<int:company_id>/nightly/<int:item_id>/again/", nightly.again, name="night_again"),
    path("c/<int:company_id>/reconciliations/", reconciliations.reconciliations, name="reconciliations"),
    path("c/<int:company_id>/reconciliations/chase/", reconciliations.chase, name="chase"),
    path("c/<int:company_id>/reconciliations/chase/send/", reconciliations.chase_send, name="chase_send"),
    path("c/<int:company_id>/reconciliations/<slug:key>/", reconciliations.reconciliation, name="reconciliation"),
    path(
        "c/<int:company_id>/reconciliations/<slug:key>/file.<slug:form>",
        reconciliations.reconciliation_file,
        name="reconciliation_file",
    ),
]
