"""API of the engine in a company: settings and learning record, rules, refusals, templates of entries."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from bookkeeping.api.base import BooksAPIView
from bookkeeping.api.engine_serializers import (
    EngineSettingsSerializer,
    EntryTemplateSerializer,
    LearningSerializer,
    RefusalSerializer,
    RuleAccountSerializer,
    RuleSerializer,
    RuleStateSerializer,
    TemplateDraftSerializer,
)
from bookkeeping.engine.case import ProposedLine
from bookkeeping.models import BookingRule, Proposal, RefusedAccount, RuleState
from bookkeeping.selectors.company_word import newest_templates
from bookkeeping.selectors.dry_run import MOST_SHOWN, dry_run
from bookkeeping.selectors.learning_record import learning_record
from bookkeeping.services.decide_rule import decide_rule, write_rule
from bookkeeping.services.keep_entry_templates import next_version, save_entry_template
from bookkeeping.services.refuse_account import lift_refusal
from bookkeeping.services.set_engine import set_engine
from foundation.models import Role
from kernel.money import text


class EngineOfCompany(BooksAPIView):
    """How the engine did, and how far it may go."""

    write_role = Role.SUPERVISOR

    @extend_schema(responses=LearningSerializer)
    def get(self, request: Request, company_id: int) -> Response:
        """The learning record."""
        return Response(LearningSerializer(learning_record(company_id)).data)

    @extend_schema(request=EngineSettingsSerializer, responses=EngineSettingsSerializer)
    def post(self, request: Request, company_id: int) -> Response:
        """Set mode, bar and minutes by hand."""
        serializer = EngineSettingsSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        kept = set_engine(self.company, **serializer.validated_data, actor=self.actor(request))
        return Response(EngineSettingsSerializer(kept).data)


class RuleList(BooksAPIView):
    """Rules of the books."""

    @extend_schema(responses=RuleSerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        """All rules, newest first; `?state=` narrows."""
        rows = BookingRule.objects.filter(company=self.company).select_related("decided_by")
        if state := request.query_params.get("state", ""):
            rows = rows.filter(state=state)
        return Response(RuleSerializer(rows, many=True).data)


class RuleDecision(BooksAPIView):
    """One rule."""

    @extend_schema(request=RuleStateSerializer, responses=RuleSerializer)
    def post(self, request: Request, company_id: int, rule_id: int) -> Response:
        """Accept it, reject it, switch it off."""
        rule = get_object_or_404(BookingRule, pk=rule_id, company=self.company)
        serializer = RuleStateSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        decide_rule(rule, RuleState(serializer.validated_data["state"]), actor=self.actor(request))
        rule.refresh_from_db()
        return Response(RuleSerializer(rule).data)


class RuleWriting(BooksAPIView):
    """A rule from a proposal."""

    @extend_schema(request=RuleAccountSerializer, responses=RuleSerializer)
    def post(self, request: Request, company_id: int, proposal_id: int) -> Response:
        """Write a rule for the proposal's counterparty and sort of item, in force at once."""
        proposal = get_object_or_404(Proposal, pk=proposal_id, company=self.company)
        serializer = RuleAccountSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        rule = write_rule(proposal, serializer.validated_data["account_code"], actor=self.actor(request))
        return Response(RuleSerializer(rule).data, status=201)


class RefusalList(BooksAPIView):
    """Refused accounts that stand."""

    @extend_schema(responses=RefusalSerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        """Newest first."""
        rows = RefusedAccount.objects.filter(company=self.company, lifted_at=None).select_related("refused_by")
        return Response(RefusalSerializer(rows, many=True).data)


class RefusalLift(BooksAPIView):
    """One refusal."""

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, company_id: int, refusal_id: int) -> Response:
        """Let the account be proposed again."""
        lift_refusal(get_object_or_404(RefusedAccount, pk=refusal_id, company=self.company), actor=self.actor(request))
        return Response(status=204)


class TemplateList(BooksAPIView):
    """The company's word on templates of entries."""

    @extend_schema(responses=EntryTemplateSerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        """The version in force of each."""
        return Response(EntryTemplateSerializer(newest_templates(company_id), many=True).data)

    @extend_schema(request=TemplateDraftSerializer, responses=EntryTemplateSerializer)
    def post(self, request: Request, company_id: int) -> Response:
        """Save a new version."""
        serializer = TemplateDraftSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        row = save_entry_template(self.company, serializer.draft(), actor=self.actor(request))
        return Response(EntryTemplateSerializer(row).data, status=201)


class TemplateDryRun(BooksAPIView):
    """What a template would change."""

    @extend_schema(request=TemplateDraftSerializer, responses={200: dict[str, Any]})
    def post(self, request: Request, company_id: int) -> Response:
        """Try it on the month before `?period=`; nothing is saved. At most a hundred differences are listed."""
        serializer = TemplateDraftSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        planned = next_version(self.company, serializer.draft(), actor=self.actor(request))
        run = dry_run(self.company, self.period, planned)
        found = [
            {
                "title": one.title,
                "source_type": one.source_type,
                "source_id": one.source_id,
                "voucher": one.voucher_id,
                "before": [_line(line) for line in one.before],
                "after": [_line(line) for line in one.after],
            }
            for one in run.differences[:MOST_SHOWN]
        ]
        return Response(
            {"period": str(run.period), "tried": run.tried, "count": len(run.differences), "differences": found}
        )


def _line(line: ProposedLine) -> dict[str, str]:
    return {"side": line.side.value, "account": str(line.name), "amount": text(line.amount)}
