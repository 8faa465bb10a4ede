"""How the engine did in a company, out of what people decided: coverage, precision, time saved.

Rule kept: an answer is right when the account it named is the one that was booked; what the engine posted by itself and
a person took back was wrong. Rejections for other reasons than the account judge nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Final

POSITIONS: Final = (10, 25, 50, 100, 250)
LONGEST_LOOK: Final = 300.0
LEAST_LOOKS: Final = 20


@dataclass(frozen=True, slots=True)
class Decided:
    """One judged answer, in order of time. `alone`: posted without a person; `would_post`: so in the shadow."""

    at: datetime
    by: int | None
    suggested: bool
    alone: bool
    would_post: bool
    right: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of a slice of answers."""

    label: str
    answers: int
    suggested: int
    suggested_right: int
    alone: int
    alone_right: int
    would_post: int
    would_post_right: int

    @property
    def coverage(self) -> float | None:
        """Share of answers the engine posted or would have posted by itself; None without answers."""
        return (self.alone + self.would_post) / self.answers if self.answers else None

    @property
    def posting_precision(self) -> float | None:
        """Share of those that were right; None where there were none."""
        acted = self.alone + self.would_post
        return (self.alone_right + self.would_post_right) / acted if acted else None

    @property
    def suggested_share(self) -> float | None:
        """Share of answers that were suggestions and no questions."""
        return self.suggested / self.answers if self.answers else None

    @property
    def precision(self) -> float | None:
        """Share of suggestions whose account was booked."""
        return self.suggested_right / self.suggested if self.suggested else None


@dataclass(frozen=True, slots=True)
class TimeSaved:
    """Minutes saved and what they were counted with; `look` is None while too few looks were measured."""

    minutes: Decimal
    by_hand: Decimal
    look: Decimal | None
    alone: int
    unchanged: int


def tally(label: str, rows: Iterable[Decided]) -> Tally:
    """The counts of a slice."""
    kept = list(rows)

    def count(fits: Callable[[Decided], bool]) -> int:
        return sum(1 for row in kept if fits(row))

    return Tally(
        label,
        len(kept),
        count(lambda row: row.suggested),
        count(lambda row: row.suggested and row.right),
        count(lambda row: row.alone),
        count(lambda row: row.alone and row.right),
        count(lambda row: row.would_post and not row.alone),
        count(lambda row: row.would_post and not row.alone and row.right),
    )


def by_week(rows: Sequence[Decided]) -> list[Tally]:
    """By ISO week of the decision, oldest first."""
    weeks: dict[str, list[Decided]] = {}
    for row in rows:
        year, week, _day = row.at.isocalendar()
        weeks.setdefault(f"{year}-W{week:02d}", []).append(row)
    return [tally(label, group) for label, group in sorted(weeks.items())]


def by_position(rows: Sequence[Decided]) -> list[Tally]:
    """By how many answers the company had judged before; `rows` in order of time."""
    bounds = [0, *(bound for bound in POSITIONS if bound < len(rows)), len(rows)]
    return [tally(f"{low + 1}–{high}", rows[low:high]) for low, high in pairwise(bounds) if high > low]


def seconds_a_look(rows: Sequence[Decided]) -> float | None:
    """Mean seconds between two decisions of one person, pauses of over five minutes left out; None with too few."""
    gaps: list[float] = []
    last: dict[int, datetime] = {}
    for row in rows:
        if row.by is None:
            continue
        if (before := last.get(row.by)) is not None and (gap := (row.at - before).total_seconds()) <= LONGEST_LOOK:
            gaps.append(gap)
        last[row.by] = row.at
    return sum(gaps) / len(gaps) if len(gaps) >= LEAST_LOOKS else None


def time_saved(rows: Sequence[Decided], by_hand: Decimal) -> TimeSaved:
    """What was spared: an entry by hand for each posted alone, less a look for each suggestion taken unchanged."""
    seconds = seconds_a_look(rows)
    look = None if seconds is None else round(Decimal(str(seconds)) / 60, 2)
    alone = sum(1 for row in rows if row.alone and row.right)
    unchanged = sum(1 for row in rows if not row.alone and row.suggested and row.right)
    spared = max(by_hand - look, Decimal(0)) * unchanged if look is not None else Decimal(0)
    return TimeSaved(round(by_hand * alone + spared, 1), by_hand, look, alone, unchanged)
