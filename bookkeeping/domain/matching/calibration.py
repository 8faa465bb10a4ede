"""How often each kind of evidence was right, and which kinds may match alone.

Rule kept: the counts come from development seeds alone (`calibration.yaml` says which); a kind matches alone when the
lower 95 % bound of its precision reaches the bar, and never when it is one of those kept for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from bookkeeping.domain.matching.lines import Action
from foundation.learning import lower_bound

BAR: Final = 0.99
# A company's own decisions outweigh the table after about so many.
WEIGHT: Final = 400
Counts = tuple[int, int]


@cache
def table() -> Mapping[str, Counts]:
    """Right and wrong by kind, as measured on development seeds."""
    return {layer: (int(right), int(wrong)) for layer, (right, wrong) in _raw()["layers"].items()}


@cache
def for_people() -> frozenset[str]:
    """Kinds that are suggestions whatever was measured."""
    return frozenset(_raw()["for_people"])


@cache
def _raw() -> Any:
    return yaml.safe_load(files(__package__).joinpath("calibration.yaml").read_text(encoding="utf-8"))


def judged(layer: str, own: Counts = (0, 0)) -> tuple[float, Action]:
    """Measured confidence of a kind and what it may do. `own` is the company's record: kept and undone matches."""
    right, wrong = table().get(layer, (0, 0))
    if any(own) and right + wrong > WEIGHT:
        right, wrong = right * WEIGHT // (right + wrong), -(-wrong * WEIGHT // (right + wrong))
    right, wrong = right + own[0], wrong + own[1]
    alone = layer not in for_people() and lower_bound(right, wrong) >= BAR
    return round((right + 1) / (right + wrong + 2), 4), "match" if alone else "suggest"
