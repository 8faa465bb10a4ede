"""The plain way: how many standard deviations a line lies from the mean of its account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from risk.domain.journal import Entry

Floats = NDArray[np.float64]


def z_scores(entries: Sequence[Entry]) -> Floats:
    """|amount - mean| ÷ standard deviation within account and detail."""
    groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for place, entry in enumerate(entries):
        groups[entry.account, entry.detail].append(place)
    scores = np.zeros(len(entries))
    for places in groups.values():
        amounts = np.array([float(entries[place].amount) for place in places])
        if spread := amounts.std():
            scores[places] = np.abs(amounts - amounts.mean()) / spread
    return scores
