"""API of the reports: the same sheets as pages and files."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from bookkeeping.api.base import BooksAPIView
from bookkeeping.domain.sheet import Row, Sheet, Value
from bookkeeping.reports import REPORTS
from bookkeeping.reports.build import sheet_of
from bookkeeping.selectors.books import books_of
from kernel.money import text

_AS_THEY_ARE = {"ratio", "quantity", "rate"}


class ReportSheet(BooksAPIView):
    """One report: titles of columns, rows of values, and what each row is."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, company_id: int, name: str) -> Response:
        """`?from=`, `?period=`, `?account=`, `?level=`, `?page=` … as on the page of the report."""
        if name not in REPORTS:
            raise Http404
        books = books_of(company_id)
        query = {key: str(value) for key, value in request.query_params.items()}
        options = REPORTS[name].options(books, query, self.period)
        return Response(as_data(sheet_of(REPORTS[name], books, options)))


def as_data(sheet: Sheet) -> dict[str, object]:
    """The sheet in plain values; amounts as two-place strings, ratios as they are, dates ISO."""
    columns = [
        {"key": each.key, "title": each.title, "kind": each.kind.value, "group": each.group} for each in sheet.columns
    ]
    return {
        "title": sheet.title,
        "subtitle": sheet.subtitle,
        "note": sheet.note,
        "columns": columns,
        "rows": [_row(line, sheet) for line in sheet.rows],
        "page": sheet.page,
        "pages": sheet.pages,
    }


def _row(line: Row, sheet: Sheet) -> dict[str, object]:
    kinds = [column.kind.value for column in sheet.columns]
    values = [_plain(cell.value, kind) for cell, kind in zip(line.cells, kinds, strict=True)]
    return {"style": line.style.value, "level": line.level, "is_red_letter": line.is_red, "values": values}


def _plain(value: Value, kind: str) -> object:
    if isinstance(value, Decimal):
        return str(value) if kind in _AS_THEY_ARE else text(value)
    return value.isoformat() if isinstance(value, dt.date) else value
