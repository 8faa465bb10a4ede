"""Pages of `tax_filing`."""

from django.urls import path

from tax_filing.views import due, plan, return_files, returns, settings, submissions

app_name = "tax_filing"
urlpatterns = [
    path("", due.due, name="due"),
    path("draft/", due.draft, name="draft"),
    path("settings/", settings.settings, name="settings"),
    path("returns/<int:return_id>/", returns.tax_return, name="return"),
    path("returns/<int:return_id>/cells/<str:name>/", returns.cell, name="cell"),
    path("returns/<int:return_id>/files/<str:kind>/", return_files.file, name="return_file"),
    path("returns/<int:return_id>/prefilled/", return_files.prefilled, name="prefilled"),
    path("duties/<str:form>/draft/", due.draft_duty_return, name="draft_duty"),
    path("returns/<int:return_id>/override/", returns.override, name="override"),
    path("plan/", plan.plan, name="plan"),
    path("plan/approve/", plan.approve, name="approve"),
    path("plan/file/", plan.file, name="file"),
    path("plan/pay/", plan.pay, name="pay"),
    path("plan/progress/", plan.progress, name="progress"),
    path("submissions/<int:submission_id>/", submissions.submission, name="submission"),
    path("submissions/<int:submission_id>/confirm/", submissions.confirm, name="confirm"),
    path("submissions/<int:submission_id>/look-up/", submissions.look_up, name="look_up"),
    path("submissions/<int:submission_id>/again/", submissions.again, name="again"),
    path("submissions/<int:submission_id>/correct/", submissions.correct, name="correct"),
    path("submissions/<int:submission_id>/void/", submissions.void, name="void"),
    path("submissions/<int:submission_id>/paid/", submissions.paid, name="paid"),
    path("submissions/<int:submission_id>/receipt/", submissions.receipt, name="receipt"),
    path("evidence/<int:evidence_id>/", submissions.evidence, name="evidence"),
]
