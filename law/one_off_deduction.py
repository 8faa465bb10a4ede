"""Equipment that may be deducted at once for income tax, by its price and the day it was bought."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from law.store import NoRuleInForce, lookup


def may_deduct_at_once(cost: Decimal, bought: date) -> bool:
    """Whether equipment of this unit price in yuan, bought on this day, may be deducted in one year."""
    try:
        limit = lookup("cit.one_off_deduction", bought)
    except NoRuleInForce:
        return False
    return cost <= limit.decimal
