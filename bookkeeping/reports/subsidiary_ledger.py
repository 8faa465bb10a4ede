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
from bookkeeping.reports.words import balance_cells, chosen_title, moved_columns
from bookkeeping.selectors.analysis import set_names
from bookkeeping.selectors.balances import year_start
from bookkeeping.selectors.books import Books
from bookkeeping.selectors.ledger import LedgerRow
from bookkeeping.selectors.ledger_pages import LedgerPage, ledger_page
from bookkeeping.selectors.measured import LedgerScope, Moved
from kernel.period import AccountingPeriod

Fourth = Callable[[LedgerRow], Value | Cell]
Sums = dict[AccountingPeriod, Moved]


def build(books: Books, options: Options) -> Sheet:
    """The ledger of `options.account` (parents include everything below), of one counterparty or item if asked."""
    is_leaf = books.chart.is_leaf(options.account)
    title = _("往来单位") if is_leaf else _("明细科目")
    fourth_of = _details(books, with_account=not is_leaf)
    return _sheet(books, options, (_("明细账"), Column("detail", title)), fourth_of)


def build_by_item(books: Books, options: Options) -> Sheet:
    """The ledger of one item over all its accounts, or over those chosen (核算项目明细账)."""
    column = Column("detail", _("科目与核算项目"))
    return _sheet(books, options, (_("核算项目明细账"), column), _details(books, with_account=True))


def _details(books: Books, *, with_account: bool) -> Callable[[LedgerPage], Fourth]:
    """What stands beside the narration: the account where there are several, counterparty, items."""

    def fourth_of(page: LedgerPage) -> Fourth:
        items = set_names(books.company.pk, {line.analysis_id for line in page.rows})

        def fourth(line: LedgerRow) -> Value:
            own = books.chart.full_name(line.account_code) if with_account else ""
            return " ".join(part for part in (own, line.counterparty, items.get(line.analysis_id or 0, "")) if part)

        return fourth

    return fourth_of


def build_day_book(books: Books, options: Options) -> Sheet:
    """The day book: as the ledger, with the accounts on the other side and the sum of every day."""

    def fourth_of(page: LedgerPage) -> Fourth:
        others = counter_accounts(books, page.rows)
        return lambda line: others.get((line.voucher_id, line.debit != 0), "")

    return _sheet(books, options, (_("日记账"), Column("counter", _("对方科目"))), fourth_of, daily=True)


def _sheet(
    books: Books,
    options: Options,
    heads: tuple[str, Column],
    fourth_of: Callable[[LedgerPage], Fourth],
    *,
    daily: bool = False,
) -> Sheet:
    title, fourth = heads
    scope = LedgerScope(books, options.accounts(books.chart), options.chosen)
    page = ledger_page(scope, (options.start, options.end), page=options.page, size=options.page_size)
    columns = (
        Column("date", _("日期"), Kind.DATE),
        Column("voucher", _("凭证号")),
        Column("text", _("摘要")),
        fourth,
        *moved_columns(),
    )
    first = _("期初余额") if page.page == 1 else _("承前页")
    rows = [row([None, "", first, "", None, None, *balance_cells(page.carried)], Style.OPENING)]
    sums = scope.by_month(year_start(options.start), options.end)
    rows += _lines(page, fourth_of(page), sums, daily=daily)
    if page.page < page.pages:
        rows.append(row([None, "", _("过次页"), "", None, None, *balance_cells(page.closing)], Style.OPENING))
    return Sheet(title, chosen_title(books, options), columns, rows, page=page.page, pages=page.pages)


def _lines(page: LedgerPage, fourth: Fourth, sums: Sums, *, daily: bool) -> Iterator[Row]:
    for line, following in zip(page.rows, [*page.rows[1:], page.following], strict=False):
        balance = balance_cells(line.balance)
        number = Cell(line.name, Source("voucher", str(line.voucher_id)))
        values = [line.date, number, line.description, fourth(line), line.debit or None, line.credit or None, *balance]
        yield row(values, is_red=line.debit < 0 or line.credit < 0)
        if daily and (following is None or following.date != line.date):
            yield row([line.date, "", _("本日合计"), "", *_both(page.days[line.date]), *balance], Style.SUBTOTAL)
        month = AccountingPeriod.of(line.date)
        if following is None or AccountingPeriod.of(following.date) != month:
            yield from _month_sums(month, sums, balance)


def _month_sums(month: AccountingPeriod, sums: Sums, balance: tuple[Value, Value]) -> Iterator[Row]:
    own, year = month_and_year(month, sums)
    yield row([month.end, "", _("本月合计"), "", *_both(own), *balance], Style.SUBTOTAL)
    yield row([month.end, "", _("本年累计"), "", *_both(year), *balance], Style.SUBTOTAL)


def _both(moved: Moved) -> tuple[Decimal, Decimal]:
    return moved.debit, moved.credit


def month_and_year(month: AccountingPeriod, sums: Sums) -> tuple[Moved, Moved]:
    """Sums of the month, and of its year up to it."""
    year = Moved()
    for each, moved in sums.items():
        if each.year == month.year and each <= month:
            year = year.plus(moved)
    return sums.get(month, Moved()), year
