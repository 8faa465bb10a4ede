"""Single glyphs with boxes joined to words in the order in which they were drawn. Shared by PDF and OFD.

Rule kept: glyphs belong to one word only when they follow each other on one line without a gap.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import partial
from itertools import pairwise, repeat
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
_GLYPH, _BLANK, _BREAK = 0, 1, 2
_SORTS: Final = np.zeros(0x3002, np.uint8)
_SORTS[[0x20, 0xA0, 0x3000, 0x09]] = _BLANK
_SORTS[[0x0D, 0x0A]] = _BREAK
# a word from the tuple of its parts, without a call of Python for each of a hundred
_WORD: Final = partial(tuple.__new__, Word)


def words_of(text: str, boxes: Boxes) -> list[Word]:
    """Words in drawing order. `boxes` has a row for each character; those of blanks are not looked at."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    sorts = _SORTS[np.minimum(codes, len(_SORTS) - 1)]
    glyphs = np.flatnonzero(sorts == _GLYPH)
    if not len(glyphs):
        return []
    placed = boxes[glyphs]
    blanks = np.cumsum(sorts == _BLANK)[glyphs]
    after_blank = np.concatenate(([False], blanks[1:] > blanks[:-1]))
    letters = codes[glyphs].tobytes().decode("utf-32-le", "surrogatepass")
    return _words(letters, placed, _starts(placed, after_blank), np.flatnonzero(after_blank).tolist())


def _starts(placed: Boxes, after_blank: Any) -> Any:
    """Glyphs that do not go on where the one before them ends."""
    last, following = placed[:-1], placed[1:]
    height = np.maximum(last[:, 3] - last[:, 1], 1e-6)
    gap = (following[:, 0] - last[:, 2]) / height
    level = np.abs(following[:, 1] + following[:, 3] - last[:, 1] - last[:, 3]) < _LEVEL * height
    joined = level & (gap > -_BACK) & (gap < np.where(after_blank[1:], _BLANK_GAP, _GAP))
    return np.concatenate(([0], np.flatnonzero(~joined) + 1))


def _words(letters: str, placed: Boxes, starts: Any, blanks: list[int]) -> list[Word]:
    """The runs as words; `blanks` are the letters with a blank before them."""
    shown = plain(letters)
    if len(shown) != len(letters):  # letters that fall away: each word is worked out for itself
        shown = letters
    norm = half_width(shown)
    tops = np.minimum.reduceat(placed[:, 1], starts).tolist()
    bottoms = np.maximum.reduceat(placed[:, 3], starts).tolist()
    rights = np.maximum.reduceat(placed[:, 2], starts).tolist()
    lefts, ends = placed[:, 0].tolist(), placed[:, 2].tolist()
    bounds = [*starts.tolist(), len(letters)]
    texts, norms = ([whole[start:end] for start, end in pairwise(bounds)] for whole in (shown, norm))
    edges = [[*lefts[start:end], right] for (start, end), right in zip(pairwise(bounds), rights, strict=True)]
    for place in reversed(blanks):
        index = bisect_right(bounds, place) - 1
        if at := place - bounds[index]:
            texts[index] = f"{texts[index][:at]} {texts[index][at:]}"
            norms[index] = f"{norms[index][:at]} {norms[index][at:]}"
            edges[index].insert(at, ends[place - 1])
    firsts = placed[starts, 0].tolist()
    words = list(map(_WORD, zip(texts, norms, firsts, tops, rights, bottoms, repeat(1.0), edges, repeat(()))))
    if shown is letters or " " in shown:
        return [found for found in map(_cleaned, words) if found]
    return words


def _cleaned(found: Word) -> Word | None:
    """Without the characters that are none, and blanks at the ends; the edges then no longer fit."""
    shown = plain(found.text).strip()
    if shown == found.text:
        return found
    return found._replace(text=shown, norm=half_width(shown), edges=()) if shown else None
