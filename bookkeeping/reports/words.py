"""Columns and small words that several reports share."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bookkeeping.domain.account import Chart
from bookkeeping.domain.sheet import Cell, Column, Kind, Source, Value
from bookkeeping.reports.options import Options
from kernel.period import AccountingPeriod


def side_word(signed: Decimal) -> str:
    """借, 贷 or 平."""
    return _("借") if signed > 0 else _("贷") if signed < 0 else _("平")


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
    return Source("ledger", code, start, end, party)


def account_cells(chart: Chart, code: str, options: Options) -> tuple[Cell, Cell]:
    """Code and name that open the account's ledger."""
    return Cell(code), Cell(chart[code].name, ledger_source(code, options.start, options.end))
