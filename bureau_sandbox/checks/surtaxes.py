"""Do the three surtaxes fit the VAT they are charged on? Every lawful combination of place and relief is tried.

Rule kept: the bureau accepts what can be right; it names the figures when no lawful rate gives them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bureau_sandbox.checks.known import Known
from bureau_sandbox.checks.rates import Rates
from bureau_sandbox.checks.sheet import ZERO, Problem

TOLERANCE: Final = Decimal("0.02")


@dataclass(frozen=True, slots=True)
class Surtaxes:
    """The three amounts in yuan with the numbers of their lines."""

    lines: tuple[str, str, str]
    urban: Decimal
    education: Decimal
    local_education: Decimal


def check_surtaxes(
    declared: Surtaxes, bases: Sequence[Decimal], sales: Decimal, known: Known, rates: Rates
) -> list[Problem]:
    """Problems where no lawful rate on any of `bases` gives the declared amounts; `sales` decides the exemption."""
    charged = [max(base, ZERO) for base in bases]
    places = [rates.urban[known.location]] if known.location in rates.urban else list(rates.urban.values())
    free = sales <= rates.surcharge_free_monthly_sales * known.months
    wanted = (
        (declared.lines[0], "城市维护建设税", declared.urban, places, False),
        (declared.lines[1], "教育费附加", declared.education, [rates.education], free),
        (declared.lines[2], "地方教育附加", declared.local_education, [rates.local_education], free),
    )
    return [
        Problem("surtax_relation", f"第{line}栏 {title} {amount} 与增值税 {charged[0]} 不成任何法定比例")
        for line, title, amount, ratios, may_be_free in wanted
        if not _fits(amount, charged, ratios, rates.half_relief) and not (may_be_free and amount == ZERO)
    ]


def _fits(amount: Decimal, bases: Sequence[Decimal], ratios: Sequence[Decimal], half: Decimal) -> bool:
    shares = (Decimal(1), 1 - half)
    return any(
        abs(amount - base * ratio * share) <= TOLERANCE for base in bases for ratio in ratios for share in shares
    )
