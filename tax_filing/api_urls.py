"""API routes of `tax_filing`."""

from django.urls import path

from tax_filing.api import views

app_name = "tax_filing_api"
urlpatterns = [
    path("due/", views.DueView.as_view(), name="due"),
    path("returns/", views.ReturnsView.as_view(), name="returns"),
    path("returns/<int:return_id>/", views.ReturnView.as_view(), name="return"),
    path("approve/", views.ApproveView.as_view(), name="approve"),
    path("file/", views.FileView.as_view(), name="file"),
    path("submissions/", views.SubmissionsView.as_view(), name="submissions"),
    path("submissions/<int:submission_id>/", views.SubmissionView.as_view(), name="submission"),
    path("receipts/<int:submission_id>/", views.ReceiptView.as_view(), name="receipt"),
]
