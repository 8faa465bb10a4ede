"""API of closing and reopening."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from bookkeeping.api.base import BooksAPIView
from bookkeeping.api.serializers import FindingSerializer, ReasonSerializer
from bookkeeping.selectors.books import is_closed
from bookkeeping.services.close_period import ClosingBlocked, close_period
from bookkeeping.services.close_profit_and_loss import close_profit_and_loss
from bookkeeping.services.closing_checks import closing_checks
from bookkeeping.services.reopen_period import reopen_period
from bookkeeping.services.run_closing_steps import run_closing_steps
from foundation.models import Role
from kernel.finding import Finding


class PeriodState(BooksAPIView):
    """Where the period stands."""

    @extend_schema(responses=FindingSerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        """Whether it is closed and what the closing checks find."""
        shut = is_closed(company_id, self.period)
        findings: list[Finding] = [] if shut else closing_checks(company_id, self.period)
        return Response(
            {"period": str(self.period), "is_closed": shut, "findings": FindingSerializer(findings, many=True).data}
        )


class CarryForward(BooksAPIView):
    """Closing steps and carrying profit and loss forward."""

    @extend_schema(request=None, responses={200: dict[str, list[int]]})
    def post(self, request: Request, company_id: int) -> Response:
        """Ids of the vouchers posted."""
        actor = self.actor(request)
        steps = run_closing_steps(company_id, self.period, None, actor)
        return Response(
            {"steps": steps, "carried_forward": close_profit_and_loss(company_id, self.period, actor=actor)}
        )


class Closing(BooksAPIView):
    """Closing the period."""

    write_role = Role.SUPERVISOR

    @extend_schema(request=None, responses=FindingSerializer(many=True))
    def post(self, request: Request, company_id: int) -> Response:
        """Close; 409 with the findings while some of them block."""
        try:
            findings = close_period(company_id, self.period, self.actor(request))
        except ClosingBlocked as blocked:
            stopped = FindingSerializer(blocked.facts["findings"], many=True).data
            return Response({"code": blocked.code, "message": blocked.message, "findings": stopped}, status=409)
        return Response({"period": str(self.period), "findings": FindingSerializer(findings, many=True).data})


class Reopening(BooksAPIView):
    """Reopening the latest closed period."""

    write_role = Role.SUPERVISOR

    @extend_schema(request=ReasonSerializer, responses={200: dict[str, str]})
    def post(self, request: Request, company_id: int) -> Response:
        """Reopen for a reason."""
        serializer = ReasonSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        reopen_period(company_id, self.period, actor=self.actor(request), reason=serializer.validated_data["reason"])
        return Response({"period": str(self.period), "state": "open"})
