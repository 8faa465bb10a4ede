"""From the sureness written in a table to the share of right answers measured for it, layer by layer."""

from __future__ import annotations

from dataclasses import replace

from bookkeeping.engine.case import Choice
from bookkeeping.engine.tables import table
from foundation.learning import measured


def calibrated(choice: Choice) -> Choice:
    """The choice with its measured confidence; layers without a measurement stay as they are."""
    points = table("calibration").get(choice.layer.split(":")[0])
    return replace(choice, confidence=measured(choice.confidence, points)) if points else choice
