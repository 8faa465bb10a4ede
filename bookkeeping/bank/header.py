"""Where the lines of a sheet begin, in which layout, and which column is which.

Rules kept: a layout is known by its columns (and words above them), never by the name of the file; a header nobody
knows is named with its titles, so that a person can say what the columns are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bookkeeping.bank.cells import text
from bookkeeping.bank.words import Layout, layouts, plain, words
from bookkeeping.takeover.sheets import joined_titles
from foundation.workbooks import Cell

SEEK_IN: Final = 60
"""Rows a heading may take: exports of wallets stand below 25 rows of notes."""
GENERIC: Final = "generic"
MAPPED: Final = "mapped"
Rows = Sequence[Sequence[Cell]]
Columns = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Head:
    """A header: where lines begin (from 0), places of our columns in order of preference, its titles as written."""

    first_row: int
    header_row: int
    columns: Columns
    titles: tuple[str, ...]
    layout: Layout | None = None
    is_mapped: bool = False

    @property
    def layout_name(self) -> str:
        """The layout as statements name it."""
        return self.layout.name if self.layout else MAPPED if self.is_mapped else GENERIC


def fingerprint(titles: Sequence[str]) -> str:
    """What one header is remembered by."""
    return hashlib.sha256("|".join(plain(title) for title in titles).encode()).hexdigest()[:40]


def find_header(rows: Rows, wanted: str = "auto") -> Head | None:
    """The header of a known layout (only `wanted` unless auto), else one whose words say enough, else None."""
    best: tuple[int, Head] | None = None
    for row in range(min(SEEK_IN, len(rows))):
        for height in (1, 2):
            if sum(cell is not None for cell in rows[row]) < 3:
                break
            titles = _titles(rows[row : row + height])
            if height == 1 and wanted != GENERIC and (known := _known(rows[:row], titles, wanted)):
                return Head(row + 1, row, places(known, titles), tuple(titles), known)
            columns = _generic(titles)
            score = len(columns) * 2 - height
            if wanted in {"auto", GENERIC} and _says_enough(columns) and (best is None or score > best[0]):
                best = score, Head(row + height, row, columns, tuple(titles))
    return best[1] if best else None


def likely_header(rows: Rows) -> Head | None:
    """The row that looks most like a header where no word is known: the most texts above a row as wide."""
    best: tuple[int, int] | None = None
    for row in range(min(SEEK_IN, len(rows) - 1)):
        texts = sum(isinstance(cell, str) and not any(mark.isdigit() for mark in cell) for cell in rows[row])
        below = sum(cell is not None for cell in rows[row + 1])
        if texts >= 3 and below >= 3 and (best is None or texts > best[0]):
            best = texts, row
    if best is None:
        return None
    titles = tuple(text(cell) for cell in rows[best[1]])
    return Head(best[1] + 1, best[1], {}, titles)


def mapped_header(rows: Rows, header: str, columns: Mapping[str, int]) -> Head | None:
    """The header a person has explained, found again by its fingerprint."""
    for row in range(min(SEEK_IN, len(rows))):
        titles = tuple(text(cell) for cell in rows[row])
        if fingerprint(titles) == header:
            found = {name: (place,) for name, place in columns.items() if 0 <= place < len(titles)}
            return Head(row + 1, row, found, titles, is_mapped=True)
    return None


def places(layout: Layout, titles: Sequence[str]) -> Columns:
    """Columns of a known layout."""
    plain_titles = [plain(title) for title in titles]
    found = {
        name: tuple(plain_titles.index(title) for title in wanted if title in plain_titles)
        for name, wanted in layout.columns.items()
    }
    return {name: where for name, where in found.items() if where}


def _titles(rows: Rows) -> list[str]:
    """Titles of one or two rows; 借方 below 发生额 is known by its lower part where it is not as a whole."""
    joined = joined_titles(rows)
    lower = [text(cell) for cell in rows[-1]] if len(rows) > 1 else []
    meanings = words().meanings
    return [
        below if plain(title) not in meanings and plain(below) in meanings else title
        for title, below in zip(joined, [*lower, *[""] * (len(joined) - len(lower))], strict=False)
    ]


def _known(above: Rows, titles: Sequence[str], wanted: str) -> Layout | None:
    have = {plain(title) for title in titles if title}
    for layout in layouts():
        fits = layout.required <= have and (layout.is_open or have <= layout.allowed)
        if fits and wanted in {"auto", layout.name} and (wanted != "auto" or _stands_above(layout, above)):
            return layout
    return None


def _stands_above(layout: Layout, above: Rows) -> bool:
    if not layout.above:
        return True
    return any(word in cell for row in above for cell in row if isinstance(cell, str) for word in layout.above)


def _generic(titles: Sequence[str]) -> Columns:
    known = words()
    at: dict[str, list[int]] = {}
    for place, title in enumerate(titles):
        if title:
            at.setdefault(plain(title), []).append(place)
    found = {
        name: tuple(place for title in wanted for place in at.get(title, ())) for name, wanted in known.columns.items()
    }
    for ours, theirs in (("own_account", "account"), ("own_name", "name")):
        if len(found[ours]) > 1 and not found[theirs]:
            found[theirs], found[ours] = found[ours][1:], found[ours][:1]
    return {name: where for name, where in found.items() if where}


def _says_enough(columns: Columns) -> bool:
    amounts = {"in", "out"} <= columns.keys() or "amount" in columns
    return amounts and bool({"date", "time"} & columns.keys())
