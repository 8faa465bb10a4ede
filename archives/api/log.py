"""API of the operation log and of the automatic review rules."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from archives.selectors.operation_log import entries_of, read_query
from archives.services.verify_log import verify_log
from bookkeeping.exports import review_rules
from foundation.api_views import CompanyAPIView
from foundation.models import AuditEntry, Role


class LogEntrySerializer(serializers.ModelSerializer[AuditEntry]):
    """One thing done: who, when, what, to what."""

    actor: serializers.StringRelatedField = serializers.StringRelatedField()  # type: ignore[type-arg]

    class Meta:
        model = AuditEntry
        fields = ["sequence", "created_at", "actor", "action", "subject", "content", "entry_hash"]


class LogProofSerializer(serializers.Serializer[Any]):
    """Whether the chain holds; the first entry at which it does not."""

    holds = serializers.BooleanField()
    entries = serializers.IntegerField()
    first_broken = serializers.IntegerField(allow_null=True)
    first_changed = serializers.IntegerField(allow_null=True)


class ReviewRuleSerializer(serializers.Serializer[Any]):
    """One version of an automatic review rule and how many vouchers it reviewed."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    version = serializers.IntegerField()
    text = serializers.CharField()
    evidence = serializers.JSONField()
    approved_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    in_force = serializers.BooleanField()
    reviewed = serializers.IntegerField()


class Log(CompanyAPIView):
    """The operation log, newest first."""

    read_role = Role.SUPERVISOR

    @extend_schema(responses=LogEntrySerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        """`?q=` words, `?actor=` id or `system`, `?action=`, `?start=` and `?end=` days, `?page=`."""
        query = read_query({key: str(value) for key, value in request.query_params.items()})
        pages = PageNumberPagination()
        page = pages.paginate_queryset(entries_of([self.company], query), request, view=self)
        return pages.get_paginated_response(LogEntrySerializer(page, many=True).data)


class LogProofView(CompanyAPIView):
    """The proof of the log's chain."""

    read_role = Role.SUPERVISOR
    write_role = Role.SUPERVISOR

    @extend_schema(request=None, responses=LogProofSerializer)
    def post(self, request: Request, company_id: int) -> Response:
        """Walk the chain; the outcome goes on record."""
        return Response(LogProofSerializer(verify_log(self.company, actor=request.user)).data)  # type: ignore[arg-type]


class ReviewRules(CompanyAPIView):
    """The automatic review rules."""

    @extend_schema(responses=ReviewRuleSerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        """Every version of every rule."""
        return Response(ReviewRuleSerializer(review_rules(self.company.pk), many=True).data)
