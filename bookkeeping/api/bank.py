"""API of bank accounts, their statements and lines."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from bookkeeping.api.base import BooksAPIView
from bookkeeping.api.serializers import amount_field
from bookkeeping.bank.files import LIMITS
from bookkeeping.models import BankAccount, BankLine, BankStatement
from bookkeeping.services.import_statement import import_statement
from bookkeeping.services.keep_bank_accounts import BankAccountFacts, save_bank_account
from kernel.errors import InvalidValue


class BankAccountSerializer(serializers.ModelSerializer[BankAccount]):
    """An account at a bank or wallet."""

    class Meta:
        model = BankAccount
        fields = ["id", "name", "kind", "bank", "number", "currency", "account_code", "is_active"]
        validators: list[Any] = []  # the service says what is taken, in both languages


class BankStatementSerializer(serializers.ModelSerializer[BankStatement]):
    """A statement; `added` lines are its own, `known` were there before."""

    opening_balance = amount_field(read_only=True)
    closing_balance = amount_field(read_only=True)

    class Meta:
        model = BankStatement
        fields = [
            "id", "account", "document", "state", "layout", "start", "end", "opening_balance", "closing_balance",
            "is_proved", "findings", "added", "known", "imported_at",
        ]  # fmt: skip
        read_only_fields = fields


class BankLineSerializer(serializers.ModelSerializer[BankLine]):
    """A line: `amount` in + and out −."""

    amount = amount_field(read_only=True)
    balance = amount_field(read_only=True)

    class Meta:
        model = BankLine
        fields = [
            "id", "account", "statement", "date", "time", "amount", "balance", "counterparty_name",
            "counterparty_account", "counterparty_bank", "description", "reference", "serial_number", "state",
        ]  # fmt: skip
        read_only_fields = fields


class UploadSerializer(serializers.Serializer[Any]):
    """A statement as a file."""

    file = serializers.FileField()


class BankAccountList(BooksAPIView):
    """Accounts at banks and wallets."""

    @extend_schema(responses=BankAccountSerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        """All of them."""
        rows = BankAccount.objects.filter(company=self.company)
        return Response(BankAccountSerializer(rows, many=True).data)

    @extend_schema(request=BankAccountSerializer, responses={201: BankAccountSerializer})
    def post(self, request: Request, company_id: int) -> Response:
        """A new account."""
        said = BankAccountSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        row = save_bank_account(self.company, BankAccountFacts(**said.validated_data), actor=self.actor(request))
        return Response(BankAccountSerializer(row).data, status=201)


class BankStatementList(BooksAPIView):
    """Statements, and where new ones are sent."""

    parser_classes = [MultiPartParser]

    @extend_schema(responses=BankStatementSerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        """The latest first, page by page."""
        pages = PageNumberPagination()
        rows = pages.paginate_queryset(BankStatement.objects.filter(company=self.company), request, view=self)
        return pages.get_paginated_response(BankStatementSerializer(rows, many=True).data)

    @extend_schema(request=UploadSerializer, responses={201: BankStatementSerializer(many=True)})
    def post(self, request: Request, company_id: int) -> Response:
        """The statements of a file. One whose account or columns nobody knows waits in the browser."""
        file = request.FILES.get("file")
        if not isinstance(file, UploadedFile):
            raise InvalidValue("send the statement as `file`", message_zh="请以 file 字段上传对账单")
        content = file.read(LIMITS.size + 1)
        rows = import_statement(self.company, file.name or "", content, actor=self.actor(request))
        return Response(BankStatementSerializer(rows, many=True).data, status=201)


class BankLineList(BooksAPIView):
    """Lines of one account."""

    @extend_schema(responses=BankLineSerializer(many=True))
    def get(self, request: Request, company_id: int, account_id: int) -> Response:
        """Lines of the span (`?from=2026-09&period=2026-10`), oldest first, page by page."""
        account = get_object_or_404(BankAccount, pk=account_id, company=self.company)
        start, end = self.span(request)
        rows = BankLine.objects.filter(account=account, date__gte=start.start, date__lte=end.end)
        pages = PageNumberPagination()
        page = pages.paginate_queryset(rows, request, view=self)
        return pages.get_paginated_response(BankLineSerializer(page, many=True).data)
