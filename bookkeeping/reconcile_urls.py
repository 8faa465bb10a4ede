"""Pages of the bank reconciliation."""

from django.urls import path

from bookkeeping.views import reconcile, reconciliation_statement

urlpatterns = [
    path("bank/reconcile/", reconcile.reconciliation, name="reconciliation"),
    path("bank/<int:account_id>/reconcile/run/", reconcile.run, name="reconcile_run"),
    path("bank/<int:account_id>/reconcile/match/", reconcile.match, name="reconcile_match"),
    path("bank/matches/<int:match_id>/accept/", reconcile.accept, name="match_accept"),
    path("bank/matches/<int:match_id>/undo/", reconcile.undo, name="match_undo"),
    path(
        "bank/<int:account_id>/reconciliation/",
        reconciliation_statement.statement,
        name="reconciliation_statement",
    ),
    path(
        "bank/<int:account_id>/reconciliation.<slug:form>",
        reconciliation_statement.statement_file,
        name="reconciliation_file",
    ),
]
