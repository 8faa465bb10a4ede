"""From a score to a measured share of right answers, and from a record to the precision it proves.

Rule kept: a confidence shown to a person is a measured frequency as far as one was measured; acting alone rests on a
bound, never on a score.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
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


@lru_cache(maxsize=4096)
def beta_lower_bound(right: float, wrong: float) -> float:
    """The precision exceeded with 95 % probability: the 5 % quantile of Beta(right, wrong), both above 0."""
    from scipy.special import betaincinv  # half a second that only learning programs need

    return float(betaincinv(right, wrong, 0.05))


@cache
def lower_bound(right: int, wrong: int) -> float:
    """The same for a record of right and wrong answers, with nothing known before (uniform prior)."""
    return beta_lower_bound(right + 1.0, wrong + 1.0)
