"""Whether an enterprise is small and low-profit at a prepayment, and the CIT relief that follows.

Source: 财政部 税务总局公告2023年第12号 Art. 3 and 5; 税务总局公告2023年第6号 (average of the quarters to date).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kernel.money import ZERO, round_to_fen
from law.store import RuleValue, lookup


@dataclass(frozen=True, slots=True)
class QuarterFigures:
    """People and assets (yuan) at the start and the end of one quarter."""

    headcount_start: Decimal
    headcount_end: Decimal
    assets_start: Decimal
    assets_end: Decimal


@dataclass(frozen=True, slots=True)
class SmallLowProfitTest:
    """The verdict, the averages it rests on, and the conditions that failed (empty when it qualifies)."""

    qualifies: bool
    headcount: Decimal
    assets: Decimal
    failed: tuple[str, ...]
    rule: RuleValue


def small_low_profit_test(
    *, taxable_income: Decimal, quarters: Sequence[QuarterFigures], restricted_industry: bool, on: date
) -> SmallLowProfitTest:
    """Test all conditions, limits inclusive. Without quarters people and assets count as 0. Raises `NoRuleInForce`."""
    rule = lookup("cit.small_low_profit", on)
    headcount = _average([(quarter.headcount_start + quarter.headcount_end) / 2 for quarter in quarters])
    assets = _average([(quarter.assets_start + quarter.assets_end) / 2 for quarter in quarters])
    measured = {"taxable_income": taxable_income, "headcount": headcount, "assets": assets}
    failed = [name for name, value in measured.items() if value > Decimal(rule.value[name])]
    if restricted_industry:
        failed.append("restricted_industry")
    return SmallLowProfitTest(not failed, headcount, assets, tuple(failed), rule)


def relief(taxable_income: Decimal, on: date) -> Decimal:
    """What the relief takes off the tax at the full rate, in yuan; 0 for a loss."""
    rule = lookup("cit.small_low_profit", on)
    effective = Decimal(rule.value["income_share"]) * Decimal(rule.value["rate"])
    return round_to_fen(max(taxable_income, ZERO) * (lookup("cit.rate", on).decimal - effective))


def _average(values: Sequence[Decimal]) -> Decimal:
    return sum(values, Decimal(0)) / len(values) if values else Decimal(0)
