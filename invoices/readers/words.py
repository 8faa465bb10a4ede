"""Positioned text: the one shape in which PDF text, OFD page text and OCR results reach the field extractor.

Rule kept: coordinates are page units with the origin top left; they become ratios only where a box leaves the readers.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from invoices.domain.fapiao import Box


class Letter(NamedTuple):
    """What a recogniser knew of one character: certainty 0 to 1, its second choice (empty where none was near), and
    the centre of the character as a share of the line."""

    certainty: float
    other: str
    centre: float


class Word(NamedTuple):
    """A run of characters on one line. `text` is as printed, `norm` its half-width twin of the same length.

    `edges` are the left edges of the characters and the right edge of the last, where the source tells them. A tuple
    rather than a dataclass: a page has a hundred of them, and making them is a third of the cost of reading it.
    """

    text: str
    norm: str
    x0: float
    y0: float
    x1: float
    y1: float
    score: float = 1.0
    edges: Sequence[float] = ()
    letters: tuple[Letter, ...] = ()

    @property
    def certainty(self) -> float:
        """Of the least certain character, where the source tells of each; else the score of the whole."""
        return min(letter.certainty for letter in self.letters) if self.letters else self.score

    @property
    def height(self) -> float:
        """Height in page units."""
        return self.y1 - self.y0

    @property
    def width(self) -> float:
        """Width in page units."""
        return self.x1 - self.x0

    @property
    def middle(self) -> float:
        """Vertical centre."""
        return (self.y0 + self.y1) / 2

    @property
    def centre(self) -> float:
        """Horizontal centre."""
        return (self.x0 + self.x1) / 2

    def part(self, start: int, end: int) -> Word:
        """Characters `start:end`; without `edges` the box is shared out by character width (Chinese 2, Latin 1)."""
        if start <= 0 and end >= len(self.text):
            return self
        text, norm = self.text[start:end], self.norm[start:end]
        if self.edges:
            edges, letters = self.edges[max(start, 0) : end + 1], self.letters[max(start, 0) : end]
            score = sum(letter.certainty for letter in letters) / len(letters) if letters else self.score
            return Word(text, norm, edges[0], self.y0, edges[-1], self.y1, score, edges, letters)
        weights = [character_weight(character) for character in self.text]
        unit = self.width / max(sum(weights), 1)
        left = self.x0 + unit * sum(weights[:start])
        right = self.x0 + unit * sum(weights[:end])
        return Word(text, norm, left, self.y0, right, self.y1, self.score)


@dataclass(frozen=True, slots=True)
class TextPage:
    """All words of one page, in no promised order. Without `boxes` no field says where it stands."""

    words: tuple[Word, ...]
    width: float
    height: float
    number: int = 1
    ocr: bool = False
    boxes: bool = True
    lift: Callable[[float, float], float] | None = None
    """For words made level: pixels from their place back to where the print stands."""

    def ratio(self, words: Iterable[Word]) -> Box | None:
        """The box around some words as ratios of the page, `None` for no words or where none are wanted."""
        if not self.boxes or not self.width or not self.height:
            return None
        found = tuple(words)
        if not found:
            return None
        if self.lift:
            found = tuple(_lifted(word, self.lift(word.centre, word.middle)) for word in found)
        edges = (
            min(word.x0 for word in found) / self.width,
            min(word.y0 for word in found) / self.height,
            max(word.x1 for word in found) / self.width,
            max(word.y1 for word in found) / self.height,
        )
        x0, y0, x1, y1 = (round(min(max(edge, 0.0), 1.0), 4) for edge in edges)
        return (x0, y0, x1, y1)


def _lifted(word: Word, pixels: float) -> Word:
    return word._replace(y0=word.y0 + pixels, y1=word.y1 + pixels)


def word(text: str, box: Sequence[float], score: float = 1.0, edges: Sequence[float] = ()) -> Word | None:
    """A word from raw text; blanks around it fall away, and nothing but blanks makes no word."""
    shown = plain(text).strip()
    known = tuple(edges) if len(edges) == len(shown) + 1 else ()
    return Word(shown, half_width(shown), box[0], box[1], box[2], box[3], score, known) if shown else None


def lettered(text: str, box: Sequence[float], score: float, letters: Sequence[Letter]) -> Word | None:
    """A word from a recogniser that tells of each letter; where text and letters do not match, a plain one."""
    shown = plain(text)
    if len(shown) != len(letters) or not shown.strip():
        return word(text, box, score)
    start, end = len(shown) - len(shown.lstrip()), len(shown.rstrip())
    shown, kept = shown[start:end], tuple(letters[start:end])
    centres = [box[0] + letter.centre * (box[2] - box[0]) for letter in kept]
    edges = (box[0], *((left + right) / 2 for left, right in pairwise(centres)), box[2])
    return Word(shown, half_width(shown), box[0], box[1], box[2], box[3], score, edges, kept)


def plain(text: str) -> str:
    """Kangxi radicals and compatibility ideographs become the usual characters, NUL and odd blanks fall away."""
    return text if text.isascii() and text.isprintable() else text.translate(_PLAIN)


def half_width(text: str) -> str:
    """Full-width forms become half-width one by one, so that positions stay the same."""
    return text if text.isascii() else text.translate(_HALF)


class _Lazy(dict[int, str]):
    """A table for `str.translate` that works out each character once."""

    def __init__(self, one: Callable[[str], str]) -> None:
        super().__init__()
        self._one = one

    def __missing__(self, code: int) -> str:
        made = self[code] = self._one(chr(code))
        return made


def _plain(character: str) -> str:
    code = ord(character)
    if code < 0x20 or 0xE000 <= code <= 0xF8FF or code in (0xFEFF, 0xFFFE, 0xFFFF, 0xFFFD):
        return " " if character in "\t\r\n" else ""
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:
        return _RADICALS.get(character) or unicodedata.normalize("NFKC", character)
    return " " if character in "\u00a0\u2002\u2003\u3000" else character


def _half(character: str) -> str:
    if character in _SAME:
        return _SAME[character]
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


@lru_cache(maxsize=16384)
def character_weight(character: str) -> int:
    """2 for wide characters, 1 for narrow ones."""
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


_RADICALS = {
    "⻓": "长",
    "⻚": "页",
    "⻋": "车",
    "⻔": "门",
    "⻝": "食",
    "⻢": "马",
    "⻛": "风",
    "⻅": "见",
    "⻉": "贝",
    "⻄": "西",
    "⻥": "鱼",
    "⻦": "鸟",
    "⻬": "齐",
    "⻰": "龙",
    "⻘": "青",
    "⻩": "黄",
    "⺠": "民",
    "⻆": "角",
    "⻜": "飞",
    "⻣": "骨",
}
_SAME = {
    "￥": "¥",
    "：": ":",
    "﹕": ":",
    "∶": ":",
    "、": "、",
    "。": "。",
    "－": "-",
    "—": "-",
    "–": "-",
    "−": "-",
    "﹣": "-",
}
_PLAIN = _Lazy(_plain)
_HALF = _Lazy(_half)
