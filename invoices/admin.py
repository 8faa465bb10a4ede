"""Read-only look at the tables of this room: what changes goes through the services."""

from __future__ import annotations

from django.contrib import admin

from foundation.admin import ReadOnlyAdmin
from invoices.models import FieldCorrection, Invoice, VerificationResult


@admin.register(Invoice)
class InvoiceAdmin(ReadOnlyAdmin):
    """Invoices."""

    list_display = ("company", "invoice_number", "issue_date", "gross_amount", "verdict", "decision")
    list_filter = ("verdict", "decision", "kind")
    search_fields = ("invoice_number", "seller_name", "buyer_name")


@admin.register(FieldCorrection)
class FieldCorrectionAdmin(ReadOnlyAdmin):
    """Corrections."""

    list_display = ("invoice", "field", "old", "new", "corrected_by", "corrected_at")


@admin.register(VerificationResult)
class VerificationResultAdmin(ReadOnlyAdmin):
    """Answers of the bureau."""

    list_display = ("invoice", "outcome", "asked_by", "asked_at")
