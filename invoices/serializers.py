"""Shapes of the API. Money goes out as two-place strings."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from foundation.models import Document
from invoices.models import FieldCorrection, Invoice, InvoiceFinding, InvoiceLine, VerificationResult


class DocumentSerializer(serializers.ModelSerializer[Document]):
    """A received file and how far it is."""

    class Meta:
        model = Document
        fields = [
            "id", "name", "sha256", "size", "media_type", "state", "error_code", "error_zh", "error_en", "parent",
            "received_at",
        ]  # fmt: skip


class InvoiceLineSerializer(serializers.ModelSerializer[InvoiceLine]):
    """One line."""

    class Meta:
        model = InvoiceLine
        fields = [
            "position", "item_name", "tax_category", "specification", "unit", "quantity", "unit_price", "net_amount",
            "tax_rate", "tax_amount", "tax_treatment",
        ]  # fmt: skip


class InvoiceFindingSerializer(serializers.ModelSerializer[InvoiceFinding]):
    """One finding."""

    class Meta:
        model = InvoiceFinding
        fields = ["rule", "severity", "message_zh", "message_en", "law", "fix_zh", "fix_en", "evidence"]


class FieldCorrectionSerializer(serializers.ModelSerializer[FieldCorrection]):
    """One correction."""

    corrected_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = FieldCorrection
        fields = ["field", "old", "new", "confidence", "corrected_by", "corrected_at"]


class VerificationSerializer(serializers.ModelSerializer[VerificationResult]):
    """One answer of the bureau."""

    class Meta:
        model = VerificationResult
        fields = ["outcome", "mismatched", "answer", "asked_at"]


class InvoiceSerializer(serializers.ModelSerializer[Invoice]):
    """One invoice in a list."""

    class Meta:
        model = Invoice
        fields = [
            "id", "document", "page", "kind", "medium", "method", "invoice_code", "invoice_number", "issue_date",
            "seller_name", "seller_taxpayer_id", "buyer_name", "buyer_taxpayer_id", "net_amount", "tax_amount",
            "gross_amount", "is_red_letter", "direction", "period", "purpose", "category", "input_vat",
            "deductible_vat", "verdict", "decision", "doubtful_fields", "booked_voucher_id",
        ]  # fmt: skip


class InvoiceDetailSerializer(InvoiceSerializer):
    """One invoice with all that hangs on it. `confidence` and `boxes` are by field name."""

    lines = InvoiceLineSerializer(many=True)
    findings = InvoiceFindingSerializer(many=True)
    corrections = FieldCorrectionSerializer(many=True)
    verifications = VerificationSerializer(many=True)
    confidence = serializers.SerializerMethodField()
    boxes = serializers.SerializerMethodField()

    class Meta(InvoiceSerializer.Meta):
        fields = [
            *InvoiceSerializer.Meta.fields, "check_code", "amount_in_words", "remarks", "travel",
            "original_invoice_number", "qr", "engine", "confidence", "boxes", "input_vat_reason_zh",
            "input_vat_reason_en", "decision_reason", "letter", "lines", "findings", "corrections", "verifications",
        ]  # fmt: skip

    def get_confidence(self, invoice: Invoice) -> dict[str, float]:
        """Confidence 0 to 1 by field."""
        return dict(invoice.reading.get("confidence", {}))

    def get_boxes(self, invoice: Invoice) -> dict[str, list[float]]:
        """x0, y0, x1, y1 as ratios of the page by field."""
        return dict(invoice.reading.get("boxes", {}))


class CorrectionRequest(serializers.Serializer[Any]):
    """Which field becomes what; the value that stands already confirms it.

    Lines are named `lines.<position>.<name>`, journeys `travel.<name>`. With `seen`, the value the person had before
    her, nothing is overwritten that somebody else changed meanwhile.
    """

    field = serializers.CharField(max_length=60)
    value = serializers.CharField(allow_blank=True, max_length=2000, trim_whitespace=False)
    seen = serializers.CharField(allow_blank=True, required=False, max_length=2000, trim_whitespace=False)


class DecisionRequest(serializers.Serializer[Any]):
    """What a person decides."""

    decision = serializers.ChoiceField(choices=["accept", "reject", "override"])
    reason = serializers.CharField(allow_blank=True, required=False, default="", max_length=2000)
    missed_rule = serializers.CharField(allow_blank=True, required=False, default="", max_length=60)


class CircumstancesRequest(serializers.Serializer[Any]):
    """What lies behind an invoice, in the shape of `check_invoices`; a name under `unsaid` takes a statement back."""

    said = serializers.DictField(required=False, default=dict)
    unsaid = serializers.ListField(child=serializers.CharField(max_length=40), required=False, default=list)


class CategoryRequest(serializers.Serializer[Any]):
    """The category a person sorts the invoice into."""

    category = serializers.CharField(max_length=32)


class UploadRequest(serializers.Serializer[Any]):
    """One or several files under the name `files`."""

    files = serializers.ListField(child=serializers.FileField(allow_empty_file=True), allow_empty=False, max_length=300)
