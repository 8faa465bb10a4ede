"""A second look at what lies under red ink: the few places a seal or stamp spoiled are read again.

Rule kept: red print on white and red ink over black look alike in red light only, so the red channel alone is the
clean page. A page is looked at twice in small parts and only where the first look was unsure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from invoices.readers.ocr.protocol import Image, LineReader, OcrEngine, OcrWord, Quad

_UNSURE: Final = 0.7
_RED: Final = 25
_SHARE: Final = 0.01
_DARK: Final = 0.55
_PRINTED: Final = 0.02
_REGIONS: Final = 4
_AREA: Final = 0.15
_ENLARGED_BELOW: Final = 736
_STEP: Final = 32
_GAP: Final = 12

Rect = tuple[int, int, int, int]


def without_red(image: Image) -> Image:
    """The page in red light: red ink becomes paper, dark print under it stays dark."""
    return np.repeat(image[..., :1], 3, axis=2)


def looked_again(engine: OcrEngine, image: Image, words: Sequence[OcrWord]) -> list[OcrWord]:
    """The words, those spoiled by red ink replaced by what is read without it where that is read better."""
    regions = _regions(image, words)
    if not regions:
        return list(words)
    sheet, tops = _one_below_the_other(image, regions, _STEP if isinstance(engine, LineReader) else _ENLARGED_BELOW)
    better = list(words)
    for each in _words_on(sheet, engine):
        word = _put_back(each, regions, tops)
        beneath = [other for other in better if _overlap(_rect(word.quad), _rect(other.quad)) > 0.3]
        if all(_worth(word) > _worth(other) for other in beneath):
            better = [other for other in better if other not in beneath] + [word]
    return better


def _words_on(sheet: Image, engine: OcrEngine) -> list[OcrWord]:
    """The print has the size it has on the page, which was large enough: a small sheet need not be enlarged."""
    if not isinstance(engine, LineReader):
        return engine.recognise(sheet)
    return [word for word in engine.read(sheet, engine.find(sheet, enlarge=False)) if word.text.strip()]


def _one_below_the_other(image: Image, regions: Sequence[Rect], least: int) -> tuple[Image, list[int]]:
    """The places without red on one sheet, as detection costs by its area; where each begins.

    Detection works in steps of pixels; a sheet of whole steps, and `least` at least, is not stretched.
    """
    heights = [y1 - y0 for _, y0, _, y1 in regions]
    tops = [sum(heights[:place]) + _GAP * (place + 1) for place in range(len(regions))]
    sides = (tops[-1] + heights[-1] + _GAP, max(x1 - x0 for x0, _, x1, _ in regions))
    high, wide = (max(least, -(-side // _STEP) * _STEP) for side in sides)
    sheet = np.full((high, wide, 3), 255, np.uint8)
    for (x0, y0, x1, y1), top in zip(regions, tops, strict=True):
        sheet[top : top + y1 - y0, : x1 - x0] = without_red(image[y0:y1, x0:x1])
    return sheet, tops


def _put_back(word: OcrWord, regions: Sequence[Rect], tops: Sequence[int]) -> OcrWord:
    """The word at its place on the page."""
    middle = sum(y for _, y in word.quad) / 4
    place = max((each for each, top in enumerate(tops) if top <= middle), default=0)
    return _moved(word, regions[place][0], regions[place][1] - tops[place])


def _regions(image: Image, words: Sequence[OcrWord]) -> list[Rect]:
    """Places of unsure words on red ink, neighbours joined, the largest left out when they would make half a page."""
    regions: list[Rect] = []
    for word in words:
        if _least(word) < _UNSURE and _is_overlaid(image, _rect(word.quad)):
            regions = _with(regions, _widened(_rect(word.quad), image))
    room = _AREA * image.shape[0] * image.shape[1]
    chosen = sorted(regions, key=_area)[:_REGIONS]
    return [region for place, region in enumerate(chosen) if sum(map(_area, chosen[: place + 1])) <= room]


def _least(word: OcrWord) -> float:
    return min((letter.certainty for letter in word.letters), default=word.score)


def _worth(word: OcrWord) -> float:
    """Long and sure is good; a fragment never beats the line it comes from by being surer of its few letters."""
    return len(word.text.replace(" ", "")) * max(word.score - 0.5, 0.0) + 1e-3 * _least(word)


def _is_overlaid(image: Image, rect: Rect) -> bool:
    """Whether red ink and dark print share the place; the letters of a seal alone would only vanish."""
    x0, y0, x1, y1 = rect
    part = image[y0:y1:2, x0:x1:2].astype(np.int16)
    if not part.size:
        return False
    red = part[..., 0] - np.maximum(part[..., 1], part[..., 2]) > _RED
    dark = part[..., 0] < _DARK * np.percentile(part[..., 0], 95)
    return bool(red.mean() > _SHARE and dark.mean() > _PRINTED)


def _with(regions: list[Rect], new: Rect) -> list[Rect]:
    """The regions with a new one, joined with those it touches."""
    touched = [each for each in regions if _overlap(each, new) > 0]
    if not touched:
        return [*regions, new]
    joined = (
        min(new[0], *(each[0] for each in touched)), min(new[1], *(each[1] for each in touched)),
        max(new[2], *(each[2] for each in touched)), max(new[3], *(each[3] for each in touched)),
    )  # fmt: skip
    return _with([each for each in regions if each not in touched], joined)


def _widened(rect: Rect, image: Image) -> Rect:
    x0, y0, x1, y1 = rect
    edge = (y1 - y0) // 2
    height, width = image.shape[:2]
    return (max(x0 - 2 * edge, 0), max(y0 - edge, 0), min(x1 + 2 * edge, width), min(y1 + edge, height))


def _rect(quad: Quad) -> Rect:
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    return (max(int(min(xs)), 0), max(int(min(ys)), 0), int(max(xs)), int(max(ys)))


def _area(rect: Rect) -> int:
    return max(rect[2] - rect[0], 0) * max(rect[3] - rect[1], 0)


def _overlap(one: Rect, other: Rect) -> float:
    """Shared area over the smaller one's."""
    shared = (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))
    if shared[2] <= shared[0] or shared[3] <= shared[1]:
        return 0.0
    return _area(shared) / max(min(_area(one), _area(other)), 1)


def _moved(word: OcrWord, x: int, y: int) -> OcrWord:
    quad: Quad = tuple((px + x, py + y) for px, py in word.quad)  # type: ignore[assignment]  # four corners stay four
    return OcrWord(word.text, word.score, quad, word.letters)
