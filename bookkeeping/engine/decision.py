"""post | suggest | ask: acting alone needs a measured record, never a typed-in confidence.

Rule kept: a layer may post when the lower 95 % bound of its precision (Beta posterior over its own right and wrong
answers, uniform prior) reaches the bar and it has been tried often enough; with no record it never posts.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cache

from bookkeeping.engine.case import AccountName, Choice

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
    doubts: dict[Hashable, tuple[str, AccountName]] = field(default_factory=dict)

    @staticmethod
    def bucket(choice: Choice) -> str:
        """Answers of one layer whose confidence is alike share a record."""
        band = 95 if choice.confidence >= 0.95 else 90 if choice.confidence >= 0.9 else int(choice.confidence * 10) * 10
        return f"{choice.layer}:{band}"

    def note(self, choice: Choice, *, was_right: bool, about: Hashable = None) -> None:
        """Add one judged answer.

        `about` names what the answer was for (same party, same item). A remembered answer that was corrected and is
        right again the next time was right all along: the correction was a slip, and its mark is taken back.
        """
        bucket = self.bucket(choice)
        self.trials[bucket][0 if was_right else 1] += 1
        if about is None or not choice.layer.startswith("memory"):
            return
        doubted = self.doubts.pop(about, None)
        if was_right and doubted is not None and doubted[1] == choice.name:
            self.trials[doubted[0]][1] -= 1
        elif not was_right:
            self.doubts[about] = (bucket, choice.name)

    def bound(self, choice: Choice) -> float:
        """Lower bound for answers like this one; 0 without enough trials."""
        right, wrong = self.trials.get(self.bucket(choice), (0, 0))
        mean = (right + 1) / (right + wrong + 2)
        if right + wrong < LEAST_TRIALS or mean < BAR:
            return 0.0
        return lower_bound(right, wrong)


def action(choice: Choice, record: TrackRecord | None) -> str:
    """What to do with a choice."""
    if record is not None and record.bound(choice) >= BAR:
        return "post"
    return "ask" if choice.confidence < ASK_BELOW else "suggest"
