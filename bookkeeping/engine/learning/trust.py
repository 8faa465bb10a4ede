"""How far the first of the ranking can be trusted: a measured share of right answers from what stands behind it.

A small forest of regression trees on the log-odds, trained with scikit-learn on fictional companies kept apart for that
and served here by plain comparisons.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bookkeeping.engine.learning.memory import Remembered

Tree = tuple[tuple[int, float, int, int, float], ...]
"""Nodes (feature, threshold, left, right, value); a leaf has feature -1."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Log-odds of being right: `base` plus what each tree says."""

    base: float
    trees: tuple[Tree, ...]

    def share(self, features: list[float]) -> float:
        """The measured share of right answers with such features, 0 to 1."""
        odds = self.base
        for tree in self.trees:
            at = 0
            feature, threshold, left, right, value = tree[0]
            while feature >= 0:
                at = left if features[feature] <= threshold else right
                feature, threshold, left, right, value = tree[at]
            odds += value
        return 1.0 / (1.0 + math.exp(-odds))


@cache
def forest() -> Forest:
    """The trained forest."""
    data = json.loads(files("bookkeeping.engine.knowledge").joinpath("trust.json").read_text(encoding="utf-8"))
    return Forest(data["base"], tuple(tuple((n[0], n[1], n[2], n[3], n[4]) for n in tree) for tree in data["trees"]))


@dataclass(frozen=True, slots=True)
class Standing:
    """What a trust is judged by beside the memories."""

    share: float
    lead: float
    linear: float
    linear_best: float
    as_known: bool
    lately_right: float
    seen: int
    novelty: float


def features(place: int, standing: Standing, memories: list[Remembered]) -> list[float]:
    """The numbers the forest was trained on, for the first of the ranking."""
    rows = [
        standing.share, standing.lead, standing.linear, standing.linear_best, float(standing.as_known),
        standing.lately_right, math.log1p(standing.seen), standing.novelty,
    ]  # fmt: skip
    agree = differ = 0
    for remembered in memories:
        held, weights = remembered.held, remembered.weights
        rows += [held, weights.get(place, 0.0) / held if held else -0.1, float(len(weights))]
        if weights:
            agree, differ = (agree + 1, differ) if remembered.first == place else (agree, differ + 1)
    return [*rows, float(agree), float(differ)]
