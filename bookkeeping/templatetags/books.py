"""Tables of reports, written in Python: a ledger page of hundreds of rows is slow in the template language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from itertools import groupby
from urllib.parse import parse_qsl, urlencode

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from bookkeeping.domain.sheet import Cell, Column, Kind, Row, Sheet, Source, Style
from bookkeeping.reports.pdf import written
from bookkeeping.views.addresses import address_of
from bookkeeping.views.spans import QuickSpan
from kernel.money import to_fen

register = template.Library()
Address = Callable[[Source], str]
_STYLES = {Style.OPENING: "books-opening", Style.SUBTOTAL: "books-subtotal", Style.TOTAL: "books-total"}


@register.filter
def with_span(query: str, span: QuickSpan) -> str:
    """The query of an address with another span."""
    kept = [(key, value) for key, value in parse_qsl(query) if key not in {"from", "period"}]
    return urlencode([*kept, ("from", str(span.start)), ("period", str(span.end))])


@register.filter
def fen(amount: Decimal) -> int:
    """Whole fen, for scripts that add up."""
    return to_fen(amount)


@register.simple_tag
def sheet_table(sheet: Sheet, company_id: int) -> SafeString:
    """The table of a sheet; every figure with a source is a link to it."""
    address = partial(address_of, company_id)
    body = "".join(_row(line, sheet.columns, address) for line in sheet.rows)
    table = f'<table class="table books-report" data-report><thead>{_head(sheet)}</thead><tbody>{body}</tbody></table>'
    return mark_safe(table)  # noqa: S308 - every value passed through escape


def _head(sheet: Sheet) -> str:
    titles = [f"<th{_number(each)}>{escape(each.title)}</th>" for each in sheet.columns]
    if not sheet.is_grouped:
        return f"<tr>{''.join(titles)}</tr>"
    upper, lower = [], []
    for group, found in groupby(zip(sheet.columns, titles, strict=True), key=lambda pair: pair[0].group):
        cells = list(found)
        if group:
            upper.append(f'<th colspan="{len(cells)}" class="text-center">{escape(group)}</th>')
            lower += [title for _, title in cells]
        else:
            upper += [title.replace("<th", '<th rowspan="2"', 1) for _, title in cells]
    return f"<tr>{''.join(upper)}</tr><tr>{''.join(lower)}</tr>"


def _number(column: Column) -> str:
    return ' class="zf-num"' if column.is_number else ""


def _row(line: Row, columns: tuple[Column, ...], address: Address) -> str:
    names = [_STYLES.get(line.style, ""), "books-red" if line.is_red else "", f"books-depth-{min(line.level, 5)}"]
    cells = "".join(_cells(line, columns, address))
    return f'<tr class="{" ".join(name for name in names if name)}">{cells}</tr>'


def _cells(line: Row, columns: tuple[Column, ...], address: Address) -> Iterator[str]:
    for column, cell in zip(columns, line.cells, strict=True):
        text = str(escape(_text(cell, column)))
        negative = isinstance(cell.value, Decimal) and cell.value < 0
        if negative:
            text = f'<span class="zf-negative">{text}</span>'
        if cell.source and text:
            text = f'<a href="{escape(address(cell.source))}">{text}</a>'
        css = "zf-num" if column.is_number else "text-nowrap" if _is_short(column) else "books-words"
        yield f'<td class="{css} books-sum">{text}</td>' if cell.is_sum else f'<td class="{css}">{text}</td>'


def _is_short(column: Column) -> bool:
    return column.kind is Kind.DATE or column.key in {"voucher", "code", "side", "period", "line", "line_2"}


def _text(cell: Cell, column: Column) -> str:
    return cell.value.isoformat() if isinstance(cell.value, dt.date) else written(cell.value, column)
