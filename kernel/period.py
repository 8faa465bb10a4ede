"""Calendar spans of books and taxes: `AccountingPeriod` is a month, `TaxPeriod` a month, quarter or year.

Rule kept: spans are closed on both ends, and the two kinds are never mixed up because they are two types.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from kernel.errors import InvalidValue

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})Q([1-4])")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True, order=True)
class AccountingPeriod:
    """One month of the books, written `2026-10`."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1900 <= self.year <= 2999 and 1 <= self.month <= 12):
            raise InvalidValue(f"{self.year}-{self.month} is not a month")

    @classmethod
    def parse(cls, value: str) -> AccountingPeriod:
        """From `2026-10`. Raises `InvalidValue`."""
        match = _MONTH.fullmatch(value.strip())
        if not match:
            raise InvalidValue(f"{value!r} is not a month like 2026-10", message_zh=f"“{value}”不是形如 2026-10 的账期")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> AccountingPeriod:
        """The month that holds `day`."""
        return cls(day.year, day.month)

    @property
    def start(self) -> date:
        """First day."""
        return date(self.year, self.month, 1)

    @property
    def end(self) -> date:
        """Last day."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def quarter(self) -> TaxPeriod:
        """The quarter this month lies in."""
        first = (self.month - 1) // 3 * 3 + 1
        return TaxPeriod(date(self.year, first, 1), AccountingPeriod(self.year, first + 2).end)

    def shifted(self, months: int) -> AccountingPeriod:
        """The month `months` later (earlier when negative)."""
        index = self.year * 12 + self.month - 1 + months
        return AccountingPeriod(index // 12, index % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True, order=True)
class TaxPeriod:
    """The span a return covers, written `2026-10`, `2026Q4` or `2026`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise InvalidValue(f"tax period ends {self.end} before it starts {self.start}")

    @classmethod
    def parse(cls, value: str) -> TaxPeriod:
        """From a month, quarter or year in the notation above. Raises `InvalidValue`."""
        text = value.strip()
        if quarter := _QUARTER.fullmatch(text):
            return AccountingPeriod(int(quarter[1]), int(quarter[2]) * 3).quarter
        if _YEAR.fullmatch(text):
            return cls(date(int(text), 1, 1), date(int(text), 12, 31))
        month = AccountingPeriod.parse(text)
        return cls(month.start, month.end)

    @property
    def months(self) -> tuple[AccountingPeriod, ...]:
        """The accounting periods inside, in order."""
        count = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
        first = AccountingPeriod.of(self.start)
        return tuple(first.shifted(offset) for offset in range(count))

    def __str__(self) -> str:
        count = len(self.months)
        if count == 1:
            return str(self.months[0])
        return f"{self.start.year}Q{(self.end.month + 2) // 3}" if count == 3 else str(self.start.year)
