"""Whether small-scale sales reach the VAT threshold: before 2026 the limit itself was exempt, from 2026 it is taxed.

Source: 财政部 税务总局公告2023年第19号; 增值税法 Art. 23 with 财政部 税务总局公告2026年第10号.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from law.store import RuleValue, lookup

Span = Literal["month", "quarter"]


@dataclass(frozen=True, slots=True)
class ThresholdTest:
    """Outcome: `reached` taxes everything; `rest_exempt` frees what is left when real-estate sales alone reach it."""

    sales: Decimal
    limit: Decimal
    reached: bool
    rest_exempt: bool
    at_limit: bool
    rules: tuple[RuleValue, ...]

    @property
    def exempts_other_sales(self) -> bool:
        """Whether sales other than real estate stay exempt."""
        return not self.reached or self.rest_exempt


def threshold_test(*, sales: Decimal, real_estate: Decimal, span: Span, on: date) -> ThresholdTest:
    """Compare sales of the period (without VAT, all kinds) with the threshold in force on `on`."""
    limit_rule = lookup("vat.small_scale.threshold", on)
    equality = lookup("vat.small_scale.equality_is_taxed", on)
    retest = lookup("vat.small_scale.test_without_real_estate", on)
    limit = Decimal(limit_rule.value[span])

    def over(amount: Decimal) -> bool:
        return amount > limit or (equality.flag and amount == limit)

    reached = over(sales)
    rest_exempt = bool(reached and real_estate and retest.flag and not over(sales - real_estate))
    rules = (limit_rule, equality, retest) if rest_exempt else (limit_rule, equality)
    return ThresholdTest(sales, limit, reached, rest_exempt, sales == limit, rules)
