"""A page made ready for reading: rows, label search over rows, words right of or below a label.

Rule kept: labels are found in text without blanks (they are printed 名　　称), values are found by place.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from operator import attrgetter

from invoices.readers.layout.vertical import VerticalLabel, split
from invoices.readers.words import TextPage, Word

_SAME_ROW = 0.45
_left = attrgetter("x0")
_middle = attrgetter("middle")


@dataclass(frozen=True, slots=True)
class Row:
    """Words of one line, left to right. `text` has no blanks; `starts` says where each word begins in it."""

    words: tuple[Word, ...]
    text: str
    starts: list[int]

    @classmethod
    def of(cls, words: Sequence[Word]) -> Row:
        """A row from words in any order."""
        ordered = tuple(sorted(words, key=_left) if len(words) > 1 else words)
        compact = [found.norm.replace(" ", "") for found in ordered]
        return cls(ordered, "".join(compact), list(accumulate(map(len, compact[:-1]), initial=0)))

    def parts(self, start: int, end: int) -> list[Word]:
        """The pieces of words that make up `text[start:end]`."""
        first, last = bisect_right(self.starts, start) - 1, bisect_left(self.starts, end)
        return [self._part(index, start, end) for index in range(first, last)]

    def after(self, end: int) -> Word | None:
        """What follows `text[:end]` inside the word in which it ends, `None` when the word ends there."""
        index = bisect_left(self.starts, end) - 1
        norm = self.words[index].norm
        place = _printed(norm, end - self.starts[index] - 1) + 1
        return self.words[index].part(place, len(norm)) if norm[place:].strip() else None

    def _part(self, index: int, start: int, end: int) -> Word:
        """As much of a word as lies in `text[start:end]`."""
        found, place = self.words[index], self.starts[index]
        stop = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
        if start <= place and stop <= end and " " not in found.norm:
            return found
        low, high = max(start, place) - place, min(end, stop) - place
        return found.part(_printed(found.norm, low), _printed(found.norm, high - 1) + 1)


def _printed(norm: str, place: int) -> int:
    """Where the character stands that is at `place` when blanks are left out."""
    if " " not in norm:
        return place
    return [at for at, one in enumerate(norm) if one != " "][place]


@dataclass(frozen=True, slots=True)
class Span:
    """A label (or value) found in a row, and the edges of the box around it."""

    row: Row
    start: int
    end: int
    words: tuple[Word, ...]
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    height: float
    """Of the tallest piece."""

    @property
    def middle(self) -> float:
        """Vertical centre of the first piece."""
        return self.words[0].middle

    @property
    def rest(self) -> Word | None:
        """What follows the label inside its own word (`名称:某公司`), `None` when the word ends with the label."""
        return self.row.after(self.end)


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
        return tuple(Row.of(group) for group in _grouped(*self._falling))

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
        for row in self.rows_with(pattern):
            for match in pattern.finditer(row.text):
                yield span_of(row, match.start(), match.end())

    def rows_with(self, pattern: re.Pattern[str]) -> Sequence[Row]:
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
        level = self._between(middle - tolerance, middle + tolerance)
        found = [other for other in level if left <= other.x0 < limit]
        if rest := span.rest:
            found.append(rest)
        return sorted(found, key=_left)

    def between(self, top: float, bottom: float, left: float = 0.0, right: float = float("inf")) -> list[Word]:
        """Words whose centre lies in the area, from top to bottom."""
        return [found for found in self._between(top, bottom) if left <= found.centre <= right]

    def _between(self, top: float, bottom: float) -> Sequence[Word]:
        """Words whose middle lies between two heights."""
        words, middles = self._falling
        return words[bisect_left(middles, top) : bisect_right(middles, bottom)]

    @cached_property
    def _falling(self) -> tuple[list[Word], list[float]]:
        """The words from top to bottom, and their middles."""
        return _falling(self.words)


@lru_cache(maxsize=512)
def _by_lines(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """The same pattern with its anchors at each line."""
    return re.compile(pattern.pattern, pattern.flags | re.MULTILINE)


def span_of(row: Row, start: int, end: int) -> Span:
    """The span of `row.text[start:end]`."""
    words, text = tuple(row.parts(start, end)), row.text[start:end]
    if len(words) == 1:
        [(_, _, x0, y0, x1, y1, *_)] = words
        return Span(row, start, end, words, text, x0, y0, x1, y1, y1 - y0)
    x0, y0 = min(found.x0 for found in words), min(found.y0 for found in words)
    x1, y1 = max(found.x1 for found in words), max(found.y1 for found in words)
    return Span(row, start, end, words, text, x0, y0, x1, y1, max(found.height for found in words))


def _falling(words: Iterable[Word]) -> tuple[list[Word], list[float]]:
    """The words from top to bottom, and their middles."""
    falling = sorted(words, key=_middle)
    return falling, [found.middle for found in falling]


def _grouped(words: Sequence[Word], middles: Sequence[float]) -> list[list[Word]]:
    """Words whose middles lie close to the mean of the line so far; both come from the top to the bottom."""
    groups: list[list[Word]] = []
    level = height = 0.0
    for found, middle in zip(words, middles, strict=True):
        own = found.y1 - found.y0
        if groups and abs(middle - level) <= _SAME_ROW * min(own, height or own):
            groups[-1].append(found)
            size = len(groups[-1])
            level += (middle - level) / size
            height += (own - height) / size
        else:
            groups.append([found])
            level, height = middle, own
    return groups


def lines_of(words: Iterable[Word]) -> list[list[Word]]:
    """Words as printed lines, each left to right."""
    words = tuple(words)
    if len(words) < 2:
        return [list(words)] if words else []
    return [sorted(group, key=_left) for group in _grouped(*_falling(words))]


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
