"""API of trial balance, ledgers and statements."""

from __future__ import annotations

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from bookkeeping.api.base import BooksAPIView
from bookkeeping.api.serializers import LedgerRowSerializer, StatementLineSerializer, TrialBalanceRowSerializer
from bookkeeping.selectors.balances import trial_balance_of
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.ledger import ledger_of
from bookkeeping.selectors.statements import statements_of
from kernel.money import text


class TrialBalance(BooksAPIView):
    """The trial balance."""

    @extend_schema(responses=TrialBalanceRowSerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        """Rows of all levels in code order, `?from=` to `?period=`."""
        rows = trial_balance_of(books_of(company_id), *self.span(request))
        return Response(TrialBalanceRowSerializer(rows, many=True).data)


class Ledger(BooksAPIView):
    """The ledger of an account."""

    @extend_schema(responses=LedgerRowSerializer(many=True))
    def get(self, request: Request, company_id: int, code: str) -> Response:
        """Opening balance, rows and closing balance."""
        books = books_of(company_id)
        if code not in books.chart:
            raise Http404
        found = ledger_of(books, code, *self.span(request), counterparty=request.query_params.get("counterparty"))
        return Response(
            {
                "code": code,
                "name": found.name,
                "opening": text(found.opening),
                "rows": LedgerRowSerializer(found.rows, many=True).data,
                "closing": text(found.closing),
            }
        )


class StatementsOfPeriod(BooksAPIView):
    """The three statements."""

    @extend_schema(responses=StatementLineSerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        """Balance sheet, income statement and cash flow of the period."""
        result = statements_of(books_of(company_id), self.period)
        names = ("balance_sheet", "income_statement", "cash_flow")
        return Response({name: StatementLineSerializer(getattr(result, name), many=True).data for name in names})
