"""Ledgers that count beside yuan: quantity and unit price (数量金额明细账), foreign currency and rate (外币明细账)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from django.utils.translation import gettext as _

from bookkeeping.domain.sheet import Cell, Column, Kind, Row, Sheet, Source, Style, Value, row
from bookkeeping.reports.measures import FOREIGN, QUANTITY, MeasureWords, sign_of
from bookkeeping.reports.options import Options
from bookkeeping.reports.subsidiary_ledger import month_and_year
from bookkeeping.reports.words import chosen_title
from bookkeeping.selectors.balances import year_start
from bookkeeping.selectors.books import Books
from bookkeeping.selectors.ledger import LedgerRow
from bookkeeping.selectors.ledger_pages import LedgerPage, ledger_page
from bookkeeping.selectors.measured import LedgerScope, Moved
from kernel.period import AccountingPeriod

Sums = dict[AccountingPeriod, Moved]
_NOTHING: list[Value | Cell] = [None, None, None]


def build(words: MeasureWords, books: Books, options: Options) -> Sheet:
    """The ledger of one account, of one item or counterparty where chosen; balances on the account's normal side."""
    scope = LedgerScope(books, options.accounts(books.chart), options.chosen, words.measure)
    page = ledger_page(scope, (options.start, options.end), page=options.page, size=options.page_size)
    sums = scope.by_month(year_start(options.start), options.end)
    unit = words.unit_of(books.chart[options.account])
    rows = list(_rows(words, page, sums, sign_of(books.chart, options.account)))
    subtitle = f"{chosen_title(books, options)}  {words.unit}: {unit}"
    return Sheet(str(words.ledger), subtitle, _columns(words), rows, page=page.page, pages=page.pages)


build_quantity = partial(build, QUANTITY)
build_foreign = partial(build, FOREIGN)


def _columns(words: MeasureWords) -> tuple[Column, ...]:
    head = (Column("date", _("日期"), Kind.DATE), Column("voucher", _("凭证号")), Column("text", _("摘要")))
    pairs = zip(("debit", "credit", "balance"), words.groups, strict=True)
    return (*head, *(column for key, group in pairs for column in words.columns(key, group)))


def _rows(words: MeasureWords, page: LedgerPage, sums: Sums, sign: int) -> Iterator[Row]:
    carried = words.figures(sign * page.carried_units, sign * page.carried)
    first = _("期初余额") if page.page == 1 else _("承前页")
    yield row([None, "", first, *_NOTHING, *_NOTHING, *carried], Style.OPENING)
    for line, following in zip(page.rows, [*page.rows[1:], page.following], strict=False):
        balance = words.figures(sign * line.units_balance, sign * line.balance)
        yield _line(words, line, balance)
        month = AccountingPeriod.of(line.date)
        if following is None or AccountingPeriod.of(following.date) != month:
            for text, moved in zip((_("本月合计"), _("本年累计")), month_and_year(month, sums), strict=True):
                debit = words.figures(moved.units_debit, moved.debit)
                credit = words.figures(moved.units_credit, moved.credit)
                yield row([month.end, "", text, *debit, *credit, *balance], Style.SUBTOTAL)
    if page.page < page.pages:
        closing = words.figures(sign * page.closing_units, sign * page.closing)
        yield row([None, "", _("过次页"), *_NOTHING, *_NOTHING, *closing], Style.OPENING)


def _line(words: MeasureWords, line: LedgerRow, balance: Sequence[Value | Cell]) -> Row:
    figures = words.figures(line.units, line.debit or line.credit)
    sides = [*figures, *_NOTHING] if line.debit else [*_NOTHING, *figures]
    number = Cell(line.name, Source("voucher", str(line.voucher_id)))
    return row([line.date, number, line.description, *sides, *balance], is_red=line.debit < 0 or line.credit < 0)
