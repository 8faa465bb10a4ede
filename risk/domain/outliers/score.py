"""One score per line: an isolation forest over the features and, beside it, how far the strongest feature stands out.

Rule kept: the same lines give the same scores; an outlier says in words which habits it departs from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from sklearn.ensemble import IsolationForest

from risk.domain.journal import Entry
from risk.domain.outliers.explain import Reason, reasons_of
from risk.domain.outliers.features import Features, Floats, features_of

LEAST_LINES: Final = 1000
"""Below so many lines there are no habits to depart from."""
WEIGHTS: Final = np.array([0.5, 1.0, 1.6, 1.6, 8.0])
"""What one unit of each feature counts, chosen on ledgers of development seeds."""
FOREST_WEIGHT: Final = 4.0
LIMIT: Final = 7.0
"""Scores from here on are shown, chosen so that a healthy year of development seeds seldom has one."""


@dataclass(frozen=True, slots=True)
class Outlier:
    """A line that is unlike its company, how much, and why."""

    entry: Entry
    score: float
    reasons: tuple[Reason, ...]


def scores_of(features: Features) -> Floats:
    """A score per line, higher for stranger ones."""
    weighted = features.values * WEIGHTS
    ordered = np.sort(weighted, axis=1)
    scores: Floats = ordered[:, -1] + 0.3 * ordered[:, -2] + FOREST_WEIGHT * forest_scores(features.values)
    return scores


def forest_scores(values: Floats) -> Floats:
    """Isolation of each line, about 0 for ordinary ones and up to about 0.5."""
    forest = IsolationForest(n_estimators=100, max_samples=min(256, len(values)), random_state=0)
    isolated: Floats = -forest.fit(values).score_samples(values)
    return np.maximum(isolated - np.median(isolated), 0)


def find_outliers(entries: Sequence[Entry], limit: float = LIMIT) -> list[Outlier]:
    """The lines from `limit` on, strangest first; none where the company has too few lines to have habits."""
    own = [entry for entry in entries if not entry.carries_forward]
    if len(own) < LEAST_LINES:
        return []
    features = features_of(own)
    scores = scores_of(features)
    order = np.argsort(-scores, kind="stable")
    return [
        Outlier(own[place], float(scores[place]), reasons_of(own[place], features, place))
        for place in order[: int((scores >= limit).sum())]
    ]
