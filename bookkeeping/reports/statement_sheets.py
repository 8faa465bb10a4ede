"""The statements as sheets: as filed (月季报), as the annual form (年报), beside last year, and month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from bookkeeping.charts import titles_en
from bookkeeping.domain.sheet import Cell, Column, Row, Sheet, Source, Style, Value, amounts, row
from bookkeeping.domain.statements import StatementLine
from bookkeeping.selectors.books import Books
from bookkeeping.selectors.statements import statements_of
from kernel.money import ZERO
from kernel.period import AccountingPeriod

KINDS: dict[str, Promise] = {
    "balance_sheet": gettext_lazy("资产负债表"),
    "income_statement": gettext_lazy("利润表"),
    "cash_flow": gettext_lazy("现金流量表"),
}
VIEWS = ("period", "annual", "last_year")
Lines = Sequence[StatementLine]


def lines_of(books: Books, period: AccountingPeriod, kind: str) -> list[StatementLine]:
    """The lines of a statement, titled in the reader's language."""
    lines: list[StatementLine] = list(getattr(statements_of(books, period), kind))
    if get_language() != "en":
        return lines
    return [replace(line, title=titles_en().get(line.title, line.title)) for line in lines]


def statement_sheet(books: Books, period: AccountingPeriod, kind: str, view: str = "period") -> Sheet:
    """One statement. `view`: as filed, the annual form, or each column beside the same of last year."""
    lines = lines_of(books, period, kind)
    past = lines_of(books, period.shifted(-12), kind) if view != "period" else []
    names = _columns(kind, view)
    figures = [_figures(line, past[place] if past else None, kind, view) for place, line in enumerate(lines)]
    source = f"{books.layout.forms[kind]}  {period}"
    if kind == "balance_sheet":
        return _two_halves(source, names, lines, figures, period)
    rows = [_row(line, values, kind, period) for line, values in zip(lines, figures, strict=True)]
    columns = (Column("title", _("项目")), Column("line", _("行次")), *names)
    return Sheet(str(KINDS[kind]), source, columns, rows)


def _columns(kind: str, view: str) -> tuple[Column, ...]:
    if kind == "balance_sheet":
        own = [("closing", _("期末余额")), ("opening", _("年初余额"))]
        return amounts([*own, ("last_year", _("上年同期")), ("change", _("增减额"))] if view == "last_year" else own)
    if view == "annual":
        return amounts([("year_to_date", _("本年累计金额")), ("last_year", _("上年金额"))])
    own = [("current", _("本期金额")), ("year_to_date", _("本年累计金额"))]
    past = [("last_current", _("上年同期")), ("last_year_to_date", _("上年同期累计")), ("change", _("累计增减额"))]
    return amounts([*own, *past] if view == "last_year" else own)


def _figures(line: StatementLine, past: StatementLine | None, kind: str, view: str) -> list[Decimal]:
    own = list(line.amounts.values())
    if past is None or (kind == "balance_sheet" and view == "annual"):
        return own
    before = list(past.amounts.values())
    if kind == "balance_sheet":
        return [*own, before[0], own[0] - before[0]]
    if view == "annual":
        return [own[1], before[1]]
    return [*own, *before, own[1] - before[1]]


def _cells(line: StatementLine, values: list[Decimal], kind: str, period: AccountingPeriod) -> list[Value | Cell]:
    first = Cell(values[0], Source("figure", f"{kind}/{line.line}", end=period), is_sum=line.is_total)
    return [Cell(line.title, is_sum=line.is_total), str(line.line), first, *values[1:]]


def _row(line: StatementLine, values: list[Decimal], kind: str, period: AccountingPeriod) -> Row:
    return row(_cells(line, values, kind, period), Style.SUBTOTAL if line.is_total else Style.LINE)


def _two_halves(
    source: str, names: tuple[Column, ...], lines: Lines, figures: list[list[Decimal]], period: AccountingPeriod
) -> Sheet:
    """Assets at the left, claims at the right, the grand totals on the last row, as the form is printed."""
    halves: list[list[list[Value | Cell]]] = [[], []]
    for line, values in zip(lines, figures, strict=True):
        halves[line.column != "asset"].append(_cells(line, values, "balance_sheet", period))
    height = max(len(half) for half in halves)
    blank: list[Value | Cell] = [None] * (2 + len(names))
    padded = [[*half[:-1], *[blank] * (height - len(half)), half[-1]] for half in halves]
    rows = [row([*left, *right]) for left, right in zip(*padded, strict=True)]
    titles = (_("资产"), _("负债和所有者权益"))
    columns = [
        replace(column, key=column.key + suffix, title=titles[bool(suffix)] if column.key == "title" else column.title)
        for suffix in ("", "_2")
        for column in (Column("title", ""), Column("line", _("行次")), *names)
    ]
    return Sheet(str(KINDS["balance_sheet"]), source, tuple(columns), rows)


def months_sheet(books: Books, months: list[AccountingPeriod], kind: str) -> Sheet:
    """One statement month by month: month-ends of the balance sheet, months of the other two."""
    by_month = [lines_of(books, month, kind) for month in months]
    column = "closing" if kind == "balance_sheet" else "current"
    rows = []
    for lines in zip(*by_month, strict=True):
        cells = [
            Cell(line.amounts[column], Source("figure", f"{kind}/{line.line}", end=month))
            for line, month in zip(lines, months, strict=True)
        ]
        total = sum((line.amounts[column] for line in lines), ZERO)
        style = Style.SUBTOTAL if lines[0].is_total else Style.LINE
        rows.append(row([lines[0].title, str(lines[0].line), *cells, *([] if column == "closing" else [total])], style))
    ends = () if column == "closing" else amounts([("total", _("合计"))])
    columns = (
        Column("title", _("项目")),
        Column("line", _("行次")),
        *amounts([(str(month), str(month)) for month in months]),
        *ends,
    )
    span = f"{months[0]} – {months[-1]}"
    return Sheet(str(_("%(statement)s（逐月）") % {"statement": KINDS[kind]}), span, columns, rows)
