"""A page made ready for reading: rows, label search over rows, words right of or below a label.

Rule kept: labels are found in text without blanks (they are printed 名　　称), values are found by place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from operator import attrgetter

from invoices.readers.layout.vertical import VerticalLabel, split
from invoices.readers.words import TextPage, Word

_SAME_ROW = 0.45
_left = attrgetter("x0")


@dataclass(frozen=True, slots=True)
class Row:
    """Words of one line, left to right. `text` has no blanks."""

    words: tuple[Word, ...]
    text: str

    @classmethod
    def of(cls, words: Sequence[Word]) -> Row:
        """A row from words in any order."""
        ordered = tuple(sorted(words, key=_left))
        return cls(ordered, "".join([found.norm for found in ordered]).replace(" ", ""))

    def parts(self, start: int, end: int) -> list[Word]:
        """The pieces of words that make up `text[start:end]`."""
        return [found.part(first, last + 1) for found, first, last in self._pieces(start, end)]

    def after(self, end: int) -> Word:
        """What follows `text[:end]` inside the word in which it ends; empty when the word ends there."""
        ((found, _, last),) = self._pieces(end - 1, end)
        return found.part(last + 1, len(found.text))

    def _pieces(self, start: int, end: int) -> Iterator[tuple[Word, int, int]]:
        """Words that share in `text[start:end]`, with their first and last character in it."""
        place = 0
        for found in self.words:
            norm = found.norm
            letters = range(len(norm)) if " " not in norm else [at for at, one in enumerate(norm) if one != " "]
            low, high = max(start - place, 0), min(end - place, len(letters))
            if low < high:
                yield found, letters[low], letters[high - 1]
            place += len(letters)
            if place >= end:
                return


@dataclass(frozen=True, slots=True)
class Span:
    """A label (or value) found in a row."""

    row: Row
    start: int
    end: int
    words: tuple[Word, ...]
    text: str

    @property
    def x0(self) -> float:
        """Left edge."""
        return min(found.x0 for found in self.words)

    @property
    def x1(self) -> float:
        """Right edge."""
        return max(found.x1 for found in self.words)

    @property
    def y0(self) -> float:
        """Upper edge."""
        return min(found.y0 for found in self.words)

    @property
    def y1(self) -> float:
        """Lower edge."""
        return max(found.y1 for found in self.words)

    @property
    def height(self) -> float:
        """Height of the tallest piece."""
        return max(found.height for found in self.words)

    @property
    def middle(self) -> float:
        """Vertical centre of the first piece."""
        return self.words[0].middle

    @property
    def rest(self) -> Word | None:
        """What follows the label inside its own word (`名称:某公司`), `None` when the word ends with the label."""
        piece = self.row.after(self.end)
        return piece if piece.text.strip() else None


@dataclass(frozen=True)
class Sheet:
    """One page as rows: its words without vertical labels and cipher area, and those labels."""

    page: TextPage
    words: tuple[Word, ...]
    labels: tuple[VerticalLabel, ...] = ()

    @classmethod
    def of(cls, page: TextPage) -> Sheet:
        """The page made ready."""
        words, labels = split(page.words)
        return cls(page, tuple(words), tuple(labels))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Lines from top to bottom."""
        return tuple(Row.of(group) for group in _grouped(self.words))

    @cached_property
    def text(self) -> str:
        """All rows without blanks, one per line."""
        return "\n".join(row.text for row in self.rows)

    @cached_property
    def printed(self) -> str:
        """All rows with blanks between words, one per line."""
        return "\n".join(" ".join(found.norm for found in row.words) for row in self.rows)

    def spans(self, pattern: re.Pattern[str]) -> Iterator[Span]:
        """Every place where the pattern stands in a row, top to bottom."""
        for row in self._rows_with(pattern):
            for match in pattern.finditer(row.text):
                yield span_of(row, match.start(), match.end())

    def _rows_with(self, pattern: re.Pattern[str]) -> Sequence[Row]:
        """Rows in which the pattern may stand: one search over the page spares a search in each of its rows."""
        places = [match.span() for match in _by_lines(pattern).finditer(self.text)]
        if any("\n" in self.text[start:end] for start, end in places):
            return self.rows
        hit = dict.fromkeys(bisect_right(self._row_starts, start) - 1 for start, _ in places)
        return [self.rows[index] for index in hit]

    @cached_property
    def _row_starts(self) -> list[int]:
        """Where each row begins in `text`."""
        return list(accumulate((len(row.text) + 1 for row in self.rows[:-1]), initial=0))

    def first(self, pattern: re.Pattern[str]) -> Span | None:
        """The topmost, leftmost place of the pattern."""
        return next(self.spans(pattern), None)

    def right_of(self, span: Span, limit: float = float("inf"), reach: float = 0.75) -> list[Word]:
        """Words right of a label on its level, left to right; `reach` is the tolerance in label heights."""
        height, middle = span.height, span.middle
        left, tolerance = span.x1 - 0.6 * height, reach * max(height, 1e-6)
        low, high = 2 * (middle - tolerance), 2 * (middle + tolerance)
        found = [other for other in self.words if left <= other.x0 < limit and low <= other.y0 + other.y1 <= high]
        rest = span.rest
        return sorted([*found, rest] if rest else found, key=lambda other: other.x0)

    def between(self, top: float, bottom: float, left: float = 0.0, right: float = float("inf")) -> list[Word]:
        """Words whose centre lies in the area."""
        return [w for w in self.words if top <= w.middle <= bottom and left <= w.centre <= right]


@lru_cache(maxsize=512)
def _by_lines(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """The same pattern with its anchors at each line."""
    return re.compile(pattern.pattern, pattern.flags | re.MULTILINE)


def span_of(row: Row, start: int, end: int) -> Span:
    """The span of `row.text[start:end]`."""
    return Span(row, start, end, tuple(row.parts(start, end)), row.text[start:end])


def _grouped(words: Sequence[Word]) -> list[list[Word]]:
    """Words whose middles lie close to the mean of the line so far."""
    groups: list[list[Word]] = []
    level = height = 0.0
    for found in sorted(words, key=lambda item: item.middle):
        limit = _SAME_ROW * min(found.height, height or found.height)
        if groups and abs(found.middle - level) <= limit:
            groups[-1].append(found)
            size = len(groups[-1])
            level += (found.middle - level) / size
            height += (found.height - height) / size
        else:
            groups.append([found])
            level, height = found.middle, found.height
    return groups


def lines_of(words: Iterable[Word]) -> list[list[Word]]:
    """Words as printed lines, each left to right."""
    words = tuple(words)
    if len(words) < 2:
        return [list(words)] if words else []
    return [sorted(group, key=lambda found: found.x0) for group in _grouped(tuple(words))]


def joined(words: Iterable[Word], blank: float = 0.55) -> str:
    """Printed text of the words: lines one after the other, a blank where a Latin gap is wide."""
    text = ""
    last: Word | None = None
    for line in lines_of(words):
        for found in line:
            if last is not None and text and _needs_blank(last, found, blank):
                text += " "
            text += found.text
            last = found
    return text.strip()


def _needs_blank(last: Word, found: Word, blank: float) -> bool:
    latin = last.norm[-1:].isascii() and found.norm[:1].isascii()
    same_line = abs(last.middle - found.middle) < 0.5 * max(last.height, found.height)
    return latin and same_line and found.x0 - last.x1 > blank * 0.5 * found.height
