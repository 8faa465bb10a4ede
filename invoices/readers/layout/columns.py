"""Where the columns of item names and specifications part, in a table without ruled lines.

Rule kept: specifications start at one left edge in all rows; only that edge may cut a run of text in two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Final

from invoices.readers.words import Word

_COLUMN_GAP: Final = 0.8
_OWN: Final = "own_"
_SEAM: Final = re.compile(r"[\u4e00-\u9fff)][0-9A-Za-z]|[0-9A-Za-z)][\u4e00-\u9fff]")


def name_edge(heads: Mapping[str, Word]) -> float:
    """Chunks that begin left of this are item names, which start at the edge of the table."""
    specification = heads["specification"]
    start = heads["item_name"].x0 if "item_name" in heads else 0.0
    return specification.x0 - 0.42 * max(specification.x0 - start, 0.0)


def specification_starts(lines: Sequence[Sequence[Word]], heads: Mapping[str, Word]) -> list[float]:
    """Left edges of specifications: words right of the name edge that stand apart, or are drawn on their own."""
    if "specification" not in heads:
        return []
    edge, right = name_edge(heads), heads["specification"].x1
    starts: list[float] = []
    for line in lines:
        for last, found in zip([None, *line], line, strict=False):
            apart = last is None or found.x0 - last.x1 > _COLUMN_GAP * found.height
            if edge <= found.x0 < right and apart:
                starts.append(found.x0)
    return starts or _drawn_starts(lines, edge, right)


def _drawn_starts(lines: Sequence[Sequence[Word]], edge: float, right: float) -> list[float]:
    """Where the names fill their column in every row: words of the drawing order that begin there."""
    return [found.x0 for line in lines for found in line[1:] if edge <= found.x0 < right]


def chunks(words: list[Word], starts: list[float]) -> list[list[Word]]:
    """Words that follow each other without a column gap; a word at the left edge of specifications opens a chunk."""
    found_chunks: list[list[Word]] = []
    for found in words:
        aligned = any(abs(found.x0 - start) < 0.35 * found.height for start in starts)
        if found_chunks and not aligned and found.x0 - found_chunks[-1][-1].x1 < _COLUMN_GAP * found.height:
            found_chunks[-1].append(found)
        else:
            found_chunks.append([found])
    return found_chunks


def apart_at_blanks(words: Sequence[Word], heads: Mapping[str, Word]) -> list[Word]:
    """A line that a picture shows without a gap but with a blank where the column of specifications begins, in two."""
    if "specification" not in heads:
        return list(words)
    edge, right = name_edge(heads), heads["specification"].x1
    return [piece for found in words for piece in _at_blank(found, edge, right)]


def _at_blank(found: Word, edge: float, right: float) -> list[Word]:
    for match in re.finditer(" ", found.norm):
        rest = found.part(match.end(), len(found.norm))
        if found.x0 < edge <= rest.x0 < right:
            return [found.part(0, match.start()), rest]
    return [found]


def cut_at_starts(words: Sequence[Word], starts: Sequence[float]) -> list[Word]:
    """Names that run into their specification without a gap come apart at the edge the other rows show."""
    if not starts:
        return list(words)
    edge = median(starts)
    return [piece for found in words for piece in _cut(found, edge)]


def _cut(found: Word, edge: float) -> list[Word]:
    """The word in two where a change of script lies at the edge, else whole."""
    if not found.x0 < edge - 2 * found.height < found.x1:
        return [found]
    for match in _SEAM.finditer(found.norm):
        place = match.start() + 1
        rest = found.part(place, len(found.norm))
        if abs(rest.x0 - edge) < 0.9 * found.height:
            return [found.part(0, place), rest]
    return [found]


def own_columns(heading: Sequence[Word], heads: Mapping[str, Word]) -> dict[str, Word]:
    """Titles that no column of the common form has: construction, transport and rent put their own in the middle."""
    known = [(head.x0, head.x1) for head in heads.values()]
    free = [found for found in heading if len(found.norm) >= 4]
    return {
        f"{_OWN}{found.norm}": found
        for found in free
        if not any(left < found.x1 and found.x0 < right for left, right in known)
    }


def in_own_column(found: Word, heads: Mapping[str, Word]) -> bool:
    """Whether a text begins flush with the title of such a column."""
    return any(name.startswith(_OWN) and abs(found.x0 - head.x0) < head.height for name, head in heads.items())
