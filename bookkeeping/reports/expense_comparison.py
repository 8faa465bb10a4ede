"""Expenses compared month by month (费用明细对比), with share, average and the same span a year before."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from bookkeeping.domain.account import Category, Chart, Side
from bookkeeping.domain.sheet import Cell, Column, Kind, Row, Sheet, Style, Value, amounts, row
from bookkeeping.reports.options import Options
from bookkeeping.reports.words import account_columns, ledger_source
from bookkeeping.selectors.books import Books
from bookkeeping.selectors.monthly import monthly, months_of
from kernel.money import ZERO, round_to_fen, total
from kernel.period import AccountingPeriod

MONTHS_SHOWN = 24
Spent = dict[str, dict[AccountingPeriod, Decimal]]


def build(books: Books, options: Options) -> Sheet:
    """Expense accounts (and details by `level`) against the months; what was carried forward is left out."""
    months = months_of(options.start, options.end)[-MONTHS_SHOWN:]
    spent = _spent(books, months[0], months[-1])
    before = _spent(books, months[0].shifted(-12), months[-1].shifted(-12)) if options.compare else {}
    wanted = [code for code in sorted(spent.keys() | before.keys()) if _is_wanted(books.chart, code, options)]
    whole = total(total(spent.get(code, {}).values()) for code in wanted if _is_top(books.chart, code, options))
    rows = [_row(books.chart, code, (spent, before), months, whole, options) for code in wanted]
    tops = [code for code in wanted if _is_top(books.chart, code, options)]
    rows.append(row(["", _("合计"), *_sums(tops, (spent, before), months, whole, options)], Style.TOTAL))
    return Sheet(_("费用明细对比"), options.span, _columns(months, options), rows)


def _columns(months: list[AccountingPeriod], options: Options) -> tuple[Column, ...]:
    by_month = amounts([(str(month), str(month)) for month in months], _("各月发生额"))
    ends = (*amounts([("total", _("合计")), ("average", _("月均"))]), Column("share", _("占比"), Kind.RATIO))
    compared = (*amounts([("last_year", _("上年同期"))]), Column("change", _("增减率"), Kind.RATIO))
    return (*account_columns(), *by_month, *ends, *(compared if options.compare else ()))


def _is_wanted(chart: Chart, code: str, options: Options) -> bool:
    return code.startswith(options.account) and len(chart.path(code)) <= options.level


def _is_top(chart: Chart, code: str, options: Options) -> bool:
    return code == options.account if options.account else chart[code].is_first_level


def _spent(books: Books, start: AccountingPeriod, end: AccountingPeriod) -> Spent:
    """Expense by account (parents included) and month, debit positive."""
    found: Spent = {}
    for month in monthly(books.company.pk, start, end):
        account = books.chart[month.balance.code]
        if (
            account.category is not Category.PROFIT_LOSS
            or books.chart.first_level(account.code).normal_side is Side.CREDIT
        ):
            continue
        for code in books.chart.path(account.code):
            by_month = found.setdefault(code, {})
            by_month[month.period] = by_month.get(month.period, ZERO) + month.balance.earned
    return found


def _row(
    chart: Chart,
    code: str,
    figures: tuple[Spent, Spent],
    months: list[AccountingPeriod],
    whole: Decimal,
    options: Options,
) -> Row:
    source = ledger_source(code, months[0], months[-1])
    sums = _sums([code], figures, months, whole, options)
    cells = [Cell(value, ledger_source(code, month, month)) for value, month in zip(sums, months, strict=False)]
    names = [Cell(code, source), Cell(chart[code].name, source)]
    return row([*names, *cells, *sums[len(months) :]], level=len(chart.path(code)))


def _sums(
    codes: list[str], figures: tuple[Spent, Spent], months: list[AccountingPeriod], whole: Decimal, options: Options
) -> list[Value]:
    spent, before = figures
    by_month = [total(spent.get(code, {}).get(month, ZERO) for code in codes) for month in months]
    own = total(by_month)
    found: list[Value] = [*by_month, own, round_to_fen(own / len(months)), _ratio(own, whole)]
    if options.compare:
        past = total(total(before.get(code, {}).values()) for code in codes)
        found += [past, _ratio(own - past, past)]
    return found


def _ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    return (part / whole).quantize(Decimal("0.0001"), ROUND_HALF_UP) if whole else None
