"""API of warnings."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.api_views import CompanyAPIView
from foundation.models import Role
from risk.models import PeriodWarning
from risk.selectors.warnings import warnings_of_period
from risk.services.watch_period import watch_period


class PeriodWarningSerializer(serializers.ModelSerializer[PeriodWarning]):
    """A warning as the API shows it."""

    class Meta:
        model = PeriodWarning
        fields = (
            "id", "period", "indicator", "severity", "state", "title_zh", "title_en", "message_zh", "message_en",
            "evidence", "threshold", "source", "action_zh", "action_en", "note", "first_seen_at", "last_seen_at",
        )  # fmt: skip


class Warnings(CompanyAPIView):
    """The warnings of the period (`?period=2026-10`)."""

    write_role = Role.ACCOUNTANT

    @extend_schema(responses=PeriodWarningSerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        """All warnings, standing ones first."""
        rows = warnings_of_period(company_id, self.period)
        return Response(PeriodWarningSerializer(rows, many=True).data)

    @extend_schema(request=None, responses=PeriodWarningSerializer(many=True))
    def post(self, request: Request, company_id: int) -> Response:
        """Look at the period again and answer with the warnings that stand."""
        rows = watch_period(company_id, self.period, request.user)  # type: ignore[arg-type]
        return Response(PeriodWarningSerializer(rows, many=True).data)
