"""API routes of `invoices`."""

from __future__ import annotations

from django.urls import path

from invoices import api

app_name = "invoices_api"
urlpatterns = [
    path("", api.InvoiceList.as_view(), name="list"),
    path("counts/", api.InvoiceCounts.as_view(), name="counts"),
    path("documents/", api.DocumentList.as_view(), name="documents"),
    path("documents/<int:document_id>/", api.DocumentDetail.as_view(), name="document"),
    path("documents/<int:document_id>/file/", api.DocumentFile.as_view(), name="document_file"),
    path("<int:invoice_id>/", api.InvoiceDetail.as_view(), name="detail"),
    path("<int:invoice_id>/correct/", api.InvoiceCorrect.as_view(), name="correct"),
    path("<int:invoice_id>/decide/", api.InvoiceDecide.as_view(), name="decide"),
    path("<int:invoice_id>/circumstances/", api.InvoiceCircumstances.as_view(), name="circumstances"),
    path("<int:invoice_id>/category/", api.InvoiceCategory.as_view(), name="category"),
    path("<int:invoice_id>/verify/", api.InvoiceVerify.as_view(), name="verify"),
]
