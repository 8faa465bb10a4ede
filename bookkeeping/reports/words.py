"""Columns and small words that several reports share."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bookkeeping.domain.account import Chart
from bookkeeping.domain.balances import sides
from bookkeeping.domain.sheet import Cell, Column, Kind, Source, Value, amounts
from bookkeeping.models.analysis import DIMENSIONS
from bookkeeping.reports.options import Options
from bookkeeping.selectors.analysis import NONE, named_items
from bookkeeping.selectors.books import Books
from kernel.money import ZERO
from kernel.period import AccountingPeriod


def side_word(signed: Decimal) -> str:
    """借, 贷 or 平."""
    return _("借") if signed > 0 else _("贷") if signed < 0 else _("平")


def dimension_name(dimension: str) -> str:
    """What the items of a dimension are called; customers and suppliers together are counterparties."""
    names = dict(DIMENSIONS)
    return str(names[dimension]) if dimension in names else _("往来单位")


def account_columns() -> tuple[Column, ...]:
    """Code and name."""
    return Column("code", _("科目编码")), Column("account", _("科目名称"))


def moved_columns() -> tuple[Column, ...]:
    """Debit, credit, side and balance: the right half of every ledger."""
    return (
        Column("debit", _("借方"), Kind.AMOUNT),
        Column("credit", _("贷方"), Kind.AMOUNT),
        Column("side", pgettext("books", "方向")),
        Column("balance", _("余额"), Kind.AMOUNT),
    )


def balance_cells(signed: Decimal) -> tuple[Value, Value]:
    """Side and amount of a balance."""
    return side_word(signed), abs(signed)


def ledger_source(code: str, start: AccountingPeriod, end: AccountingPeriod, party: str | None = None) -> Source:
    """Opens the subsidiary ledger of an account."""
    return Source("subsidiary-ledger", code, start, end, party)


def chosen_title(books: Books, options: Options) -> str:
    """Account, counterparty, items and span, as a ledger's subtitle says them."""
    chosen = options.chosen
    names = named_items(books.company.pk, chosen.items)
    account = f"{options.account} {books.chart.full_name(options.account)}" if options.account else ""
    party = [] if chosen.counterparty is None else [chosen.counterparty or NONE]
    return f"{' · '.join(part for part in (account, *party, *names) if part)}  {options.span}".strip()


def account_cells(chart: Chart, code: str, options: Options) -> tuple[Cell, Cell]:
    """Code and name that open the account's ledger."""
    return Cell(code), Cell(chart[code].name, ledger_source(code, options.start, options.end))


class Span(Protocol):
    """What has an opening and a closing balance and moved on both sides."""

    @property
    def opening(self) -> Decimal: ...
    @property
    def debit(self) -> Decimal: ...
    @property
    def credit(self) -> Decimal: ...
    @property
    def closing(self) -> Decimal: ...


def sided_columns(*, year_to_date: bool) -> tuple[Column, ...]:
    """Opening, movement, year to date where asked, and closing: each in two columns."""
    groups = {"opening": _("期初余额"), "period": _("本期发生额")}
    groups |= {"year": _("本年累计发生额")} if year_to_date else {}
    groups["closing"] = _("期末余额")
    titles = (("debit", _("借方")), ("credit", _("贷方")))
    return tuple(
        column
        for name, group in groups.items()
        for column in amounts([(f"{name}_{side}", title) for side, title in titles], group)
    )


def sided_figures(row: Span, year: Span | None, *, year_to_date: bool) -> list[Decimal]:
    """The figures of `sided_columns`."""
    to_date = [year.debit if year else ZERO, year.credit if year else ZERO] if year_to_date else []
    return [*sides(row.opening), row.debit, row.credit, *to_date, *sides(row.closing)]
