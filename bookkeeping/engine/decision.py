"""post | suggest | ask: acting alone needs a measured record, never a typed-in confidence.

Rule kept: a layer may post when the lower 95 % bound of its precision (Beta posterior over its own right and wrong
answers, uniform prior) reaches the bar and it has been tried often enough; with no record it never posts.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from scipy.stats import beta

from bookkeeping.engine.case import Choice

BAR = 0.99
LEAST_TRIALS = 50
ASK_BELOW = 0.5


def lower_bound(right: int, wrong: int) -> float:
    """The precision that is exceeded with 95 % probability."""
    return float(beta.ppf(0.05, right + 1, wrong + 1))


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
