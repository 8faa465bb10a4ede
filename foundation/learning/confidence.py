"""From a score to a measured share of right answers, and from a record to the precision it proves.

Rule kept: a confidence shown to a person is a measured frequency as far as one was measured; acting alone rests on a
bound, never on a score.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

Point = tuple[float, float] | list[float]


def measured(score: float, points: Sequence[Point]) -> float:
    """The measured share of right answers at `score`, between the measured points by straight lines.

    `points` are (score, share) in rising order; a score outside them comes back as it is.
    """
    for (low, low_share), (high, high_share) in pairwise(points):
        if low <= score <= high:
            return round(low_share + (high_share - low_share) * (score - low) / (high - low), 2)
    return score


@cache
def lower_bound(right: int, wrong: int) -> float:
    """The precision exceeded with 95 % probability: the 5 % quantile of Beta(right + 1, wrong + 1), by bisection.

    For whole numbers the Beta distribution function is a binomial sum, so no special functions are needed.
    """
    trials = right + wrong + 1
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        if _at_most(wrong, trials, 1 - middle) < 0.05:
            low = middle
        else:
            high = middle
    return low


def _at_most(count: int, trials: int, chance: float) -> float:
    """Probability of `count` or fewer hits in `trials` tries."""
    if chance in (0.0, 1.0):
        return 1.0 - chance
    logs = (
        math.lgamma(trials + 1)
        - math.lgamma(hits + 1)
        - math.lgamma(trials - hits + 1)
        + hits * math.log(chance)
        + (trials - hits) * math.log(1 - chance)
        for hits in range(count + 1)
    )
    return sum(math.exp(value) for value in logs)
