"""Balances from the period summary: one query whatever the number of journal lines."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from bookkeeping.domain.balances import Balance, TrialBalanceRow, roll_up, sides, trial_balance
from bookkeeping.models import JournalLine, PeriodBalance, VoucherState
from bookkeeping.models.fields import FenField
from bookkeeping.selectors.books import Books
from kernel.money import ZERO
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


def _sum(column: str, condition: Q) -> Coalesce:
    return Coalesce(Sum(column, filter=condition, output_field=FenField()), 0, output_field=FenField())


def balances(
    company_id: int, start: AccountingPeriod, end: AccountingPeriod, *, by_analysis: bool = False
) -> list[Balance]:
    """Opening at the start of `start` and movements through `end`, per leaf account and counterparty.

    With `by_analysis` also per set of analysis items.
    """
    before, within = Q(period__lt=str(start)), Q(period__gte=str(start))
    keys = ("account__code", "counterparty", *(["analysis_id"] if by_analysis else []))
    rows = (
        PeriodBalance.objects.filter(company_id=company_id, period__lte=str(end))
        .values_list(*keys)
        .annotate(
            before_debit=_sum("debit", before),
            before_credit=_sum("credit", before),
            moved_debit=_sum("debit", within),
            moved_credit=_sum("credit", within),
            off_debit=_sum("carried_debit", within),
            off_credit=_sum("carried_credit", within),
        )
        .order_by(*keys)
    )
    return [
        Balance(code, party, was_debit - was_credit, debit, credit, off_debit, off_credit, *analysis)
        for code, party, *analysis, was_debit, was_credit, debit, credit, off_debit, off_credit in rows
    ]


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
