"""Single glyphs with boxes joined to words in the order in which they were drawn. Shared by PDF and OFD.

Rule kept: glyphs belong to one word only when they follow each other on one line without a gap.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np

from invoices.readers.words import Word, half_width, plain

Boxes: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
"""A row per character: x0, y0, x1, y1, origin top left."""

# ratios of the height of the glyph before
_GAP: Final = 0.35
_BLANK_GAP: Final = 0.6
_BACK: Final = 0.6
_LEVEL: Final = 0.8
_BLANKS: Final = (0x20, 0xA0, 0x3000, 0x09)
_BREAKS: Final = (0x0D, 0x0A)


def words_of(text: str, boxes: Boxes) -> list[Word]:
    """Words in drawing order. `boxes` has a row for each character; those of blanks are not looked at."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    blank = np.isin(codes, _BLANKS)
    glyphs = np.flatnonzero(~(blank | np.isin(codes, _BREAKS)))
    if not len(glyphs):
        return []
    placed = boxes[glyphs]
    after_blank = np.diff(np.cumsum(blank)[glyphs], prepend=0) > 0
    starts = _starts(placed, after_blank)
    letters = "".join([text[place] for place in glyphs.tolist()]) if len(glyphs) < len(text) else text
    return _words(letters, placed, starts, after_blank)


def _starts(placed: Boxes, after_blank: Any) -> Any:
    """Glyphs that do not go on where the one before them ends."""
    last, following = placed[:-1], placed[1:]
    height = np.maximum(last[:, 3] - last[:, 1], 1e-6)
    gap = (following[:, 0] - last[:, 2]) / height
    level = np.abs(following[:, 1] + following[:, 3] - last[:, 1] - last[:, 3]) < _LEVEL * height
    joined = level & (gap > -_BACK) & (gap < np.where(after_blank[1:], _BLANK_GAP, _GAP))
    return np.concatenate(([0], np.flatnonzero(~joined) + 1))


def _words(letters: str, placed: Boxes, starts: Any, after_blank: Any) -> list[Word]:
    tops = np.minimum.reduceat(placed[:, 1], starts).tolist()
    bottoms = np.maximum.reduceat(placed[:, 3], starts).tolist()
    rights = np.maximum.reduceat(placed[:, 2], starts).tolist()
    blanks = np.flatnonzero(after_blank).tolist()
    lefts, ends = placed[:, 0].tolist(), placed[:, 2].tolist()
    bounds = [*starts.tolist(), len(letters)]
    words = []
    for index, top in enumerate(tops):
        start, end = bounds[index], bounds[index + 1]
        text, edges = letters[start:end], lefts[start:end]
        for place in reversed([found for found in blanks if start < found < end]):
            text = f"{text[: place - start]} {text[place - start :]}"
            edges.insert(place - start, ends[place - 1])
        found = _word(text, edges, (lefts[start], top, rights[index], bottoms[index]))
        if found:
            words.append(found)
    return words


def _word(text: str, edges: list[float], box: tuple[float, float, float, float]) -> Word | None:
    shown = plain(text).strip()
    known = (*edges, box[2]) if len(edges) == len(shown) else ()
    return Word(shown, half_width(shown), *box, 1.0, known) if shown else None
