"""post | suggest | ask: acting alone needs a measured record, never a typed-in confidence.

Rule kept: a layer may post when the lower 95 % bound of its precision (Beta posterior over its own right and wrong
answers, uniform prior) reaches the bar and it has been tried often enough; with no record it never posts.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from bookkeeping.engine.case import Choice

BAR = 0.99
LEAST_TRIALS = 50
ASK_BELOW = 0.5


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


@dataclass
class TrackRecord:
    """Right and wrong answers by layer and confidence band."""

    trials: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    @staticmethod
    def bucket(choice: Choice) -> str:
        """Answers of one layer whose confidence is alike share a record."""
        band = 95 if choice.confidence >= 0.95 else 90 if choice.confidence >= 0.9 else int(choice.confidence * 10) * 10
        return f"{choice.layer}:{band}"

    def note(self, choice: Choice, *, was_right: bool) -> None:
        """Add one judged answer."""
        self.trials[self.bucket(choice)][0 if was_right else 1] += 1

    def bound(self, choice: Choice) -> float:
        """Lower bound for answers like this one; 0 without enough trials."""
        right, wrong = self.trials.get(self.bucket(choice), (0, 0))
        return lower_bound(right, wrong) if right + wrong >= LEAST_TRIALS else 0.0


def action(choice: Choice, record: TrackRecord | None) -> str:
    """What to do with a choice."""
    if record is not None and record.bound(choice) >= BAR:
        return "post"
    return "ask" if choice.confidence < ASK_BELOW else "suggest"
