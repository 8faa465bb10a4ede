"""post | suggest | ask: acting alone needs a measured record, never a typed-in confidence.

Rule kept: a layer may post when the lower 95 % bound of its precision (Beta posterior over its own right and wrong
answers, uniform prior) reaches the bar and it has been tried often enough; with no record it never posts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field

from bookkeeping.engine.case import AccountName, Choice
from foundation.learning import lower_bound

BAR = 0.99
LEAST_TRIALS = 50
ASK_BELOW = 0.5


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
