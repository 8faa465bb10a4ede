"""API of this room: documents in, invoices out, corrections and decisions.

Rule kept: views check rights and shapes only; what happens is in `services/`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.db.models import QuerySet
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.pagination import PageNumberPagination
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from bureau.client import BureauClient
from foundation.api_views import CompanyAPIView
from foundation.documents.exports import document_response
from foundation.models import Document, User
from invoices.filters import DocumentFilter, InvoiceFilter
from invoices.models import Invoice
from invoices.selectors.counts import counts
from invoices.serializers import (
    CategoryRequest,
    CircumstancesRequest,
    CorrectionRequest,
    DecisionRequest,
    DocumentSerializer,
    InvoiceDetailSerializer,
    InvoiceSerializer,
    UploadRequest,
    VerificationSerializer,
)
from invoices.services.correct_field import correct_field
from invoices.services.decide import accept_invoice, override_invoice, reject_invoice
from invoices.services.receive_files import receive_uploads
from invoices.services.set_category import set_category
from invoices.services.set_circumstances import set_circumstances
from invoices.services.verify_invoice import verify_invoice


class _InvoiceView(CompanyAPIView):
    """What the views of one invoice share."""

    def found(self, invoice_id: int) -> Invoice:
        """The company's invoice. Raises Http404."""
        return get_object_or_404(self.rows(), pk=invoice_id)

    def rows(self) -> QuerySet[Invoice]:
        """The company's invoices."""
        return Invoice.objects.filter(company=self.company).select_related("company")

    def detail(self, invoice_id: int) -> Response:
        """The invoice as it now stands."""
        related = ("lines", "findings", "verifications", "corrections__corrected_by")
        row = get_object_or_404(self.rows().prefetch_related(*related), pk=invoice_id)
        return Response(InvoiceDetailSerializer(row).data)


def _page(view: CompanyAPIView, request: Request, rows: QuerySet[Any], shape: type[Serializer[Any]]) -> Response:
    pages = PageNumberPagination()
    page = pages.paginate_queryset(rows, request, view=view)
    return pages.get_paginated_response(shape(page, many=True).data)


def _checked(shape: type[Serializer[Any]], data: object) -> dict[str, Any]:
    form = shape(data=data)
    form.is_valid(raise_exception=True)
    return cast("dict[str, Any]", form.validated_data)


