"""Progressive tax tables: the bracket of an income and the tax by rate and quick deduction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kernel.money import ZERO, round_to_fen


@dataclass(frozen=True, slots=True)
class Bracket:
    """Rate (ratio) and quick deduction (yuan) of one step of a table."""

    rate: Decimal
    quick_deduction: Decimal


def bracket_of(income: Decimal, table: Sequence[Mapping[str, Any]]) -> Bracket:
    """The step an income lies in; upper limits are inclusive, the last step has none."""
    for step in table:
        if step["up_to"] is None or income <= step["up_to"]:
            return Bracket(Decimal(step["rate"]), Decimal(step["quick_deduction"]))
    raise ValueError("a table must end with an open step")


def tax_of(income: Decimal, table: Sequence[Mapping[str, Any]]) -> Decimal:
    """Tax on an income in yuan; 0 for none."""
    if income <= 0:
        return ZERO
    step = bracket_of(income, table)
    return round_to_fen(income * step.rate - step.quick_deduction)
