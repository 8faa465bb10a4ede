"""API of the bank reconciliation: the statement, matching, accepting and undoing."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from bookkeeping.api.base import BooksAPIView
from bookkeeping.models import BankAccount, BankMatch
from bookkeeping.selectors.bank_matching import desk_of
from bookkeeping.selectors.bank_reconciliation import reconciliation_statement
from bookkeeping.services.accept_match import accept_match, match_by_hand
from bookkeeping.services.reconcile_account import reconcile_account
from bookkeeping.services.undo_match import undo_match
from kernel.money import text


class LinesSerializer(serializers.Serializer[BankMatch]):
    """Ledger lines and bank lines by id; `difference` true where unequal sums are meant."""

    ledger = serializers.ListField(child=serializers.IntegerField(min_value=1), max_length=200)
    bank = serializers.ListField(child=serializers.IntegerField(min_value=1), max_length=200)
    difference = serializers.BooleanField(default=False)


def _match(match: BankMatch) -> dict[str, Any]:
    rows = list(match.lines.values_list("ledger_line_id", "bank_line_id"))
    return {
        "id": match.pk,
        "state": match.state,
        "ledger": [ours for ours, _ in rows if ours],
        "bank": [theirs for _, theirs in rows if theirs],
        "layer": match.layer,
        "confidence": match.confidence,
        "difference": text(match.difference),
        "reason_zh": match.reason_zh,
        "reason_en": match.reason_en,
    }


class Reconciliation(BooksAPIView):
    """The reconciliation of one account at the end of the period."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, company_id: int, account_id: int) -> Response:
        """Both balances, open lines by id, adjusted balances."""
        found = reconciliation_statement(desk_of(self._account(account_id)), self.period.end)
        return Response({
            "until": found.until.isoformat(),
            "ledger_balance": text(found.ledger_balance),
            "statement_balance": text(found.bank_balance),
            "opening_difference": text(found.opening_difference),
            "differences": text(found.differences),
            "outstanding": {
                "bank_received_not_ledger": [line.pk for line in found.bank_received],
                "bank_paid_not_ledger": [line.pk for line in found.bank_paid],
                "ledger_received_not_bank": [line.id for line in found.ledger_received],
                "ledger_paid_not_bank": [line.id for line in found.ledger_paid],
            },
            "adjusted_ledger_balance": text(found.adjusted_ledger),
            "adjusted_statement_balance": text(found.adjusted_bank),
            "balanced": found.is_balanced,
        })  # fmt: skip

    @extend_schema(request=None, responses={200: dict[str, int]})
    def post(self, request: Request, company_id: int, account_id: int) -> Response:
        """Match what can be matched up to the end of the period; counts."""
        account = self._account(account_id)
        return Response(reconcile_account(account, self.period.end, actor=self.actor(request)))

    def _account(self, account_id: int) -> BankAccount:
        return get_object_or_404(BankAccount, pk=account_id, company=self.company)


class MatchList(BooksAPIView):
    """Matches of one account."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, company_id: int, account_id: int) -> Response:
        """One page; `?state=` is suggested, matched (default), rejected or undone."""
        state = request.query_params.get("state", "matched")
        rows = BankMatch.objects.filter(company=self.company, account_id=account_id, state=state)
        pages = PageNumberPagination()
        page = pages.paginate_queryset(rows.order_by("-pk"), request, view=self) or []
        return pages.get_paginated_response([_match(row) for row in page])

    @extend_schema(request=LinesSerializer, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request, company_id: int, account_id: int) -> Response:
        """Put lines together."""
        account = get_object_or_404(BankAccount, pk=account_id, company=self.company)
        serializer = LinesSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        made = match_by_hand(
            account, data["ledger"], data["bank"], actor=self.actor(request), difference_is_known=data["difference"]
        )
        return Response(_match(made), status=201)


class MatchAcceptance(BooksAPIView):
    """Accepting a suggestion."""

    @extend_schema(request=None, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request, company_id: int, match_id: int) -> Response:
        """The suggestion becomes a match."""
        match = get_object_or_404(BankMatch, pk=match_id, company=self.company)
        return Response(_match(accept_match(match, actor=self.actor(request))))


class MatchUndoing(BooksAPIView):
    """Undoing a match."""

    @extend_schema(request=None, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request, company_id: int, match_id: int) -> Response:
        """Its lines are open again; a suggestion is set aside."""
        match = get_object_or_404(BankMatch, pk=match_id, company=self.company)
        return Response(_match(undo_match(match, actor=self.actor(request))))
