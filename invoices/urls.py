"""Pages of `invoices`."""

from __future__ import annotations

from django.urls import path

from invoices.views import accuracy, documents, evidence, listing, lists, pouch, review, rule_book, uploads

app_name = "invoices"
urlpatterns = [
    path("", listing.invoice_list, name="list"),
    path("export.xlsx", listing.invoice_export, name="export"),
    path("accuracy/", accuracy.accuracy, name="accuracy"),
    path("upload/", uploads.upload, name="upload"),
    path("upload/progress/", uploads.upload_progress, name="upload_progress"),
    path("documents/", documents.document_list, name="documents"),
    path("documents/<int:document_id>/file/", documents.document_file, name="document_file"),
    path("documents/<int:document_id>/pages/<int:page>.png", documents.document_page, name="document_page"),
    path("documents/<int:document_id>/again/", documents.document_again, name="document_again"),
    path("pouch/", pouch.pouch, name="pouch"),
    path("pouch/export.xlsx", pouch.pouch_export, name="pouch_export"),
    path("lists/", lists.lists, name="lists"),
    path("lists/fetch/", lists.lists_fetch, name="lists_fetch"),
    path("lists/import/", lists.lists_import, name="lists_import"),
    path("lists/<int:document_id>/columns/", lists.lists_columns, name="lists_columns"),
    path("rules/", rule_book.rule_book, name="rules"),
    path("watched/", rule_book.watched, name="watched"),
    path("watched/<int:party_id>/remove/", rule_book.unwatch, name="unwatch"),
    path("<int:invoice_id>/evidence/", evidence.evidence, name="evidence"),
    path("<int:invoice_id>/evidence/circumstances/", evidence.circumstances, name="circumstances"),
    path("<int:invoice_id>/evidence/category/", evidence.category, name="category"),
    path("<int:invoice_id>/evidence/signatures/", evidence.signatures_again, name="signatures_again"),
    path("<int:invoice_id>/evidence/send-back/", evidence.send_back, name="send_back"),
    path("<int:invoice_id>/evidence/resubmit/", evidence.come_again, name="come_again"),
    path("<int:invoice_id>/evidence/platform/", evidence.ask_platform, name="ask_platform"),
    path("<int:invoice_id>/evidence/platform/answer/", evidence.answer_platform, name="answer_platform"),
    path("<int:invoice_id>/evidence/platform/captcha.png", evidence.captcha_picture, name="captcha_picture"),
    path("<int:invoice_id>/", review.invoice_review, name="review"),
    path("<int:invoice_id>/correct/", review.invoice_correct, name="correct"),
    path("<int:invoice_id>/confirm/", review.invoice_confirm, name="confirm"),
    path("<int:invoice_id>/lines/", review.invoice_lines, name="lines"),
    path("<int:invoice_id>/decide/", review.invoice_decide, name="decide"),
    path("<int:invoice_id>/verify/", review.invoice_verify, name="verify"),
]
