"""Shapes of the engine's API: the queue, decisions, rules, refusals, templates, the learning record."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from bookkeeping.domain.account import Side
from bookkeeping.models import BookingRule, EngineMode, EntryTemplate, RefusedAccount, RuleState
from bookkeeping.services.accept_proposal import EditedLine
from bookkeeping.services.keep_entry_templates import TemplateDraft

MOST_LINES = 60


class QueueRowSerializer(serializers.Serializer[Any]):
    """One group of equal cases; `score` = uncertainty × count × recency."""

    proposal = serializers.IntegerField(source="proposal.pk")
    title = serializers.CharField(source="proposal.title")
    account_code = serializers.CharField(source="proposal.account_code")
    confidence = serializers.FloatField(source="proposal.confidence")
    action = serializers.CharField(source="proposal.action")
    ids = serializers.ListField(source="rank.ids", child=serializers.IntegerField())
    count = serializers.IntegerField(source="rank.count")
    uncertainty = serializers.FloatField(source="rank.uncertainty")
    recency = serializers.FloatField(source="rank.recency")
    score = serializers.FloatField(source="rank.score")


class EditedLineSerializer(serializers.Serializer[Any]):
    """One line of an entry as a person rewrote it; negative on red-letter lines."""

    side = serializers.ChoiceField(choices=[side.value for side in Side])
    account_code = serializers.CharField(max_length=16)
    amount = serializers.DecimalField(max_digits=16, decimal_places=2)
    description = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    counterparty = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")


class AcceptSerializer(serializers.Serializer[Any]):
    """Accepting: another account for the main line, or the whole entry rewritten (the main line first)."""

    account_code = serializers.CharField(max_length=16, required=False, allow_blank=True, default="")
    lines = EditedLineSerializer(many=True, required=False, max_length=MOST_LINES)  # type: ignore[call-arg]

    def edited(self) -> list[EditedLine]:
        """The rewritten lines as pure values."""
        return [EditedLine(**{**line, "side": Side(line["side"])}) for line in self.validated_data.get("lines", ())]


class RejectSerializer(serializers.Serializer[Any]):
    """Rejecting, with the reason; `remember` keeps the account from being proposed there again."""

    reason = serializers.CharField(max_length=100)
    remember = serializers.BooleanField(default=True)


class RuleSerializer(serializers.ModelSerializer[BookingRule]):
    """A rule of the books."""

    decided_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = BookingRule
        fields = [
            "id", "direction", "counterparty", "sort", "account_code", "state", "corrections", "evidence",
            "created_at", "decided_by", "decided_at",
        ]  # fmt: skip
        read_only_fields = fields


class RuleStateSerializer(serializers.Serializer[Any]):
    """The step a rule takes."""

    state = serializers.ChoiceField(choices=[RuleState.IN_FORCE, RuleState.REJECTED, RuleState.OFF])


class RuleAccountSerializer(serializers.Serializer[Any]):
    """The account of a rule to be written."""

    account_code = serializers.CharField(max_length=16)


class RefusalSerializer(serializers.ModelSerializer[RefusedAccount]):
    """An account that is not proposed at a place."""

    refused_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = RefusedAccount
        fields = ["id", "direction", "counterparty", "sort", "account_code", "reason", "refused_by", "refused_at"]
        read_only_fields = fields


class EntryTemplateSerializer(serializers.ModelSerializer[EntryTemplate]):
    """One version of a company's word on a template."""

    saved_by = serializers.StringRelatedField[Any]()

    class Meta:
        model = EntryTemplate
        fields = ["id", "code", "version", "is_on", "name", "content", "note", "saved_by", "created_at"]
        read_only_fields = fields


class TemplateDraftSerializer(serializers.Serializer[Any]):
    """A word on a template. `lines`: place to account code for the engine's; a list of lines for own ones."""

    code = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    is_on = serializers.BooleanField(default=True)
    name = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    lines = serializers.JSONField(required=False)
    settle = serializers.DictField(child=serializers.CharField(max_length=16), required=False, default=dict)
    conditions = serializers.DictField(required=False, default=dict)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")

    def validate_lines(self, value: Any) -> Any:
        """Texts only."""
        rows = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
        if rows is None or not all(isinstance(row, (str, dict)) for row in rows):
            raise serializers.ValidationError("an object of place to account code, or a list of lines")
        return value

    def draft(self) -> TemplateDraft:
        """The validated word as a pure value."""
        data = dict(self.validated_data)
        own = not data["code"] or data["code"].startswith("own:")
        lines = data.pop("lines", [] if own else {})
        if isinstance(lines, list) != own:
            raise serializers.ValidationError({"lines": "own templates take a list, the engine's an object"})
        return TemplateDraft(lines=lines, **data)


class EngineSettingsSerializer(serializers.Serializer[Any]):
    """How far the engine may go; the bar as a ratio."""

    mode = serializers.ChoiceField(choices=EngineMode.values)
    bar = serializers.DecimalField(max_digits=5, decimal_places=4, default=Decimal("0.99"))
    minutes_by_hand = serializers.DecimalField(max_digits=4, decimal_places=1, allow_null=True, default=None)


class TallySerializer(serializers.Serializer[Any]):
    """Counts and shares of a slice of judged answers."""

    name = serializers.CharField(source="label")
    answers = serializers.IntegerField()
    suggested = serializers.IntegerField()
    suggested_right = serializers.IntegerField()
    precision = serializers.FloatField(allow_null=True)
    alone = serializers.IntegerField()
    alone_right = serializers.IntegerField()
    would_post = serializers.IntegerField()
    would_post_right = serializers.IntegerField()
    coverage = serializers.FloatField(allow_null=True)
    posting_precision = serializers.FloatField(allow_null=True)


class LayerSerializer(serializers.Serializer[Any]):
    """The record of a layer; `missing`: right answers in a row until it may post, null where out of sight."""

    layer = serializers.CharField()
    band = serializers.CharField()
    right = serializers.IntegerField()
    wrong = serializers.IntegerField()
    bound = serializers.FloatField()
    missing = serializers.IntegerField(allow_null=True)


class LearningSerializer(serializers.Serializer[Any]):
    """The learning page."""

    mode = serializers.CharField(source="automation.mode")
    bar = serializers.FloatField(source="automation.bar")
    whole = TallySerializer()
    weeks = TallySerializer(many=True)
    positions = TallySerializer(many=True)
    layers = LayerSerializer(many=True)
    minutes_saved = serializers.CharField(source="saved.minutes")
    minutes_by_hand = serializers.CharField(source="saved.by_hand")
    minutes_a_look = serializers.CharField(source="saved.look", allow_null=True)
