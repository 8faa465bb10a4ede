"""post | suggest | ask: acting alone needs a measured record, never a typed-in confidence.

Rule kept: a record says how often answers of one layer were right that were at least as sure. What other companies know
of it is the prior, the company's own right and wrong answers update it; it may post where the lower 95 % bound of the
posterior reaches the bar and enough of its own sure answers were judged. With no record it never posts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field

from bookkeeping.engine.case import AccountName, Choice
from bookkeeping.engine.tables import table
from foundation.learning import beta_lower_bound

BAR = 0.99
LEAST_TRIALS = 30
"""Sure answers of the company itself that must have been judged before it may post any."""
ASK_BELOW = 0.5
BANDS = (0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 0.9825, 0.985, 0.9875, 0.99, 0.9925, 0.995)
SURE = 0.97
PRIOR_TRIALS = 3000.0
"""How many answers of others weigh at most, so that a company's own errors are heard."""

Bucket = tuple[str, float]
"""(layer, least confidence of the band)."""


def bucket_of(layer: str, confidence: float) -> Bucket:
    """The band of a layer an answer counts for. Answers from the company's own memories are one layer."""
    group = "memory" if layer.startswith("memory") else layer.partition(":")[0]
    return group, max((limit for limit in BANDS if confidence >= limit), default=0.0)


def shipped() -> dict[Bucket, tuple[float, float]]:
    """Right and wrong answers for fictional companies, for an agency that has no record of its own yet."""
    rows = table("record")["answers"]
    return {(layer, float(band)): (row[0], row[1]) for layer, bands in rows.items() for band, row in bands.items()}


def error_share(band: float) -> float:
    """How much of an error a disagreement counts for while no later entry has decided it.

    The surer the answers of a band, the more of what people booked otherwise were slips of the hand (measured).
    """
    return float(table("record")["errors_among_disagreements"][band])


@dataclass
class TrackRecord:
    """Right and wrong answers of one company by layer and band; `priors` are those of others."""

    priors: dict[Bucket, tuple[float, float]] = field(default_factory=shipped)
    trials: dict[Bucket, list[float]] = field(default_factory=lambda: defaultdict(lambda: [0.0, 0.0]))
    doubts: dict[Hashable, tuple[Bucket, AccountName]] = field(default_factory=dict)
    bar: float = BAR

    @property
    def tried(self) -> int:
        """How many sure answers of the company were judged."""
        return round(sum(sum(trials) for (_, band), trials in self.trials.items() if band >= SURE))

    def note(self, choice: Choice, *, was_right: bool, about: Hashable = None) -> None:
        """Add one judged answer.

        `about` names what the answer was for (same party, same item). A disagreement counts for little until a later
        entry about the same decides: right as answered before, it was a slip of the hand; otherwise an error.
        """
        bucket = bucket_of(choice.layer, choice.confidence)
        doubted = self.doubts.pop(about, None) if about is not None else None
        if doubted is not None:
            self._resolve(*doubted, was_slip=was_right and doubted[1] == choice.name)
        if was_right or about is None:
            self.trials[bucket][0 if was_right else 1] += 1.0
        else:
            self.trials[bucket][1] += error_share(bucket[1])
            self.doubts[about] = (bucket, choice.name)

    def _resolve(self, bucket: Bucket, name: AccountName, *, was_slip: bool) -> None:
        """A slip counts as right after all, an error in full."""
        trials = self.trials[bucket]
        trials[1] -= error_share(bucket[1])
        trials[0 if was_slip else 1] += 1.0

    def bound(self, choice: Choice) -> float:
        """Lower 95 % bound of the precision of answers at least as sure; 0 without enough trials of its own."""
        if self.tried < LEAST_TRIALS:
            return 0.0
        layer, band = bucket_of(choice.layer, choice.confidence)
        right, wrong = _surer(self.priors, layer, band)
        weight = min(1.0, PRIOR_TRIALS / (right + wrong)) if right + wrong else 1.0
        own_right, own_wrong = _surer(self.trials, layer, band)
        return beta_lower_bound(1.0 + weight * right + own_right, 1.0 + weight * wrong + own_wrong)


def _surer(rows: dict[Bucket, tuple[float, float]] | dict[Bucket, list[float]], layer: str, band: float) -> list[float]:
    """(right, wrong) of a layer in this band and those above."""
    counted = [row for (name, least), row in rows.items() if name == layer and least >= band]
    return [sum(row[side] for row in counted) for side in (0, 1)]


def action(choice: Choice, record: TrackRecord | None) -> str:
    """What to do with a choice."""
    if record is not None and record.bound(choice) >= record.bar:
        return "post"
    return "ask" if choice.confidence < ASK_BELOW else "suggest"
