"""General ledger (总账): every account month by month with the sums of month and year and the balance after each."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from bookkeeping.domain.account import Chart
from bookkeeping.domain.sheet import Cell, Column, Row, Sheet, Style, row
from bookkeeping.reports.options import Options
from bookkeeping.reports.words import account_columns, balance_cells, ledger_source, moved_columns
from bookkeeping.selectors.balances import balances, year_start
from bookkeeping.selectors.books import Books
from bookkeeping.selectors.monthly import monthly
from kernel.money import ZERO
from kernel.period import AccountingPeriod

Moved = dict[AccountingPeriod, tuple[Decimal, Decimal]]


def build(books: Books, options: Options) -> Sheet:
    """The sheet: first-level accounts, deeper ones by `level`, one account alone by `account`."""
    opening, moved = _opening(books, options), _moved(books, options)
    rows = [
        line
        for code in sorted(opening.keys() | moved.keys())
        if _is_wanted(books.chart, code, options)
        for line in _account(books.chart, code, options, opening.get(code, ZERO), moved.get(code, {}))
    ]
    columns = (*account_columns(), Column("period", _("账期")), Column("text", _("摘要")), *moved_columns())
    return Sheet(_("总账"), options.span, columns, rows)


def _is_wanted(chart: Chart, code: str, options: Options) -> bool:
    if options.account:
        return code == options.account
    return len(chart.path(code)) <= options.level


def _opening(books: Books, options: Options) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for balance in balances(books.company.pk, options.start, options.start):
        for code in books.chart.path(balance.code):
            sums[code] = sums.get(code, ZERO) + balance.opening
    return sums


def _moved(books: Books, options: Options) -> dict[str, Moved]:
    """Debit and credit by account and month since January of the first year, parents included."""
    found: dict[str, Moved] = {}
    for month in monthly(books.company.pk, year_start(options.start), options.end):
        for code in books.chart.path(month.balance.code):
            months = found.setdefault(code, {})
            debit, credit = months.get(month.period, (ZERO, ZERO))
            months[month.period] = debit + month.balance.debit, credit + month.balance.credit
    return found


def _account(chart: Chart, code: str, options: Options, opening: Decimal, moved: Moved) -> Iterator[Row]:
    shown = [period for period in sorted(moved) if period >= options.start]
    if not shown and not opening and not options.show_zero:
        return
    source = ledger_source(code, options.start, options.end)
    names = [Cell(code, source), Cell(chart[code].name, source)]
    yield row([*names, str(options.start), _("期初余额"), None, None, *balance_cells(opening)], Style.OPENING)
    balance = opening
    for period in shown:
        debit, credit = moved[period]
        balance += debit - credit
        source = ledger_source(code, period, period)
        figures = [Cell(debit, source), Cell(credit, source), *balance_cells(balance)]
        yield row(["", "", str(period), _("本月合计"), *figures])
        in_year = [moved[month] for month in moved if month.year == period.year and month <= period]
        sums = [sum((pair[side] for pair in in_year), ZERO) for side in (0, 1)]
        yield row(["", "", str(period), _("本年累计"), *sums, *balance_cells(balance)], Style.SUBTOTAL)
