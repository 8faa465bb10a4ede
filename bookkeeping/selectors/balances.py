"""Balances from the period summary: one query whatever the number of journal lines."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from bookkeeping.domain.balances import Balance, TrialBalanceRow, roll_up, sides, trial_balance
from bookkeeping.models import Account, JournalLine, PeriodBalance, VoucherState
from bookkeeping.selectors.books import Books
from foundation.bulk import select
from kernel.money import ZERO, from_fen
from kernel.period import AccountingPeriod


@dataclass(frozen=True, slots=True)
class AccountMovement:
    """Opening balance, movements and closing balance of an account with all below it, in yuan, each on its side."""

    code: str
    name: str
    opening_debit: Decimal
    opening_credit: Decimal
    debit: Decimal
    credit: Decimal
    closing_debit: Decimal
    closing_credit: Decimal


def balances(
    company_id: int, start: AccountingPeriod, end: AccountingPeriod, *, by_analysis: bool = False
) -> list[Balance]:
    """Opening at the start of `start` and movements through `end`, per leaf account and counterparty.

    With `by_analysis` also per set of analysis items. One plain statement: every report begins here.
    """
    keys = "a.code, b.counterparty, b.analysis_id" if by_analysis else "a.code, b.counterparty"
    rows = select(
        f"SELECT {keys}, {_SUMS} FROM {_BALANCES} b JOIN {_ACCOUNTS} a ON a.id = b.account_id "
        f"WHERE b.company_id = %s AND b.period <= %s GROUP BY {keys} ORDER BY {keys}",
        [*[str(start)] * _SUMS.count("%s"), company_id, str(end)],
    )
    return [Balance(*row[:2], *(from_fen(int(fen)) for fen in row[-5:]), *row[2:-5]) for row in rows]


_BALANCES, _ACCOUNTS = PeriodBalance._meta.db_table, Account._meta.db_table
_SUMS = ", ".join(
    f"sum(CASE WHEN b.period {when} %s THEN {what} ELSE 0 END)"
    for when, what in (
        ("<", "b.debit - b.credit"),
        (">=", "b.debit"),
        (">=", "b.credit"),
        (">=", "b.carried_debit"),
        (">=", "b.carried_credit"),
    )
)
"""Opening, debit, credit and what of them carried profit and loss forward, in fen."""


def year_start(period: AccountingPeriod) -> AccountingPeriod:
    """January of the period's year."""
    return AccountingPeriod(period.year, 1)


def trial_balance_of(books: Books, start: AccountingPeriod, end: AccountingPeriod) -> list[TrialBalanceRow]:
    """The trial balance of all levels over a span of periods."""
    return trial_balance(books.chart, balances(books.company.pk, start, end))


def movements_of(books: Books, start: AccountingPeriod, end: AccountingPeriod) -> list[AccountMovement]:
    """Every account that has a balance or movement in the span, parents included."""
    rolled = roll_up(books.chart, balances(books.company.pk, start, end))
    return [
        AccountMovement(code, books.chart[code].name, *sides(row.opening), row.debit, row.credit, *sides(row.closing))
        for code, row in rolled.items()
    ]


def counterparty_balances(books: Books, code: str, end: AccountingPeriod) -> list[tuple[str, Decimal]]:
    """(counterparty, debit minus credit) of an account at the end of `end`, zero balances left out."""
    sums: dict[str, Decimal] = {}
    for row in balances(books.company.pk, end, end):
        if row.code.startswith(code):
            sums[row.counterparty] = sums.get(row.counterparty, ZERO) + row.closing
    return [(party, signed) for party, signed in sorted(sums.items()) if signed]


_KEPT = ("debit", "credit", "quantity_debit", "quantity_credit", "foreign_debit", "foreign_credit")


def out_of_step(company_id: int, period: AccountingPeriod) -> list[str]:
    """Codes of accounts whose kept balance differs from the sum of their posted lines; empty when all is well."""
    lines = {
        (code, party, analysis_id or 0): tuple(value or ZERO for value in values)
        for code, party, analysis_id, *values in JournalLine.objects.filter(
            voucher__company_id=company_id, voucher__state=VoucherState.POSTED, period=str(period)
        )
        .values_list("account__code", "counterparty", "analysis_id")
        .annotate(**{f"sum_{name}": value for name, value in _line_sums().items()})
        .order_by()
    }
    kept = {
        (code, party, analysis_id): tuple(values)
        for code, party, analysis_id, *values in PeriodBalance.objects.filter(
            company_id=company_id, period=str(period)
        ).values_list("account__code", "counterparty", "analysis_id", *_KEPT)
    }
    return sorted({key[0] for key in lines.keys() | kept.keys() if lines.get(key) != kept.get(key)})


def _line_sums() -> dict[str, Sum]:
    """By column of the balances the sum of lines it must be."""
    sums = {"debit": Sum("debit"), "credit": Sum("credit")}
    for column, source in (("quantity", "quantity"), ("foreign", "foreign_amount")):
        for side in ("debit", "credit"):
            sums[f"{column}_{side}"] = Sum(source, filter=~Q(**{side: 0}))
    return sums
