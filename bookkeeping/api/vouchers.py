"""API of vouchers."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from bookkeeping.api.base import BooksAPIView
from bookkeeping.api.serializers import ReverseSerializer, VoucherSerializer
from bookkeeping.models import Voucher
from bookkeeping.models.voucher import WITH_ANALYSIS
from bookkeeping.selectors.voucher_pages import PAPER
from bookkeeping.selectors.voucher_sources import shown_sources
from bookkeeping.services.add_paper import add_paper
from bookkeeping.services.post_drafts import post_draft
from bookkeeping.services.prepare_voucher import prepare_voucher
from bookkeeping.services.reverse_voucher import reverse_voucher
from foundation.models import Document
from kernel.errors import InvalidValue

FILE = {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
LINES = ("lines__account", *(f"lines__{name}" for name in WITH_ANALYSIS))


def _shown(pk: int) -> Voucher:
    return Voucher.objects.prefetch_related(*LINES).get(pk=pk)


class VoucherList(BooksAPIView):
    """Vouchers of the period."""

    @extend_schema(responses=VoucherSerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        """One page, in order of number."""
        rows = Voucher.objects.filter(company=self.company, period=str(self.period))
        if state := request.query_params.get("state"):
            rows = rows.filter(state=state)
        pages = PageNumberPagination()
        page = pages.paginate_queryset(rows.prefetch_related(*LINES).order_by("number", "pk"), request, view=self)
        return pages.get_paginated_response(VoucherSerializer(page, many=True).data)

    @extend_schema(request=VoucherSerializer, responses={201: VoucherSerializer})
    def post(self, request: Request, company_id: int) -> Response:
        """A new voucher: a draft, or posted at once with `post`."""
        serializer = VoucherSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        draft, actor = serializer.draft(), self.actor(request)
        if serializer.validated_data["post"]:
            pk = post_draft(company_id, draft, actor)
        else:
            existing = Voucher.objects.filter(company=self.company, key=draft.key).first() if draft.key else None
            pk = (existing or prepare_voucher(self.company, draft, actor=actor)).pk
        return Response(VoucherSerializer(_shown(pk)).data, status=201)


class VoucherDetail(BooksAPIView):
    """One voucher."""

    @extend_schema(responses=VoucherSerializer)
    def get(self, request: Request, company_id: int, voucher_id: int) -> Response:
        """The voucher with its lines."""
        get_object_or_404(Voucher, pk=voucher_id, company=self.company)
        return Response(VoucherSerializer(_shown(voucher_id)).data)


class VoucherReversal(BooksAPIView):
    """The red-letter voucher of a posted one."""

    @extend_schema(request=ReverseSerializer, responses={201: VoucherSerializer})
    def post(self, request: Request, company_id: int, voucher_id: int) -> Response:
        """Reverse it on `date` for `reason`."""
        row = get_object_or_404(Voucher, pk=voucher_id, company=self.company)
        serializer = ReverseSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        red = reverse_voucher(row, actor=self.actor(request), day=data["date"], reason=data["reason"])
        return Response(VoucherSerializer(_shown(red.pk)).data, status=201)


class PaperSerializer(serializers.ModelSerializer[Document]):
    """A paper indexed to a voucher."""

    class Meta:
        model = Document
        fields = ["id", "name", "media_type", "size", "sha256"]


class VoucherPapers(BooksAPIView):
    """Papers of a voucher."""

    parser_classes = [MultiPartParser]

    @extend_schema(responses=PaperSerializer(many=True))
    def get(self, request: Request, company_id: int, voucher_id: int) -> Response:
        """The documents indexed to the voucher."""
        row = get_object_or_404(Voucher, pk=voucher_id, company=self.company)
        ids = [source.document_id for source in shown_sources(row) if source.type == PAPER]
        papers = Document.objects.filter(company=self.company, pk__in=[pk for pk in ids if pk])
        return Response(PaperSerializer(papers, many=True).data)

    @extend_schema(
        request={"multipart/form-data": FILE},
        responses={201: PaperSerializer},
    )
    def post(self, request: Request, company_id: int, voucher_id: int) -> Response:
        """Add one file, field `file`; also to a posted voucher."""
        row = get_object_or_404(Voucher.objects.select_related("company"), pk=voucher_id, company=self.company)
        file = request.FILES.get("file")
        if file is None or not file.name:
            raise InvalidValue("no file", message_zh="请选择文件")
        document = add_paper(row, str(file.name), file.chunks(), actor=self.actor(request))
        return Response(PaperSerializer(document).data, status=201)
