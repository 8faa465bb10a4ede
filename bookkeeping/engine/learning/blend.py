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

KNOWN = SORTS.index("known")
_LEAST = math.log(1e-4)
UNKNOWN = -1
"""The place of an account nothing was booked to yet."""

Likely = tuple[list[float], list[int]]
"""(log-likelihood of each account by the linear model, the places of its best)."""


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


def ranked(likely: Likely, memories: list[Remembered], known: int, by: Weights) -> list[tuple[int, float]]:
    """Accounts with their shares, the likeliest first: the linear model's best, what is remembered, what is `known`."""
    logs, best = likely
    least, share = by.linear * _LEAST, by.linear
    scores = {place: max(share * logs[place], least) for place in best}
    if known not in scores:
        scores[known] = max(share * logs[known], least) if known != UNKNOWN else least
    scores[known] += by.known[memories[KNOWN].fullness]
    for remembered, weights_of_sort in zip(memories, by.memories, strict=True):
        if remembered.speaks:
            weight = weights_of_sort[remembered.fullness]
            for place, strongly in remembered.speaks:
                if place in scores:
                    scores[place] += weight * strongly
                else:
                    scores[place] = max(share * logs[place], least) + weight * strongly
    top = max(scores.values())
    powers = {place: math.exp(score - top) for place, score in scores.items()}
    whole = sum(powers.values())
    return [(place, powers[place] / whole) for place in sorted(powers, key=powers.__getitem__, reverse=True)]
