"""Due returns, drafts, approval, filing, submissions, receipts. `?period=2026-10` chooses the accounting period."""

from __future__ import annotations

from dataclasses import asdict
from typing import ClassVar, cast

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.api_views import CompanyAPIView
from foundation.models import Role, User
from tax_filing import exports
from tax_filing.api.serializers import (
    ApproveSerializer,
    DueSerializer,
    FileSerializer,
    OverrideSerializer,
    ReturnSerializer,
    SubmissionSerializer,
)
from tax_filing.models import Submission, TaxReturn
from tax_filing.selectors.returns import returns_seen_by
from tax_filing.services.override_cell import override_cell
from tax_filing.services.resume_submission import resume_submission


class DueView(CompanyAPIView):
    """Returns owed for a period."""

    @extend_schema(responses=DueSerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        rows = exports.due_returns(company_id, self.period)
        return Response([asdict(row) | {"tax_period": str(row.tax_period)} for row in rows])


class ReturnsView(CompanyAPIView):
    """Stored returns; POST computes the drafts of the period anew."""

    @extend_schema(responses=ReturnSerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        due = exports.due_returns(company_id, self.period)
        rows = returns_seen_by(self.company, self.role).filter(
            form__in=[owed.form for owed in due], period_end__in=[owed.tax_period.end for owed in due]
        )
        return Response([_summary(row) for row in rows])

    @extend_schema(request=None, responses=ReturnSerializer(many=True))
    def post(self, request: Request, company_id: int) -> Response:
        drafted = exports.draft_returns(company_id, self.period)
        package_hash = exports.package_hash(company_id, self.period)
        return Response({"returns": [asdict(row) for row in drafted], "package_hash": package_hash})


class ReturnView(CompanyAPIView):
    """One return with its trace and cross-checks; POST overrides a cell."""

    @extend_schema(responses=ReturnSerializer)
    def get(self, request: Request, company_id: int, return_id: int) -> Response:
        found = get_object_or_404(returns_seen_by(self.company, self.role), pk=return_id)
        return Response(_summary(found) | {"trace": found.trace, "cross_checks": found.cross_checks})

    @extend_schema(request=OverrideSerializer, responses=ReturnSerializer)
    def post(self, request: Request, company_id: int, return_id: int) -> Response:
        found = get_object_or_404(returns_seen_by(self.company, self.role), pk=return_id)
        asked = OverrideSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        changed = override_cell(found, data["cell"], data["value"], reason=data["reason"], actor=_user(request))
        return Response(_summary(changed))


class ApproveView(CompanyAPIView):
    """Approval of a package hash by a supervisor."""

    read_role: ClassVar[Role] = Role.SUPERVISOR
    write_role: ClassVar[Role] = Role.SUPERVISOR

    @extend_schema(request=ApproveSerializer, responses=ApproveSerializer)
    def post(self, request: Request, company_id: int) -> Response:
        asked = ApproveSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        approval = exports.approve(company_id, self.period, asked.validated_data["package_hash"], _user(request))
        return Response({"package_hash": approval.package_hash, "approved_at": approval.approved_at})


class FileView(CompanyAPIView):
    """Sends what is approved."""

    read_role: ClassVar[Role] = Role.ACCOUNTANT

    @extend_schema(request=FileSerializer, responses=SubmissionSerializer(many=True))
    def post(self, request: Request, company_id: int) -> Response:
        asked = FileSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        sent = exports.file_due(company_id, self.period, asked.validated_data["channel"], _user(request))
        return Response([asdict(row) for row in sent], status=202)


class SubmissionsView(CompanyAPIView):
    """Submissions of a period."""

    @extend_schema(responses=SubmissionSerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        return Response([asdict(row) for row in exports.submissions_of(company_id, self.period)])


class SubmissionView(CompanyAPIView):
    """Events of a submission; POST asks the bureau again."""

    @extend_schema(responses=SubmissionSerializer)
    def get(self, request: Request, company_id: int, submission_id: int) -> Response:
        found = get_object_or_404(Submission, pk=submission_id, company=self.company)
        events = found.events.values("sequence", "kind", "detail", "at", "entry_hash")
        return Response(asdict(exports.summary_of(found)) | {"events": list(events)})

    @extend_schema(request=None, responses=SubmissionSerializer)
    def post(self, request: Request, company_id: int, submission_id: int) -> Response:
        found = get_object_or_404(Submission, pk=submission_id, company=self.company)
        resume_submission(found)
        return Response(asdict(exports.summary_of(found)), status=202)


class ReceiptView(CompanyAPIView):
    """The bytes of a receipt."""

    @extend_schema(responses={(200, "application/octet-stream"): bytes})
    def get(self, request: Request, company_id: int, submission_id: int) -> HttpResponse:
        receipt = exports.receipt_of(company_id, submission_id)
        if receipt is None:
            raise Http404
        return HttpResponse(bytes(receipt.content), content_type="application/octet-stream")


def _user(request: Request) -> User:
    """The person, who the permission check has seen to be logged in."""
    return cast("User", request.user)


def _summary(row: TaxReturn) -> dict[str, object]:
    return asdict(exports.return_summary(row))
