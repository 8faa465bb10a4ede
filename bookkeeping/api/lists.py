"""API of accounts and of analysis items."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from bookkeeping.api.base import BooksAPIView
from bookkeeping.domain.analysis import Dimension
from bookkeeping.models import Account, AnalysisItem
from bookkeeping.services.add_account import add_account
from bookkeeping.services.change_account import AccountFacts, change_account
from bookkeeping.services.keep_analysis import ItemFacts, keep_item


class AccountSerializer(serializers.ModelSerializer[Account]):
    """An account; code, kind and side stay as they are."""

    parent_code = serializers.CharField(source="parent.code", read_only=True, default="")

    class Meta:
        model = Account
        fields = [
            "code", "name", "parent_code", "normal_side", "category", "is_leaf", "is_custom",
            "tracks_counterparty", "dimensions", "unit", "currency", "is_active",
        ]  # fmt: skip
        read_only_fields = ["code", "normal_side", "category", "is_leaf", "is_custom"]


class NewAccountSerializer(serializers.Serializer[Any]):
    """A sub-account: the parent's code and a name."""

    parent_code = serializers.CharField(max_length=16)
    name = serializers.CharField(max_length=60)


class ItemSerializer(serializers.ModelSerializer[AnalysisItem]):
    """An analysis item."""

    class Meta:
        model = AnalysisItem
        fields = ["id", "dimension", "code", "name", "specification", "unit", "is_active"]


class AccountList(BooksAPIView):
    """Accounts in code order."""

    @extend_schema(responses=AccountSerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        """All of them; `?q=` looks in code, name and initials."""
        rows = Account.objects.filter(company=self.company, search_text__icontains=request.query_params.get("q", ""))
        return Response(AccountSerializer(rows.select_related("parent"), many=True).data)

    @extend_schema(request=NewAccountSerializer, responses={201: AccountSerializer})
    def post(self, request: Request, company_id: int) -> Response:
        """A new sub-account."""
        said = NewAccountSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        row = add_account(self.company, **said.validated_data, actor=self.actor(request))
        return Response(AccountSerializer(row).data, status=201)


class AccountDetail(BooksAPIView):
    """One account."""

    @extend_schema(responses=AccountSerializer)
    def get(self, request: Request, company_id: int, code: str) -> Response:
        """The account."""
        return Response(AccountSerializer(get_object_or_404(Account, company=self.company, code=code)).data)

    @extend_schema(request=AccountSerializer, responses=AccountSerializer)
    def patch(self, request: Request, company_id: int, code: str) -> Response:
        """Change what the account asks of its lines."""
        row = get_object_or_404(Account.objects.select_related("company"), company=self.company, code=code)
        said = AccountSerializer(row, data=request.data, partial=True)
        said.is_valid(raise_exception=True)
        facts = AccountFacts(**{name: getattr(row, name) for name in asdict(AccountFacts(""))})
        changed = change_account(row, replace(facts, **said.validated_data), actor=self.actor(request))
        return Response(AccountSerializer(changed).data)


class ItemList(BooksAPIView):
    """Analysis items."""

    @extend_schema(responses=ItemSerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        """One page; `?dimension=` one list, `?q=` looks in code, name and initials."""
        rows = AnalysisItem.objects.filter(
            company=self.company, search_text__icontains=request.query_params.get("q", "")
        )
        if dimension := request.query_params.get("dimension"):
            rows = rows.filter(dimension=dimension)
        pages = PageNumberPagination()
        page = pages.paginate_queryset(rows.order_by("dimension", "code"), request, view=self)
        return pages.get_paginated_response(ItemSerializer(page, many=True).data)

    @extend_schema(request=ItemSerializer, responses={201: ItemSerializer})
    def post(self, request: Request, company_id: int) -> Response:
        """A new item."""
        said = ItemSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        row = keep_item(self.company, ItemFacts(**said.validated_data), actor=self.actor(request))
        return Response(ItemSerializer(row).data, status=201)


class ItemDetail(BooksAPIView):
    """One analysis item."""

    @extend_schema(responses=ItemSerializer)
    def get(self, request: Request, company_id: int, item_id: int) -> Response:
        """The item."""
        return Response(ItemSerializer(get_object_or_404(AnalysisItem, pk=item_id, company=self.company)).data)

    @extend_schema(request=ItemSerializer, responses=ItemSerializer)
    def patch(self, request: Request, company_id: int, item_id: int) -> Response:
        """Change it or switch it off; it stays in its list."""
        row = get_object_or_404(AnalysisItem, pk=item_id, company=self.company)
        said = ItemSerializer(row, data=request.data, partial=True)
        said.is_valid(raise_exception=True)
        names = ("code", "name", "specification", "unit", "is_active")
        facts = ItemFacts(**{"dimension": Dimension(row.dimension), **{name: getattr(row, name) for name in names}})
        wanted = {name: value for name, value in said.validated_data.items() if name in names}
        changed = keep_item(self.company, replace(facts, **wanted), item=row, actor=self.actor(request))
        return Response(ItemSerializer(changed).data)
