"""Shapes of the books API: money as two-place strings, dates as ISO, accounts by code."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from bookkeeping.domain.account import Side
from bookkeeping.domain.analysis import ON_LINES, Analysis, Item, analysis_of
from bookkeeping.domain.voucher import DraftLine, VoucherDraft, entry
from bookkeeping.models import JournalLine, Proposal
from kernel.money import ZERO


def amount_field(**options: Any) -> serializers.DecimalField:
    """Money in yuan."""
    return serializers.DecimalField(max_digits=16, decimal_places=2, **options)


class AnalysisField(serializers.Field[Any, Any, Any, Any]):
    """The items of a line: dimension to code, `{"department": "D01"}`."""

    def get_attribute(self, instance: JournalLine) -> Analysis:
        """The items of the line, none for a line without."""
        return instance.analysis.value if instance.analysis else ()

    def to_representation(self, value: Analysis) -> dict[str, str]:
        """Dimension to code."""
        return {item.dimension: item.code for item in value}

    def to_internal_value(self, data: Any) -> Analysis:
        """To the pure value; unknown dimensions and what is no text are refused."""
        if not isinstance(data, dict) or not all(isinstance(code, str) for code in data.values()):
            raise serializers.ValidationError("an object of dimension to code is needed")
        if unknown := set(data) - {dimension.value for dimension in ON_LINES}:
            raise serializers.ValidationError(f"no dimension {sorted(unknown)}")
        return analysis_of(Item(dimension, code) for dimension, code in data.items())


class LineSerializer(serializers.Serializer[JournalLine]):
    """One journal line."""

    account_code = serializers.CharField(source="account.code", max_length=16)
    description = serializers.CharField(max_length=200, required=False, allow_blank=True)
    counterparty = serializers.CharField(max_length=120, required=False, allow_blank=True)
    debit = amount_field(required=False, default=ZERO)
    credit = amount_field(required=False, default=ZERO)
    is_red_letter = serializers.BooleanField(read_only=True)
    analysis = AnalysisField(required=False)
    quantity = serializers.DecimalField(max_digits=18, decimal_places=6, required=False, default=ZERO)
    foreign_amount = amount_field(required=False, default=ZERO)


class VoucherSerializer(serializers.Serializer[Any]):
    """A voucher; `key` makes writing it twice the same as writing it once, `post` posts it at once."""

    id = serializers.IntegerField(read_only=True)
    period = serializers.CharField(read_only=True)
    number = serializers.IntegerField(read_only=True)
    voucher_type = serializers.CharField(max_length=4, required=False, allow_blank=True)
    attachments = serializers.IntegerField(
        source="attachment_count", min_value=0, max_value=9999, required=False, default=0
    )
    state = serializers.CharField(read_only=True)
    origin = serializers.CharField(read_only=True)
    reverses = serializers.IntegerField(source="reverses_id", read_only=True)
    date = serializers.DateField()
    description = serializers.CharField(max_length=200)
    key = serializers.CharField(max_length=160, required=False, allow_null=True, allow_blank=True)
    post = serializers.BooleanField(write_only=True, default=False)
    lines = LineSerializer(many=True)

    def draft(self) -> VoucherDraft:
        """The validated voucher as a pure value."""
        data = self.validated_data
        return VoucherDraft(
            date=data["date"],
            description=data["description"],
            lines=tuple(_line(line) for line in data["lines"]),
            key=data.get("key") or "",
            origin="api",
            voucher_type=data.get("voucher_type", ""),
            attachments=data["attachment_count"],
        )


def _line(data: dict[str, Any]) -> DraftLine:
    code, text = data["account"]["code"], data.get("description", "")
    debit: Decimal = data["debit"]
    credit: Decimal = data["credit"]
    if debit and credit:
        return DraftLine(code, debit, credit, text)  # refused by the voucher's own rules, with their sentence
    side = Side.DEBIT if debit else Side.CREDIT
    line = entry(code, side, debit or credit, text=text, counterparty=data.get("counterparty", ""))
    return replace(
        line, analysis=data.get("analysis", ()), quantity=data["quantity"], foreign_amount=data["foreign_amount"]
    )


class ProposalSerializer(serializers.ModelSerializer[Proposal]):
    """A proposed entry."""

    class Meta:
        model = Proposal
        fields = [
            "id",
            "period",
            "date",
            "title",
            "source_type",
            "source_id",
            "lines",
            "account_code",
            "confidence",
            "reason_zh",
            "reason_en",
            "alternatives",
            "layer",
            "action",
            "would_post",
            "state",
            "voucher",
        ]
        read_only_fields = fields


class ReverseSerializer(serializers.Serializer[Any]):
    """Reversing a posted voucher."""

    date = serializers.DateField()
    reason = serializers.CharField(max_length=100)


class ReasonSerializer(serializers.Serializer[Any]):
    """A reason a person gives."""

    reason = serializers.CharField(max_length=100)


class TrialBalanceRowSerializer(serializers.Serializer[Any]):
    """One row of the trial balance."""

    code = serializers.CharField()
    name = serializers.CharField()
    level = serializers.IntegerField()
    opening_debit = amount_field()
    opening_credit = amount_field()
    debit = amount_field()
    credit = amount_field()
    closing_debit = amount_field()
    closing_credit = amount_field()


class LedgerRowSerializer(serializers.Serializer[Any]):
    """One row of a ledger; `balance` is debit minus credit."""

    voucher_id = serializers.IntegerField()
    date = serializers.DateField()
    number = serializers.IntegerField()
    account_code = serializers.CharField()
    description = serializers.CharField()
    counterparty = serializers.CharField()
    debit = amount_field()
    credit = amount_field()
    balance = amount_field()


class StatementLineSerializer(serializers.Serializer[Any]):
    """One line of a statement with its figures by column."""

    line = serializers.IntegerField()
    title = serializers.CharField()
    amounts = serializers.DictField(child=amount_field())
    is_total = serializers.BooleanField()
    accounts = serializers.ListField(child=serializers.CharField())


class FindingSerializer(serializers.Serializer[Any]):
    """One closing check."""

    rule = serializers.CharField()
    severity = serializers.CharField()
    message_zh = serializers.CharField()
    message_en = serializers.CharField()
    evidence = serializers.DictField(child=serializers.CharField())
