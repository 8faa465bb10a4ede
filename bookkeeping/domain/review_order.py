"""In what order people look at proposals: first what teaches the engine most.

score = uncertainty × equal cases waiting × recency. Uncertainty is 1 − confidence, recency halves with every quarter
of a year behind the newest case that waits. And the slip guard: when a correction goes against settled habit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

HALF_LIFE_DAYS: Final = 90
SETTLED_TIMES: Final = 5
"""A habit: booked so often to one account and never to another."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One waiting case: what makes it equal to others, how sure the engine is (ratio), its day."""

    id: int
    equal: Hashable
    confidence: float
    day: date


@dataclass(frozen=True, slots=True)
class Ranked:
    """Equal cases: all their ids, the one shown first (newest), and the three factors of the score."""

    ids: tuple[int, ...]
    uncertainty: float
    recency: float

    @property
    def count(self) -> int:
        """How many equal cases wait."""
        return len(self.ids)

    @property
    def score(self) -> float:
        """What one look teaches, in expected corrections of waiting cases, weighted by recency."""
        return self.uncertainty * self.count * self.recency


@dataclass(frozen=True, slots=True)
class Habit:
    """A settled habit a correction goes against."""

    account: str
    times: int


def ranked(cases: Sequence[Waiting]) -> list[Ranked]:
    """Groups of equal cases, most telling first; ties by the oldest id."""
    if not cases:
        return []
    newest = max(case.day for case in cases)
    groups: dict[Hashable, list[Waiting]] = {}
    for case in cases:
        groups.setdefault(case.equal, []).append(case)
    rows = [_group(sorted(group, key=lambda case: (case.day, case.id)), newest) for group in groups.values()]
    return sorted(rows, key=lambda row: (-row.score, min(row.ids)))


def _group(group: list[Waiting], newest: date) -> Ranked:
    age = (newest - group[-1].day).days
    return Ranked(
        tuple(case.id for case in reversed(group)),
        max(1 - case.confidence for case in group),
        0.5 ** (age / HALF_LIFE_DAYS),
    )


def habit_against(booked: Iterable[str], account: str) -> Habit | None:
    """The habit `account` goes against, out of the accounts equal cases were booked to; None where there is none."""
    counts = Counter(booked)
    if account in counts or len(counts) != 1:
        return None
    usual, times = counts.most_common(1)[0]
    return Habit(usual, times) if times >= SETTLED_TIMES else None
