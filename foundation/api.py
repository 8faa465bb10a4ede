"""API of the foundation: the company itself, its audit trail, the state of a job."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.api_views import CompanyAPIView
from foundation.models import AuditEntry, Company, Job, Role


class CompanySerializer(serializers.ModelSerializer[Company]):
    """A company as the API shows it."""

    class Meta:
        model = Company
        fields = [
            "id",
            "name",
            "taxpayer_id",
            "legal_form",
            "accounting_standard",
            "location",
            "industry",
            "books_begin",
        ]


class AuditEntrySerializer(serializers.ModelSerializer[AuditEntry]):
    """One audit entry."""

    actor: serializers.StringRelatedField = serializers.StringRelatedField()  # type: ignore[type-arg]

    class Meta:
        model = AuditEntry
        fields = ["sequence", "action", "subject", "content", "actor", "created_at", "entry_hash"]


class JobSerializer(serializers.ModelSerializer[Job]):
    """The state of one job."""

    class Meta:
        model = Job
        fields = ["id", "kind", "state", "attempts", "error", "created_at", "finished_at"]


class CompanyDetail(CompanyAPIView):
    """The company."""

    @extend_schema(responses=CompanySerializer)
    def get(self, request: Request, company_id: int) -> Response:
        """Name, taxpayer id, standard and where the books begin."""
        return Response(CompanySerializer(self.company).data)


class AuditList(CompanyAPIView):
    """The audit trail, newest first."""

    read_role = Role.SUPERVISOR

    @extend_schema(responses=AuditEntrySerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        """One page of entries."""
        pages = PageNumberPagination()
        entries = AuditEntry.objects.filter(company=self.company).select_related("actor")
        page = pages.paginate_queryset(entries, request, view=self)
        return pages.get_paginated_response(AuditEntrySerializer(page, many=True).data)


class JobDetail(CompanyAPIView):
    """One job of the company."""

    @extend_schema(responses=JobSerializer)
    def get(self, request: Request, company_id: int, job_id: int) -> Response:
        """State, attempts and the error of the last attempt."""
        return Response(JobSerializer(get_object_or_404(Job, pk=job_id, company=self.company)).data)
