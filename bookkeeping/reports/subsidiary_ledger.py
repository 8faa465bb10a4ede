"""Subsidiary ledger (明细账) and day book of cash and bank (日记账): one account's lines with running balance.

Rule kept: sums of month and year come from the period balances, so they are right on every page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from bookkeeping.domain.sheet import Cell, Column, Kind, Row, Sheet, Source, Style, Value, row
from bookkeeping.reports.counter_accounts import counter_accounts
from bookkeeping.reports.options import Options
from bookkeeping.reports.words import balance_cells, moved_columns
from bookkeeping.selectors.balances import year_start
from bookkeeping.selectors.books import Books
from bookkeeping.selectors.ledger import LedgerRow
from bookkeeping.selectors.ledger_pages import LedgerPage, ledger_page
from bookkeeping.selectors.monthly import monthly
from kernel.money import ZERO
from kernel.period import AccountingPeriod

Fourth = Callable[[LedgerRow], Value | Cell]
Sums = dict[AccountingPeriod, tuple[Decimal, Decimal]]


def build(books: Books, options: Options) -> Sheet:
    """The ledger of `options.account` (parents include everything below), optionally of one counterparty."""
    chart = books.chart
    is_leaf = chart.is_leaf(options.account)

    def fourth(line: LedgerRow) -> Value:
        own = "" if is_leaf else chart.full_name(line.account_code)
        return " ".join(part for part in (own, line.counterparty) if part)

    title = _("往来单位") if is_leaf else _("明细科目")
    return _sheet(books, options, _("明细账"), Column("detail", title), lambda _page: fourth)


def build_day_book(books: Books, options: Options) -> Sheet:
    """The day book: as the ledger, with the accounts on the other side and the sum of every day."""

    def fourth_of(page: LedgerPage) -> Fourth:
        others = counter_accounts(books, page.rows)
        return lambda line: others.get((line.voucher_id, line.debit != 0), "")

    return _sheet(books, options, _("日记账"), Column("counter", _("对方科目")), fourth_of, daily=True)


def _sheet(
    books: Books,
    options: Options,
    title: str,
    fourth: Column,
    fourth_of: Callable[[LedgerPage], Fourth],
    *,
    daily: bool = False,
) -> Sheet:
    code, span = options.account, (options.start, options.end)
    page = ledger_page(books, code, span, counterparty=options.counterparty, page=options.page, size=options.page_size)
    columns = (
        Column("date", _("日期"), Kind.DATE),
        Column("voucher", _("凭证号")),
        Column("text", _("摘要")),
        fourth,
        *moved_columns(),
    )
    first = _("期初余额") if page.page == 1 else _("承前页")
    rows = [row([None, "", first, "", None, None, *balance_cells(page.carried)], Style.OPENING)]
    rows += _lines(page, fourth_of(page), _sums(books, options), daily=daily)
    if page.page < page.pages:
        rows.append(row([None, "", _("过次页"), "", None, None, *balance_cells(page.closing)], Style.OPENING))
    name = f"{code} {books.chart.full_name(code)}"
    party = f" · {options.counterparty or '—'}" if options.counterparty is not None else ""
    return Sheet(title, f"{name}{party}  {options.span}", columns, rows, page=page.page, pages=page.pages)


def _sums(books: Books, options: Options) -> Sums:
    """Debit and credit of the account by month since January of the first year."""
    found: Sums = {}
    for month in monthly(books.company.pk, year_start(options.start), options.end):
        kept = month.balance
        if kept.code.startswith(options.account) and options.counterparty in {None, kept.counterparty}:
            debit, credit = found.get(month.period, (ZERO, ZERO))
            found[month.period] = debit + kept.debit, credit + kept.credit
    return found


def _lines(page: LedgerPage, fourth: Fourth, sums: Sums, *, daily: bool) -> Iterator[Row]:
    for line, following in zip(page.rows, [*page.rows[1:], page.following], strict=False):
        balance = balance_cells(line.balance)
        number = Cell(line.name, Source("voucher", str(line.voucher_id)))
        values = [line.date, number, line.description, fourth(line), line.debit or None, line.credit or None, *balance]
        yield row(values, is_red=line.debit < 0 or line.credit < 0)
        if daily and (following is None or following.date != line.date):
            yield row([line.date, "", _("本日合计"), "", *page.days[line.date], *balance], Style.SUBTOTAL)
        month = AccountingPeriod.of(line.date)
        if following is None or AccountingPeriod.of(following.date) != month:
            yield from _month_sums(month, sums, balance)


def _month_sums(month: AccountingPeriod, sums: Sums, balance: tuple[Value, Value]) -> Iterator[Row]:
    year = [sums[each] for each in sums if each.year == month.year and each <= month]
    to_date = [sum((pair[side] for pair in year), ZERO) for side in (0, 1)]
    yield row([month.end, "", _("本月合计"), "", *sums.get(month, (ZERO, ZERO)), *balance], Style.SUBTOTAL)
    yield row([month.end, "", _("本年累计"), "", *to_date, *balance], Style.SUBTOTAL)
