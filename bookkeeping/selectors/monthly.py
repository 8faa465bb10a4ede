"""Movements month by month from the period summary: reports over a year read no journal line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from bookkeeping.domain.balances import Balance
from bookkeeping.models import PeriodBalance
from kernel.period import AccountingPeriod


@dataclass(frozen=True, slots=True)
class MonthMovement:
    """Movement of a leaf account and counterparty in one month, in yuan."""

    period: AccountingPeriod
    balance: Balance


def months_of(start: AccountingPeriod, end: AccountingPeriod) -> list[AccountingPeriod]:
    """The months of a span, in order."""
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    return [start.shifted(offset) for offset in range(count)]


def monthly(company_id: int, start: AccountingPeriod, end: AccountingPeriod) -> Iterator[MonthMovement]:
    """Movements of the span in order of code, counterparty and month; `opening` of each is left at zero."""
    rows = (
        PeriodBalance.objects.filter(company_id=company_id, period__gte=str(start), period__lte=str(end))
        .values_list("account__code", "counterparty", "period")
        .annotate(d=Sum("debit"), c=Sum("credit"), cd=Sum("carried_debit"), cc=Sum("carried_credit"))
        .order_by("account__code", "counterparty", "period")
    )
    for code, party, period, debit, credit, carried_debit, carried_credit in rows:
        moved = Balance(code, party, Decimal(0), debit, credit, carried_debit, carried_credit)
        yield MonthMovement(AccountingPeriod.parse(period), moved)
