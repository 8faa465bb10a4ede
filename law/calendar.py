"""Filing deadlines: the published day where there is one, otherwise the day the rules give, marked provisional.

Source: 税收征收管理法实施细则 Art. 109 (a last day on a holiday moves on; three and more consecutive holidays inside
the window extend it). The published lists of 2025 and 2026 show that the extension is counted in working days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

import chinese_calendar

from kernel.period import TaxPeriod
from law.store import NoRuleInForce, RuleValue, lookup

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day on which a return is in time; `provisional` until the official list of that year is known."""

    day: date
    provisional: bool
    source: str


def filing_deadline(period: TaxPeriod) -> Deadline:
    """Deadline of a monthly or quarterly return for `period`: in the month after its end."""
    first = period.end + timedelta(days=1)
    try:
        official = lookup("deadlines.official", first)
    except NoRuleInForce:
        return _computed(first)
    return Deadline(first.replace(day=int(official.value[first.month])), False, official.source)


def annual_deadline(name: str, year: int) -> Deadline:
    """Deadline of an annual settlement (`cit_annual`, `iit_annual`, `iit_business_annual`) for tax year `year`."""
    rule = lookup("deadlines.annual", date(year, 12, 31))
    last = date(year + 1, rule.value[name]["month"], rule.value[name]["day"])
    return Deadline(next_working_day(last), not is_known(last), rule.source)


def computed_deadline(month_start: date) -> date:
    """The day Art. 109 gives for returns filed in the month that starts on `month_start`."""
    window_end = month_start + timedelta(days=int(_days_rule(month_start).decimal) - 1)
    holidays = _long_holiday_days(month_start, window_end)
    if holidays == 0:
        return next_working_day(window_end)
    day = window_end
    for _ in range(holidays):
        day = next_working_day(day + timedelta(days=1))
    return day


def _computed(first: date) -> Deadline:
    day = computed_deadline(first)
    return Deadline(day, True, _days_rule(first).source)


def _days_rule(day: date) -> RuleValue:
    return lookup("deadlines.days_after_period", day)


def _long_holiday_days(start: date, end: date) -> int:
    """How many days of long holidays (three consecutive and more, with a statutory one) lie in the window."""
    shortest = int(lookup("deadlines.long_holiday", start).decimal)
    runs = (list(run) for free, run in groupby(_days(start, end), key=lambda day: not is_working_day(day)) if free)
    return sum(len(run) for run in runs if len(run) >= shortest and any(map(_is_statutory, run)))


def _days(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=offset) for offset in range((end - start).days + 1))


def next_working_day(day: date) -> date:
    """`day` itself when it is a working day, otherwise the first one after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def is_known(day: date) -> bool:
    """Whether the State Council's holiday arrangement of that year is in the data."""
    years = {known.year for known in chinese_calendar.constants.holidays}
    return bool(min(years) <= day.year <= max(years))


def is_working_day(day: date) -> bool:
    """A working day by the published arrangement; by weekday alone where none is known yet."""
    return bool(chinese_calendar.is_workday(day)) if is_known(day) else day.weekday() < _SATURDAY


def _is_statutory(day: date) -> bool:
    return day in chinese_calendar.constants.holidays
