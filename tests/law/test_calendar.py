"""Deadlines: published days win, the computed rule reproduces two published years, later years are provisional."""

from datetime import date

import pytest

from kernel.period import AccountingPeriod, TaxPeriod
from law.calendar import annual_deadline, computed_deadline, filing_deadline, next_working_day
from law.store import STORE


@pytest.mark.parametrize(
    "version", STORE.versions("deadlines.official"), ids=lambda version: str(version.effective_from.year)
)
def test_the_rule_reproduces_every_published_deadline(version) -> None:
    year = version.effective_from.year
    computed = {month: computed_deadline(date(year, month, 1)).day for month in range(1, 13)}
    assert computed == version.value


def test_october_2026_is_due_on_the_16th_of_november() -> None:
    deadline = filing_deadline(TaxPeriod.parse("2026-10"))
    assert (deadline.day, deadline.provisional) == (date(2026, 11, 16), False)


def test_a_quarter_is_due_in_the_month_after_it() -> None:
    assert filing_deadline(TaxPeriod.parse("2026Q3")).day == date(2026, 10, 26)


def test_a_year_without_a_published_list_is_provisional() -> None:
    deadline = filing_deadline(AccountingPeriod(2026, 12).quarter)
    assert deadline.provisional
    assert deadline.day == date(2027, 1, 15)


def test_the_annual_settlement_moves_off_a_sunday() -> None:
    assert annual_deadline("cit_annual", 2025).day == date(2026, 6, 1)


def test_a_make_up_saturday_is_a_working_day() -> None:
    assert next_working_day(date(2026, 10, 10)) == date(2026, 10, 10)
