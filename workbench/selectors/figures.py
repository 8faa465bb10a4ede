"""The figures a company page opens with: revenue and cost of recent months, money at hand.

Account codes are those of the two charts (bookkeeping/charts): money 1001, 1002, 1012; revenue and expense by standard.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bookkeeping.exports import AccountMovement, movements
from foundation.models import AccountingStandard, Company
from kernel.money import ZERO, total
from kernel.period import AccountingPeriod

MONTHS: Final = 6
MONEY: Final = ("1001", "1002", "1012")
REVENUE: Final = {AccountingStandard.SMALL_BUSINESS: ("5001", "5051"), AccountingStandard.ENTERPRISE: ("6001", "6051")}
EXPENSE: Final = {
    AccountingStandard.SMALL_BUSINESS: ("5401", "5402", "5403", "5601", "5602", "5603", "5711", "5801"),
    AccountingStandard.ENTERPRISE: ("6401", "6402", "6403", "6601", "6602", "6603", "6701", "6702", "6711", "6801"),
}


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """Revenue, cost with expenses, and money at the end of a month, in yuan."""

    period: AccountingPeriod
    revenue: Decimal
    expense: Decimal
    money: Decimal

    @property
    def profit(self) -> Decimal:
        """What is left of revenue."""
        return self.revenue - self.expense


def recent_figures(company: Company, period: AccountingPeriod) -> list[MonthFigures]:
    """The last months up to the period, from the first books on, oldest first."""
    months = [period.shifted(back) for back in range(1 - MONTHS, 1)]
    return [_figures(company, month) for month in months if month >= company.first_period]


def _figures(company: Company, month: AccountingPeriod) -> MonthFigures:
    rows = {row.code: row for row in movements(company.pk, month, month)}
    standard = AccountingStandard(company.accounting_standard)
    return MonthFigures(
        period=month,
        revenue=total(row.credit for row in _some(rows, REVENUE[standard])),
        expense=total(row.debit for row in _some(rows, EXPENSE[standard])),
        money=total(row.closing_debit - row.closing_credit for row in _some(rows, MONEY)) or ZERO,
    )


def _some(rows: dict[str, AccountMovement], codes: tuple[str, ...]) -> list[AccountMovement]:
    return [rows[code] for code in codes if code in rows]
