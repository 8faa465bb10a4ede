"""Which way up a page is, from OCR alone, for any engine.

Rule kept: lines lying on their side give boxes higher than wide; a page upside down reads badly. Where the engine reads
single lines, a few of them are read each way round and tell; else the whole page is. An upright, readable page is read
once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median
from typing import Final

import numpy as np

from invoices.readers.ocr.protocol import Image, LineReader, OcrEngine, OcrWord, Quad

_GOOD: Final = 0.86
_TALL: Final = 1.6
_PROBES: Final = 6


def read_upright(engine: OcrEngine, image: Image) -> tuple[list[OcrWord], int]:
    """The words of the page turned upright, and by how many quarters (as `numpy.rot90` counts) it was turned."""
    if isinstance(engine, LineReader):
        return _by_probes(engine, image)
    words = engine.recognise(image)
    if not words:
        return words, 0
    if _lies_on_side(words):
        return _better(engine, image, (1, 3))
    if _quality(words) >= _GOOD or len(words) < 3:
        return words, 0
    other = engine.recognise(turned(image, 2))
    return (other, 2) if _weight(other) > _weight(words) else (words, 0)


def _by_probes(engine: OcrEngine, image: Image) -> tuple[list[OcrWord], int]:
    """The same with a few lines read each way round before the page is."""
    if not isinstance(engine, LineReader):
        raise TypeError(f"{engine.name} reads no single lines")
    quads = engine.find(image)
    if _lie_on_side(quads):
        tall = [quad for quad in quads if _shape(quad)[1] > _TALL * _shape(quad)[0]]
        readings = {quarters: engine.read(image, _probes(tall, quarters)) for quarters in (1, 3)}
        quarters = max(readings, key=lambda each: _weight(readings[each]))
        return engine.recognise(turned(image, quarters)), quarters
    words = [word for word in engine.read(image, quads) if word.text.strip()]
    if _quality(words) >= _GOOD or len(words) < 3:
        return words, 0
    longest = [word.quad for word in sorted(words, key=lambda word: -len(word.text))]
    upright, upside_down = (engine.read(image, _probes(longest, quarters)) for quarters in (0, 2))
    if _weight(upside_down) <= _weight(upright):
        return words, 0
    return engine.recognise(turned(image, 2)), 2


def _probes(quads: Sequence[Quad], quarters: int) -> list[Quad]:
    """The longest places with the corner first where their line begins once the page is turned."""
    longest = sorted(quads, key=lambda quad: -max(_shape(quad)))[:_PROBES]
    return [(*quad[quarters:], *quad[:quarters]) for quad in longest]  # type: ignore[misc]  # four corners stay four


def _better(engine: OcrEngine, image: Image, turns: Sequence[int]) -> tuple[list[OcrWord], int]:
    """The first readable one of several turns, else the one with most readable text."""
    readings = []
    for quarters in turns:
        words = engine.recognise(turned(image, quarters))
        if words and _quality(words) >= _GOOD:
            return words, quarters
        readings.append((words, quarters))
    return max(readings, key=lambda reading: _weight(reading[0]))


def turned(image: Image, quarters: int) -> Image:
    """The image turned counter-clockwise by quarters."""
    return np.ascontiguousarray(np.rot90(image, quarters))


def _shape(quad: Quad) -> tuple[float, float]:
    """Width and height of the box around the quad."""
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    return max(xs) - min(xs), max(ys) - min(ys)


def _lie_on_side(quads: Sequence[Quad]) -> bool:
    """More of the length of lines goes down the page than across it."""
    shapes = [_shape(quad) for quad in quads]
    tall = sum(height for width, height in shapes if height > _TALL * width)
    return tall > sum(width for width, height in shapes if width > _TALL * height) and tall > 0


def _lies_on_side(words: Sequence[OcrWord]) -> bool:
    """More of the text stands in boxes clearly higher than wide."""
    tall = wide = 0
    for word in words:
        width, height = _shape(word.quad)
        if height > _TALL * width:
            tall += len(word.text)
        elif width > _TALL * height:
            wide += len(word.text)
    return tall > wide and tall >= 8


def _quality(words: Sequence[OcrWord]) -> float:
    """Median score, weighted by length."""
    return median(word.score for word in words for _ in word.text) if any(word.text for word in words) else 0.0


def _weight(words: Sequence[OcrWord]) -> float:
    """Characters read well: long, sure lines count most."""
    return sum(len(word.text) * max(word.score - 0.5, 0.0) for word in words)


def skew(words: Sequence[OcrWord]) -> float:
    """Median slope of the lines in radians; 0 for few or short lines."""
    angles = []
    for word in words:
        (x0, y0), (x1, y1) = word.quad[0], word.quad[1]
        length = math.hypot(x1 - x0, y1 - y0)
        if len(word.text) >= 4 and length > 40:
            angles.append(math.atan2(y1 - y0, x1 - x0))
    return median(angles) if len(angles) >= 3 else 0.0
