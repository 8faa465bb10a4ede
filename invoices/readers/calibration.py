"""From the evidence for a value read off a picture to the share of such values that are right.

The map of each group of fields was fitted on fictional pages (`ocr_confidence.yaml` says for each which and when) by
`python -m benchmarks.fit_reading_confidence`. Rule kept: it never lifts a value over a threshold. What failed its
arithmetic stays below one half and what is doubtful stays doubtful, however often such values turn out right.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from invoices.domain.compliance import DOUBTFUL_BELOW

GROUPS: Final = ("figures", "lines", "names", "numbers", "travel")
MAP_FILE: Final = Path(__file__).with_name("ocr_confidence.yaml")
_HALF: Final = 0.5
_LEAST: Final = 0.0001
_FIGURES: Final = frozenset({"net_amount", "tax_amount", "gross_amount", "amount_in_words"})
_NUMBERS: Final = frozenset({"invoice_code", "invoice_number", "issue_date", "check_code"})


def group_of(field: str) -> str:
    """Whose map a field has: lines, figures, numbers, travel or names (of parties, with their ids and all else)."""
    if field == "lines" or field.startswith("travel."):
        return field.partition(".")[0]
    if field in _FIGURES:
        return "figures"
    return "numbers" if field in _NUMBERS else "names"


def calibrated(confidence: Mapping[str, float]) -> dict[str, float]:
    """The confidence of each field of a reading by OCR as a share of right answers."""
    return {field: _share(trust, _maps()[group_of(field)]) for field, trust in confidence.items()}


def _share(trust: float, knots: Sequence[Sequence[float]]) -> float:
    """Between the knots (evidence, share right) along straight lines, within the bounds that the evidence lies in."""
    place = bisect_right([evidence for evidence, _ in knots], trust)
    if place in (0, len(knots)):
        share = knots[max(place - 1, 0)][1]
    else:
        (low, below), (high, above) = knots[place - 1], knots[place]
        share = below + (above - below) * (trust - low) / (high - low)
    for threshold in (_HALF, DOUBTFUL_BELOW):
        if trust < threshold:
            return min(share, threshold - _LEAST)
        share = max(share, threshold)
    return share


@cache
def _maps() -> Mapping[str, Sequence[Sequence[float]]]:
    fits: dict[str, Any] = yaml.safe_load(MAP_FILE.read_text(encoding="utf-8"))
    return {group: fit["knots"] for group, fit in fits.items()}