class InvoiceList(_InvoiceView):
    """Invoices, newest first; the filters are those of the page."""

    @extend_schema(responses=InvoiceSerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        """One page."""
        found = InvoiceFilter(request.query_params, queryset=self.rows())
        return _page(self, request, found.qs.order_by("-issue_date", "-pk"), InvoiceSerializer)


class InvoiceCounts(_InvoiceView):
    """How many invoices of the period stand where."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, company_id: int) -> Response:
        """Counts by direction, verdict, decision and booking."""
        return Response(counts(self.company.pk, self.period))


class InvoiceDetail(_InvoiceView):
    """One invoice with lines, findings, corrections and verifications."""

    @extend_schema(responses=InvoiceDetailSerializer)
    def get(self, request: Request, company_id: int, invoice_id: int) -> Response:
        """Everything known of it."""
        return self.detail(invoice_id)


class InvoiceCorrect(_InvoiceView):
    """Corrections by a person."""

    @extend_schema(request=CorrectionRequest, responses=InvoiceDetailSerializer)
    def post(self, request: Request, company_id: int, invoice_id: int) -> Response:
        """Correct one field; the invoice comes back checked again."""
        asked, user = _checked(CorrectionRequest, request.data), cast("User", request.user)
        self.found(invoice_id)
        correct_field(
            invoice_id, self.company.pk, field=asked["field"], value=asked["value"], seen=asked.get("seen"), actor=user
        )
        return self.detail(invoice_id)


class InvoiceDecide(_InvoiceView):
    """Decisions by a person."""

    @extend_schema(request=DecisionRequest, responses=InvoiceDetailSerializer)
    def post(self, request: Request, company_id: int, invoice_id: int) -> Response:
        """Accept, send back with a letter, or let pass (supervisors)."""
        asked, user = _checked(DecisionRequest, request.data), cast("User", request.user)
        self.found(invoice_id)
        verbs: dict[str, Callable[[], Invoice]] = {
            "accept": lambda: accept_invoice(invoice_id, self.company.pk, actor=user),
            "reject": lambda: reject_invoice(
                invoice_id, self.company.pk, reason=asked["reason"], actor=user, missed_rule=asked["missed_rule"]
            ),
            "override": lambda: override_invoice(invoice_id, self.company.pk, reason=asked["reason"], actor=user),
        }
        verbs[asked["decision"]]()
        return self.detail(invoice_id)


class InvoiceCircumstances(_InvoiceView):
    """What a person knows besides the face of the invoice."""

    @extend_schema(request=CircumstancesRequest, responses=InvoiceDetailSerializer)
    def post(self, request: Request, company_id: int, invoice_id: int) -> Response:
        """Say it; the invoice comes back checked again."""
        asked, user = _checked(CircumstancesRequest, request.data), cast("User", request.user)
        self.found(invoice_id)
        said = {**asked["said"], **dict.fromkeys(asked["unsaid"], ...)}
        set_circumstances(invoice_id, self.company.pk, said, actor=user)
        return self.detail(invoice_id)


class InvoiceCategory(_InvoiceView):
    """Sorting by a person."""

    @extend_schema(request=CategoryRequest, responses=InvoiceDetailSerializer)
    def post(self, request: Request, company_id: int, invoice_id: int) -> Response:
        """Sort the invoice; the sorter learns from it."""
        asked, user = _checked(CategoryRequest, request.data), cast("User", request.user)
        self.found(invoice_id)
        set_category(invoice_id, self.company.pk, category_id=asked["category"], actor=user)
        return self.detail(invoice_id)


class InvoiceVerify(_InvoiceView):
    """Questions to the tax bureau."""

    @extend_schema(request=None, responses=VerificationSerializer)
    def post(self, request: Request, company_id: int, invoice_id: int) -> Response:
        """Ask whether the invoice exists as printed."""
        with BureauClient.from_settings() as client:
            result = verify_invoice(self.found(invoice_id), client, actor=cast("User", request.user))
        return Response(VerificationSerializer(result).data)


class DocumentList(CompanyAPIView):
    """Received files."""

    parser_classes = [MultiPartParser]

    @extend_schema(responses=DocumentSerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        """One page, newest first."""
        found = DocumentFilter(request.query_params, queryset=Document.objects.filter(company=self.company))
        return _page(self, request, found.qs, DocumentSerializer)

    @extend_schema(request=UploadRequest, responses={201: DocumentSerializer(many=True)})
    def post(self, request: Request, company_id: int) -> Response:
        """Receive files; a file received before gives the same document again."""
        asked = _checked(UploadRequest, {"files": request.FILES.getlist("files")})
        documents = receive_uploads(self.company, asked["files"], cast("User", request.user))
        return Response(DocumentSerializer(documents, many=True).data, status=201)


class DocumentDetail(CompanyAPIView):
    """One received file."""

    @extend_schema(responses=DocumentSerializer)
    def get(self, request: Request, company_id: int, document_id: int) -> Response:
        """Its state, or why it was not read."""
        return Response(DocumentSerializer(get_object_or_404(Document, pk=document_id, company=self.company)).data)


class DocumentFile(CompanyAPIView):
    """The bytes of a received file."""

    @extend_schema(responses=OpenApiTypes.BINARY)
    def get(self, request: Request, company_id: int, document_id: int) -> FileResponse:
        """As a download."""
        return document_response(get_object_or_404(Document, pk=document_id, company=self.company))
