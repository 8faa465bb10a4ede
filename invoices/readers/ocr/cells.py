"""Single places of a page read without detection, where the layout knows that print ought to stand.

Rule kept: a place without ink is not read, and an engine that reads no single places adds nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from invoices.readers.cell import Cell, Rect
from invoices.readers.ocr.page import UprightPage
from invoices.readers.ocr.protocol import Image, LineReader, OcrEngine, OcrWord, Quad
from invoices.readers.words import Word, character_weight, lettered

_SURE: Final = 0.6
_DARK: Final = 0.72
_INK: Final = 0.03
_RULED: Final = 0.85
_TINTED: Final = 25
_STAMPED: Final = 0.02
_ALL, _RED, _BLUE = -1, 0, 2

_FIGURES: Final = re.compile(r"[-¥V]?[\d.,:;% ]+|免税|不征税|\*{2,3}")


def read_cells(engine: OcrEngine, seen: UprightPage, cells: Sequence[Cell]) -> list[Word]:
    """The words that stand in some places of the level page; where figures belong nothing else is taken."""
    if not isinstance(engine, LineReader):
        return []
    places = [(cell, _quad(seen, cell.rect)) for cell in cells]
    found: list[Word] = []
    for light in (_ALL, _RED, _BLUE):
        lit = [place for place in places if _light(_part(seen.image, place[1])) == light]
        image = seen.image if light == _ALL or not lit else _without_stamps(seen.image, light)
        inked = [(cell, quad) for cell, quad in lit if _is_inked(image, quad)]
        answers = engine.read(image, [quad for _, quad in inked])
        read = [(cell, answer) for (cell, _), answer in zip(inked, answers, strict=True) if answer.score >= _SURE]
        words = [(cell, _word(cell.rect, answer)) for cell, answer in read]
        found += [word for cell, word in words if word and (not cell.figures or _FIGURES.fullmatch(word.norm))]
    return found


def _without_stamps(image: Image, light: int) -> Image:
    """The page in the light of one colour, with what is clearly of that colour taken for paper."""
    others = [channel for channel in range(3) if channel != light]
    tinted = image[..., light].astype(np.int16) - image[..., others].max(axis=2) > _TINTED
    return np.repeat(np.where(tinted, np.uint8(255), image[..., light])[..., None], 3, axis=2)


def _light(part: Image) -> int:
    """The channel in which the stamp on the place, if there is one, becomes paper."""
    channels = part.astype(np.int16)
    if not part.size:
        return _ALL
    red, green, blue = channels[..., 0], channels[..., 1], channels[..., 2]
    if (red - np.maximum(green, blue) > _TINTED).mean() > _STAMPED:
        return _RED
    return _BLUE if (blue - np.maximum(red, green) > _TINTED).mean() > _STAMPED else _ALL


def _part(image: Image, quad: Quad) -> Image:
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    return image[max(int(min(ys)), 0) : int(max(ys)), max(int(min(xs)), 0) : int(max(xs))]


def _quad(seen: UprightPage, cell: Rect) -> Quad:
    """The corners where the place really lies: bent back, then turned back about the middle of the page."""
    x0, y0, x1, y1 = cell
    cos, sin = math.cos(seen.slope), math.sin(seen.slope)
    cx, cy = seen.page.width / 2, seen.page.height / 2

    def corner(x: float, y: float) -> tuple[float, float]:
        lifted = y + (seen.page.lift(x, y) if seen.page.lift else 0.0)
        return (x - cx) * cos + (lifted - cy) * sin + cx, -(x - cx) * sin + (lifted - cy) * cos + cy

    return corner(x0, y0), corner(x1, y0), corner(x1, y1), corner(x0, y1)


def _is_inked(image: Image, quad: Quad) -> bool:
    """Whether more than a ruled line shows."""
    part = _part(image, quad).min(axis=2, initial=255)
    if not part.size:
        return False
    dark = part < _DARK * np.median(part)
    dark[:, dark.mean(axis=0) > _RULED] = False
    return bool(dark.sum() > _INK * part.shape[0] ** 2)


def _word(cell: Rect, answer: OcrWord) -> Word | None:
    """The word as wide as its characters are, as the place may be far wider; ruled lines are no characters."""
    kept = [place for place, character in enumerate(answer.text) if character not in "|｜丨_「」"]
    if not kept or len(answer.letters) != len(answer.text):
        return None
    x0, y0, x1, y1 = cell
    text, letters = "".join(answer.text[place] for place in kept), [answer.letters[place] for place in kept]
    quarter = (y1 - y0) / 4
    left = max(x0, x0 + letters[0].centre * (x1 - x0) - quarter * character_weight(text[0]))
    right = min(x1, x0 + letters[-1].centre * (x1 - x0) + quarter * character_weight(text[-1]))
    shares = [letter._replace(centre=(x0 + letter.centre * (x1 - x0) - left) / (right - left)) for letter in letters]
    return lettered(text, (left, y0, right, y1), answer.score, shares)
