"""A page image to positioned words: orientation, skew, then the same `TextPage` as every other source.

Rule kept: boxes are given on the upright page; a photographed page is straightened by arithmetic, not resampled.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from invoices.readers.ocr.orientation import read_upright, skew, turned
from invoices.readers.ocr.protocol import Image, OcrEngine, OcrWord
from invoices.readers.words import TextPage, Word, character_weight, word

_SKEWED: Final = math.radians(0.3)
# width of a line over that of its letters set close, as detection draws its boxes (0.8 to 1.1 for usual print)
_LOOSE: Final = 1.35
_LOOSE_TRUST: Final = 0.85


@dataclass(frozen=True, slots=True)
class UprightPage:
    """Words, the image they were read from, its quarter turns (`numpy.rot90`) and the angle taken out (radians)."""

    page: TextPage
    image: Image
    quarters: int
    slope: float


class PageOcr:
    """An engine that is only built when the first page needs it."""

    def __init__(self, build: Callable[[], OcrEngine]) -> None:
        self._build = build
        self._engine: OcrEngine | None = None

    @property
    def engine(self) -> OcrEngine:
        """The engine, built now if it was not. Raises `Unreadable` (ocr_model_missing)."""
        if self._engine is None:
            self._engine = self._build()
        return self._engine

    @property
    def name(self) -> str:
        """Engine, generation and the first digits of the model hash, as stored with each result."""
        engine = self.engine
        return f"{engine.name}/{engine.model_generation}/{engine.model_sha256[:12]}"

    def upright(self, image: Image, number: int) -> UprightPage:
        """Words of a page in any orientation, with what was done to turn it."""
        words, quarters = read_upright(self.engine, image)
        upright = turned(image, quarters) if quarters else image
        page, slope = text_page(words, upright.shape[1], upright.shape[0], number)
        return UprightPage(page, upright, quarters, slope)

    def words(self, image: Image, number: int) -> TextPage:
        """Words of a page that is known to be upright."""
        return text_page(self.engine.recognise(image), image.shape[1], image.shape[0], number)[0]


def text_page(
    words: Sequence[OcrWord], width: int, height: int, number: int, *, turn: float | None = None
) -> tuple[TextPage, float]:
    """Positioned words with the slope of the page taken out, and the angle in radians they were turned by."""
    if turn is None:
        angle = skew(words)
        turn = -angle if abs(angle) > _SKEWED else 0.0
    placed = [found for item in words if (found := _placed(item, turn, width, height))]
    return TextPage(tuple(placed), float(width), float(height), number, ocr=True), turn


def _placed(item: OcrWord, turn: float, width: int, height: int) -> Word | None:
    """The box of a line after turning its corners about the middle of the page."""
    cos, sin = math.cos(turn), math.sin(turn)
    cx, cy = width / 2, height / 2
    corners = [((x - cx) * cos - (y - cy) * sin + cx, (x - cx) * sin + (y - cy) * cos + cy) for x, y in item.quad]
    xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
    # the mean of two corners per side, so that a slanted quad does not grow into its neighbours
    box = ((xs[0] + xs[1]) / 2, (ys[0] + ys[1]) / 2, (xs[2] + xs[3]) / 2, (ys[2] + ys[3]) / 2)
    return word(item.text, box, item.score * (_LOOSE_TRUST if _is_loose(item.text, box) else 1.0))


def _is_loose(text: str, box: Sequence[float]) -> bool:
    """Chinese letters set apart: at the ends of such a line detection loses some."""
    width, height = box[2] - box[0], box[3] - box[1]
    weights = [character_weight(letter) for letter in text]
    chinese = weights.count(2)
    return chinese > 3 and 2 * chinese > len(text) and width > _LOOSE * height * sum(weights) / 2
