"""The watch over twelve running months: the limit itself is not passed, and from which day passing it counts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kernel.period import AccountingPeriod
from law.registration import RegistrationWatch, registration_watch

MAY = AccountingPeriod(2026, 5)


def watch(*, may: str, filing: str = "quarter", year: int = 2026) -> RegistrationWatch:
    last = AccountingPeriod(year, 5)
    sales = {last.shifted(-11): Decimal(4_000_000), last: Decimal(may)}
    return registration_watch(sales, last, filing)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("may", "state"),
    [("0", "near"), ("-0.01", "below"), ("999999.99", "near"), ("1000000.00", "near"), ("1000000.01", "passed")],
)
def test_the_limit_itself_is_not_passed_and_is_warned_of_before(may: str, state: str) -> None:
    assert watch(may=may).state == state


def test_a_month_older_than_twelve_no_longer_counts() -> None:
    sales = {MAY.shifted(-12): Decimal(4_000_000), MAY: Decimal(4_000_000)}
    found = registration_watch(sales, MAY, "quarter")
    assert (found.state, found.sales, found.left) == ("near", 4_000_000, 1_000_000)


def test_it_works_from_the_first_day_of_the_period_in_which_it_was_passed() -> None:
    quarter, month = watch(may="2000000"), watch(may="2000000", filing="month")
    assert (quarter.effective_from, month.effective_from) == (date(2026, 4, 1), date(2026, 5, 1))
    assert (quarter.register_by.day, month.register_by.day) == (date(2026, 7, 15), date(2026, 6, 15))  # type: ignore[union-attr]


def test_before_2026_it_worked_from_the_month_of_registration() -> None:
    assert watch(may="2000000", filing="month", year=2025).effective_from == date(2025, 6, 1)


def test_having_passed_it_once_is_not_undone_by_poor_months() -> None:
    sales = {MAY.shifted(-20): Decimal(5_000_001)}
    assert registration_watch(sales, MAY, "month").passed_in == MAY.shifted(-20)
