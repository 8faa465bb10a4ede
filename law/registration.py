"""When small-scale sales pass the limit of general registration, and from which day that works.

Source: 增值税法 Art. 9; 税务总局公告2026年第2号 (12 months or 4 quarters; from the first day of the tax period in which
the limit was passed); before 2026 税务总局令第43号 (from the month of registration).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from kernel.money import ZERO
from kernel.period import AccountingPeriod, TaxPeriod
from law.calendar import Deadline, filing_deadline
from law.store import RuleValue, lookup

State = Literal["below", "near", "passed"]


@dataclass(frozen=True, slots=True)
class RegistrationWatch:
    """Sales of the last months against the limit, in yuan. `effective_from` and `register_by` once it is passed."""

    state: State
    sales: Decimal
    limit: Decimal
    passed_in: AccountingPeriod | None
    effective_from: date | None
    register_by: Deadline | None
    rules: tuple[RuleValue, ...]

    @property
    def left(self) -> Decimal:
        """What may still be sold before the limit is reached; 0 once it is passed."""
        return max(ZERO, self.limit - self.sales)


def registration_watch(
    sales: Mapping[AccountingPeriod, Decimal], upto: AccountingPeriod, filing: Literal["month", "quarter"]
) -> RegistrationWatch:
    """Look at the running twelve months of every month up to `upto`; the limit itself is not yet passed.

    `sales` are taxable sales by month without VAT, sales of used assets and occasional sales of real estate left out.
    """
    limit_rule = lookup("vat.general.registration_limit", upto.end)
    terms = lookup("vat.general.registration", upto.end)
    warning = lookup("vat.general.registration_warning", upto.end)
    limit, months = limit_rule.decimal, int(terms.value["months"])
    running = _running(sales, upto, months)
    passed = next(
        (month for month in sorted(m for m in sales if m <= upto) if _running(sales, month, months) > limit), None
    )
    rules = (limit_rule, terms, warning)
    if passed is None:
        state: State = "near" if running >= limit * warning.decimal else "below"
        return RegistrationWatch(state, running, limit, None, None, None, rules)
    span = passed.quarter if filing == "quarter" else TaxPeriod(passed.start, passed.end)
    back = terms.value["effective"] == "first_day_of_period"
    deadline = filing_deadline(span)
    effective = span.start if back else deadline.day.replace(day=1)
    return RegistrationWatch("passed", running, limit, passed, effective, deadline, rules)


def _running(sales: Mapping[AccountingPeriod, Decimal], last: AccountingPeriod, months: int) -> Decimal:
    first = last.shifted(1 - months)
    return sum((amount for month, amount in sales.items() if first <= month <= last), ZERO)
