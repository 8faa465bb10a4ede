"""Memories: what was booked for the same party, item, sort of thing or words, the latest weighing most.

Rule kept: each memory is found by its key alone, so remembering costs the same however long the history is.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from bookkeeping.engine.learning.facts import Facts

FADES = 0.85
"""What is left of an older entry's weight with each newer one under the same key."""
_FORGOTTEN = 0.03

_PRIOR = 0.05
FULLNESS = (1.2, 2.2, 3.6)
"""Weights held by a memory at which it counts as fuller."""

Key = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Remembered:
    """What one key holds, worked out once when it is learned, not each time it is asked.

    `weights` by account (accounts are the places the linear model gives them), `held` their sum, `fullness` 0 to 3,
    `speaks` how strongly for each account (log of its weight against a prior), `first` the heaviest, -1 where none.
    """

    weights: dict[int, float]
    held: float
    fullness: int
    speaks: tuple[tuple[int, float], ...]
    first: int


def remembered(weights: dict[int, float]) -> Remembered:
    """A memory of these weights."""
    held = sum(weights.values())
    speaks = tuple((place, math.log1p(weight / _PRIOR)) for place, weight in weights.items())
    first = max(weights, key=weights.__getitem__) if weights else -1
    return Remembered(weights, held, bisect_right(FULLNESS, held), speaks, first)


SORTS = (
    "party_item", "party_short", "party", "item", "short", "known", "short_told", "party_short_told", "item_told",
    "short_level", "item_level", "party_item_told",
    "party_item_lately", "party_short_lately", "item_lately", "short_lately",
)  # fmt: skip
"""Kinds of memory in the order of `keys_of`; then how often running the same was booked lately under four of them."""
LATELY = (0, 1, 3, 4)
"""The places in `keys_of` under which runs are counted."""
TELLING = (
    "party_item_told",
    "party_item",
    "party_short_told",
    "party_short",
    "party",
    "item_told",
    "item",
    "short_told",
    "short",
)
"""The order in which a memory is given as the reason."""


def keys_of(facts: Facts) -> tuple[Key, ...]:
    """One key a kind of memory, in the order of `SORTS`; the first part names the kind."""
    way, party, short, core = facts.direction, facts.party, facts.short, facts.core
    told, level = "".join(facts.told), facts.level
    return (
        (0, way, party, core),
        (1, way, party, short),
        (2, way, party),
        (3, way, core),
        (4, way, short),
        (5, way, str(facts.known)),
        (6, way, short, told),
        (7, way, party, short, told),
        (8, way, core, told),
        (9, way, short, level),
        (10, way, core, level),
        (11, way, party, core, told),
    )


@dataclass
class Memories:
    """Weight of each account under each key, and how often it was booked there."""

    weights: dict[Key, Remembered] = field(default_factory=dict)
    runs: dict[Key, tuple[int, int]] = field(default_factory=dict)
    times: dict[Key, dict[int, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))

    def recall(self, keys: tuple[Key, ...]) -> list[Remembered]:
        """What each key remembers and how long the latest runs are, an empty mapping where nothing."""
        found, run = self.weights.get, self.runs.get
        held = [found(key, _NOTHING) for key in keys]
        for at in LATELY:
            latest = run(keys[at])
            held.append(_run(*latest) if latest else _NOTHING)
        return held

    def learn(self, keys: tuple[Key, ...], place: int) -> None:
        """One more entry under these keys."""
        for key in keys:
            old = self.weights.get(key, _NOTHING).weights
            kept = {other: weight * FADES for other, weight in old.items() if weight * FADES >= _FORGOTTEN}
            kept[place] = kept.get(place, 0.0) + 1.0
            self.weights[key] = remembered(kept)
            self.times[key][place] += 1
        for at in LATELY:
            latest, length = self.runs.get(keys[at], (place, 0))
            self.runs[keys[at]] = (place, length + 1 if latest == place else 1)

    def counted(self, key: Key, place: int) -> tuple[int, int]:
        """(times booked to the account, times booked at all) under a key."""
        times = self.times.get(key)
        return (times.get(place, 0), sum(times.values())) if times else (0, 0)


@lru_cache(maxsize=1 << 12)
def _run(place: int, length: int) -> Remembered:
    return remembered({place: float(length)})


_NOTHING = remembered({})
