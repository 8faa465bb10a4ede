"""API of the lines of the cash flow statement chosen for voucher lines."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from bookkeeping.api.base import BooksAPIView
from bookkeeping.models import Voucher
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.cash_choices import cash_lines
from bookkeeping.services.choose_cash_flow import choose_cash_flow
from kernel.money import text


class CashFlowChoiceSerializer(serializers.Serializer[Voucher]):
    """Voucher line and line of the statement; `item` 0 returns to the rules."""

    position = serializers.IntegerField(min_value=1)
    item = serializers.IntegerField(min_value=0)


class CashFlowOfVoucher(BooksAPIView):
    """Where a voucher's cash stands in the statement."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, company_id: int, voucher_id: int) -> Response:
        """Lines beside the cash, with their amount and what a person chose (0: nothing)."""
        return self._answer(get_object_or_404(Voucher, pk=voucher_id, company=self.company))

    @extend_schema(request=CashFlowChoiceSerializer, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request, company_id: int, voucher_id: int) -> Response:
        """Choose a line of the statement."""
        voucher = get_object_or_404(Voucher, pk=voucher_id, company=self.company)
        serializer = CashFlowChoiceSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        choose_cash_flow(voucher, data["position"], data["item"], actor=self.actor(request))
        return self._answer(voucher)

    def _answer(self, voucher: Voucher) -> Response:
        lines = cash_lines(books_of(voucher.company_id), voucher)
        return Response(
            [
                {
                    "position": line.position,
                    "account": line.account,
                    "amount": None if line.amount is None else text(line.amount),
                    "item": line.item,
                    "chosen_by": str(line.choice.chosen_by) if line.choice else None,
                    "chosen_at": line.choice.chosen_at.isoformat() if line.choice else None,
                }
                for line in lines
            ]
        )
