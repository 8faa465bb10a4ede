"""Lines of a photographed page made level: perspective lets them fan out, curled paper bows them.

The slope of the lines is fitted as a smooth function of the place; its integral along x is how far a place was lifted.
Rule kept: only the reading uses level words; boxes are given where the print really stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_LEAST_LINES: Final = 10
_RIDGE: Final = 0.02
_ROUNDS: Final = 4
_STEEP: Final = 0.12

Slope = tuple[float, float, float, float]
"""Middle of a line (x, y), its length and its slope (dy / dx)."""


@dataclass(frozen=True, slots=True)
class Bend:
    """How far lines are lifted at a place: `lift` pixels down from where a level page would have them."""

    width: float
    height: float
    terms: tuple[float, float, float, float, float]

    def lift(self, x: float, y: float) -> float:
        """Pixels to take from y at this place so that its line lies level with the middle of the page."""
        u, v = 2 * x / self.width - 1, 2 * y / self.height - 1
        level, along, down, bow, twist = self.terms
        slope = level * u + along * u * u / 2 + down * v * u + bow * u**3 / 3 + twist * v * u * u / 2
        return slope * self.width / 2


def fitted(slopes: Sequence[Slope], width: float, height: float) -> Bend | None:
    """The bend that the lines show; `None` for few lines."""
    if len(slopes) < _LEAST_LINES:
        return None
    x, y, length, slope = np.array(slopes, dtype=np.float64).T
    u, v = 2 * x / width - 1, 2 * y / height - 1
    terms = np.stack([np.ones_like(u), u, v, u * u, u * v], axis=1)
    weight = length / length.max()
    found = np.zeros(5)
    for _ in range(_ROUNDS):
        found = _least_squares(terms, slope, weight)
        away = np.abs(slope - terms @ found)
        weight = length / length.max() / (1 + (away / (2 * np.median(away) + 1e-4)) ** 2)
    if np.abs(terms @ found).max() > _STEEP:
        return None
    return Bend(width, height, tuple(float(each) for each in found))  # type: ignore[arg-type]  # five terms stay five


def _least_squares(terms: NDArray[Any], slope: NDArray[Any], weight: NDArray[Any]) -> NDArray[Any]:
    """Weighted, with a small pull towards no bend, so that few lines cannot twist the page."""
    weighted = terms * weight[:, None]
    pull = _RIDGE * weight.sum() * np.diag([0.0, 1.0, 1.0, 1.0, 1.0])
    return np.asarray(np.linalg.solve(weighted.T @ terms + pull + 1e-9 * np.eye(5), weighted.T @ slope))
