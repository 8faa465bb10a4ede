"""How big a company is where thresholds differ by it: within the ceilings of small low-profit enterprises or not."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from kernel.period import AccountingPeriod
from law.store import NoRuleInForce, lookup
from risk.domain.expression import Value

CEILINGS: Final = "cit.small_low_profit"
_MEASURED_BY: Final = {"total_assets": "assets", "headcount": "headcount"}


def size_of(facts: Mapping[str, Value], period: AccountingPeriod) -> str:
    """`large` above a ceiling of assets or headcount, `small` when all that is known stays within, "" when unknown."""
    known = {name: value for name in _MEASURED_BY if isinstance(value := facts.get(name), Decimal)}
    if not known:
        return ""
    try:
        ceilings = lookup(CEILINGS, period.end).value
    except NoRuleInForce:
        return ""
    above = any(value > Decimal(str(ceilings[_MEASURED_BY[name]])) for name, value in known.items())
    return "large" if above else "small"
