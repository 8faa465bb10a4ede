"""Memories, linear model and knowledge weighed against each other: one ranking of accounts with shares that add to 1.

A log-linear pool: the weight of each opinion was fitted once on fictional companies kept apart for that (see
`docs/engine.md`); how much a memory weighs depends on how much it holds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

from bookkeeping.engine.learning.memory import SORTS, Remembered
from bookkeeping.engine.tables import table

_PRIOR = 0.05
KNOWN = SORTS.index("known")
_LEAST = 1e-4
FULLNESS = (1.2, 2.2, 3.6)
"""Weights held by a memory at which it counts as fuller."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Of the linear model's log-likelihood; of agreeing with knowledge, by how much was booked for which knowledge said
    the same; of each sort of memory by its fullness."""

    linear: float
    known: tuple[float, ...]
    memories: tuple[tuple[float, ...], ...]


@cache
def weights() -> Weights:
    """The fitted weights."""
    data: dict[str, Any] = table("blend")
    memories = tuple(tuple(row) for row in data["memories"].values())
    return Weights(data["linear"], tuple(data["known"]), memories)


def fullness(remembered: Remembered) -> int:
    """0 to 3: how much a memory holds."""
    held = sum(remembered.values())
    return sum(held >= limit for limit in FULLNESS)


def ranked(likely: dict[int, float], memories: list[Remembered], known: int, by: Weights) -> list[tuple[int, float]]:
    """Accounts with their shares, the likeliest first. `likely`: the linear model's shares of the candidates."""
    scores = {place: by.linear * math.log(max(share, _LEAST)) for place, share in likely.items()}
    scores[known] += by.known[fullness(memories[KNOWN])]
    for sort, remembered in enumerate(memories):
        if remembered:
            weight = by.memories[sort][fullness(remembered)]
            for place, held in remembered.items():
                scores[place] += weight * math.log1p(held / _PRIOR)
    top = max(scores.values())
    shares = {place: math.exp(score - top) for place, score in scores.items()}
    whole = sum(shares.values())
    return sorted(((place, share / whole) for place, share in shares.items()), key=lambda pair: -pair[1])
