"""Balances of leaf accounts per counterparty, rolled up to their parents.

Rule kept: a balance is one signed number, debit positive; it is shown on the side its sign says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bookkeeping.domain.account import Chart
from kernel.money import ZERO


@dataclass(frozen=True, slots=True)
class Balance:
    """Opening balance and movements of one account (and counterparty) over a span, in yuan.

    `opening` is debit minus credit; `carried_debit` and `carried_credit` are the part of the movements that carried
    profit and loss forward, which the income statement leaves out. `analysis_id` is set only where balances were
    asked for by analysis.
    """

    code: str
    counterparty: str = ""
    opening: Decimal = ZERO
    debit: Decimal = ZERO
    credit: Decimal = ZERO
    carried_debit: Decimal = ZERO
    carried_credit: Decimal = ZERO
    analysis_id: int = 0

    @property
    def closing(self) -> Decimal:
        """Debit minus credit at the end of the span."""
        return self.opening + self.debit - self.credit

    @property
    def earned(self) -> Decimal:
        """Debit minus credit of the span without the carry-forward: what the income statement shows."""
        return self.debit - self.carried_debit - self.credit + self.carried_credit

    def plus(self, other: Balance) -> Balance:
        """The sum, under this code."""
        return Balance(
            self.code,
            "",
            self.opening + other.opening,
            self.debit + other.debit,
            self.credit + other.credit,
            self.carried_debit + other.carried_debit,
            self.carried_credit + other.carried_credit,
        )


@dataclass(frozen=True, slots=True)
class TrialBalanceRow:
    """One line of the trial balance (科目余额表), each balance on the side of its sign."""

    code: str
    name: str
    level: int
    opening_debit: Decimal
    opening_credit: Decimal
    debit: Decimal
    credit: Decimal
    closing_debit: Decimal
    closing_credit: Decimal


def sides(signed: Decimal) -> tuple[Decimal, Decimal]:
    """(debit, credit) of a signed balance."""
    return (signed, ZERO) if signed > 0 else (ZERO, -signed or ZERO)


def roll_up(chart: Chart, balances: Iterable[Balance]) -> dict[str, Balance]:
    """Every account with a balance or movement, parents included, counterparties summed; in code order."""
    sums: dict[str, Balance] = {}
    for balance in balances:
        for code in chart.path(balance.code):
            sums[code] = sums.get(code, Balance(code)).plus(balance)
    return dict(sorted(sums.items()))


def trial_balance(chart: Chart, balances: Iterable[Balance]) -> list[TrialBalanceRow]:
    """The trial balance of all levels in code order, accounts with nothing at all left out."""
    rows = []
    for code, balance in roll_up(chart, balances).items():
        if not any((balance.opening, balance.debit, balance.credit)):
            continue
        level = len(chart.path(code))
        rows.append(
            TrialBalanceRow(
                code,
                chart[code].name,
                level,
                *sides(balance.opening),
                balance.debit,
                balance.credit,
                *sides(balance.closing),
            )
        )
    return rows


def first_level_totals(rows: Iterable[TrialBalanceRow]) -> dict[str, Decimal]:
    """Column totals over the first level: opening, movement and closing must each tie."""
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for row in rows:
        if row.level == 1:
            for column in ("opening_debit", "opening_credit", "debit", "credit", "closing_debit", "closing_credit"):
                sums[column] += getattr(row, column)
    return dict(sums)
