"""From the sureness written in a table to the share of right answers measured for it.

Rule kept: a confidence shown to a person is a measured frequency as far as one was measured.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from bookkeeping.engine.case import Choice
from bookkeeping.engine.items import table


def calibrated(choice: Choice) -> Choice:
    """The choice with its measured confidence; layers without a measurement stay as they are."""
    points = table("calibration").get(choice.layer.split(":")[0])
    if not points:
        return choice
    raw = choice.confidence
    for (low, low_share), (high, high_share) in pairwise(points):
        if low <= raw <= high:
            share = low_share + (high_share - low_share) * (raw - low) / (high - low)
            return replace(choice, confidence=round(share, 2))
    return choice
