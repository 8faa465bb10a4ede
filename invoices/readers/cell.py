"""A place on a level page where print ought to stand that detection passed over."""

from __future__ import annotations

from typing import NamedTuple

Rect = tuple[float, float, float, float]
"""Left, top, right and bottom in page units."""


class Cell(NamedTuple):
    """The place; with `figures` nothing but an amount, a count or a rate belongs there."""

    rect: Rect
    figures: bool
