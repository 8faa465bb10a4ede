"""A sheet as an Excel file.

Rule kept: every text is written as text, so that a narration beginning with = is never a formula on somebody's desk.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from bookkeeping.domain.sheet import Cell, Kind, Row, Sheet, Style

HEAD = 2
_SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FORMATS = {Kind.AMOUNT: "#,##0.00", Kind.RATIO: "0.00%", Kind.DATE: "yyyy-mm-dd", Kind.COUNT: "#,##0"} | {
    Kind.QUANTITY: "#,##0.######",
    Kind.RATE: "#,##0.00####",
}
_WIDTHS = {Kind.AMOUNT: 16, Kind.TEXT: 22, Kind.DATE: 12, Kind.RATIO: 10, Kind.COUNT: 10} | {
    Kind.QUANTITY: 13,
    Kind.RATE: 12,
}


def excel_of(sheet: Sheet, company: str) -> bytes:
    """One worksheet: title, company and span, head, rows; amounts and dates as values, all else as text."""
    return workbook_of((sheet,), company)


def workbook_of(sheets: Sequence[Sheet], company: str) -> bytes:
    """Several sheets as the pages of one file; two of the same title are told apart by their number."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, dict(_SAFE))
    names: set[str] = set()
    for number, sheet in enumerate(sheets, start=1):
        name = _sheet_name(sheet.title)
        name = f"{name[:27]} {number}" if name in names else name
        names.add(name)
        _page(book, name, sheet, company)
    book.close()
    return target.getvalue()


def _page(book: Any, name: str, sheet: Sheet, company: str) -> None:
    page = book.add_worksheet(name)
    page.write_string(0, 0, sheet.title, book.add_format({"bold": True, "font_size": 14}))
    page.write_string(1, 0, "  ".join(part for part in (company, sheet.subtitle, sheet.note) if part))
    first = _head(sheet, page, book.add_format({"bold": True, "align": "center", "bottom": 1}))
    formats = _formats(book)
    for number, line in enumerate(sheet.rows, first):
        for column, (kind, cell) in enumerate(zip(sheet.columns, line.cells, strict=True)):
            _write(page, (number, column), cell, formats[_look(line), kind.kind])
    for column, each in enumerate(sheet.columns):
        page.set_column(column, column, _WIDTHS[each.kind])
    page.freeze_panes(first, 0)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEAD, first - 1)


def _sheet_name(title: str) -> str:
    return "".join(letter for letter in title if letter not in "[]:*?/\\'")[:31] or "1"


def _head(sheet: Sheet, page: Any, bold: Any) -> int:
    """Writes one or two rows of titles; the number of the first row below them."""
    if sheet.is_grouped:
        for column, each in enumerate(sheet.columns):
            page.write_string(HEAD, column, each.group, bold)
    below = HEAD + int(sheet.is_grouped)
    for column, each in enumerate(sheet.columns):
        page.write_string(below, column, each.title, bold)
    return below + 1


def _look(line: Row) -> bool:
    return line.style in {Style.SUBTOTAL, Style.TOTAL}


def _formats(book: Any) -> dict[tuple[bool, Kind], Any]:
    return {
        (bold, kind): book.add_format({"bold": bold, **({"num_format": _FORMATS[kind]} if kind in _FORMATS else {})})
        for bold in (False, True)
        for kind in Kind
    }


def _write(page: Any, place: tuple[int, int], cell: Cell, look: Any) -> None:
    value = cell.value
    if isinstance(value, Decimal | int):
        page.write_number(*place, value, look)
    elif isinstance(value, dt.date):
        page.write_datetime(*place, dt.datetime(value.year, value.month, value.day), look)  # noqa: DTZ001 - a bare date
    else:
        page.write_string(*place, "" if value is None else value, look)
