"""Lines as detected to words of a level page: where they stand, which of them are no print, how far to trust them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from invoices.readers.ocr.bend import Bend, Slope
from invoices.readers.ocr.protocol import OcrWord, Quad
from invoices.readers.words import Word, character_weight, lettered

_TELLING: Final = 4
_LONG_ENOUGH: Final = 1.8
_ASKEW: Final = math.tan(math.radians(5))
# width of a line over that of its letters set close, as detection draws its boxes (0.8 to 1.1 for usual print)
_LOOSE: Final = 1.35
_LOOSE_TRUST: Final = 0.85


def slopes(words: Sequence[OcrWord], turn: float, width: int, height: int) -> list[Slope]:
    """Lines long enough to tell how they slope, after turning."""
    found: list[Slope] = []
    for item in words:
        first, second, third, fourth = _turned(item.quad, turn, width, height)
        left, right = _between(first, fourth), _between(second, third)
        length = right[0] - left[0]
        if len(item.text) >= _TELLING and length > 3 * abs(fourth[1] - first[1]):
            found.append(((left[0] + right[0]) / 2, (left[1] + right[1]) / 2, length, (right[1] - left[1]) / length))
    return found


def is_stamped(item: OcrWord, turn: float, bend: Bend | None, width: int, height: int) -> bool:
    """Print lies level on its paper; a line clearly askew to it was pressed on by hand, or is a piece of a seal."""
    first, second, third, fourth = _turned(item.quad, turn, width, height)
    left, right = _between(first, fourth), _between(second, third)
    length, high = right[0] - left[0], abs(fourth[1] - first[1])
    if bend is None or len(item.text) < 2 or length < _LONG_ENOUGH * max(high, 1.0):
        return False
    expected = bend.lift(right[0], right[1]) - bend.lift(left[0], left[1])
    return abs(right[1] - left[1] - expected) > _ASKEW * length


def _turned(quad: Quad, turn: float, width: int, height: int) -> Quad:
    """The corners turned about the middle of the page."""
    cos, sin = math.cos(turn), math.sin(turn)
    cx, cy = width / 2, height / 2
    turned_quad = (((x - cx) * cos - (y - cy) * sin + cx, (x - cx) * sin + (y - cy) * cos + cy) for x, y in quad)
    return tuple(turned_quad)  # type: ignore[return-value]  # four corners stay four


def _between(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def placed(item: OcrWord, turn: float, width: int, height: int, bend: Bend | None) -> Word | None:
    """The box of a line after turning its corners about the middle of the page, made level."""
    corners = _turned(item.quad, turn, width, height)
    xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
    # the mean of two corners per side, so that a slanted quad does not grow into its neighbours
    x0, x1 = (xs[0] + xs[1]) / 2, (xs[2] + xs[3]) / 2
    lift = bend.lift((x0 + x1) / 2, (ys[0] + ys[3]) / 2) if bend else 0.0
    box = (x0, (ys[0] + ys[1]) / 2 - lift, x1, (ys[2] + ys[3]) / 2 - lift)
    trust = _LOOSE_TRUST if _is_loose(item.text, box) else 1.0
    letters = [letter._replace(certainty=letter.certainty * trust) for letter in item.letters]
    return lettered(item.text, box, item.score * trust, letters)


def _is_loose(text: str, box: Sequence[float]) -> bool:
    """Chinese letters set apart: at the ends of such a line detection loses some."""
    width, height = box[2] - box[0], box[3] - box[1]
    weights = [character_weight(letter) for letter in text]
    chinese = weights.count(2)
    return chinese > 3 and 2 * chinese > len(text) and width > _LOOSE * height * sum(weights) / 2
