"""A page image to positioned words: orientation, skew, then the same `TextPage` as every other source.

Rule kept: boxes are given on the upright page; a photographed page is straightened by arithmetic, not resampled.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from invoices.readers.ocr.bend import Bend, fitted
from invoices.readers.ocr.clearer import clearer
from invoices.readers.ocr.orientation import read_upright, skew, turned
from invoices.readers.ocr.placing import is_stamped, placed, slopes
from invoices.readers.ocr.protocol import LEGIBLE, Image, OcrEngine, OcrWord
from invoices.readers.ocr.second_look import looked_again
from invoices.readers.words import TextPage, Word

_SKEWED: Final = math.radians(0.3)


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

    def look(self, image: Image) -> tuple[list[OcrWord], int]:
        """Lines of the page turned upright, and by how many quarters (`numpy.rot90`) it was turned."""
        return read_upright(self.engine, image)

    def upright(self, image: Image, number: int) -> UprightPage:
        """Words of a page in any orientation, with what was done to turn it."""
        image = clearer(image)
        words, quarters = self.look(image)
        upright = turned(image, quarters) if quarters else image
        words = looked_again(self.engine, upright, words)
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
    legible = [item for item in words if item.score >= LEGIBLE]
    bend = fitted(slopes(legible, turn, width, height), width, height)
    legible = [item for item in legible if not is_stamped(item, turn, bend, width, height)]
    words_placed = [found for item in legible if (found := placed(item, turn, width, height, bend))]
    return _page(words_placed, width, height, number, bend), turn


def _page(words: Sequence[Word], width: int, height: int, number: int, bend: Bend | None) -> TextPage:
    lift = bend.lift if bend else None
    return TextPage(tuple(words), float(width), float(height), number, ocr=True, lift=lift)
