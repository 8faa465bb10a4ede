"""What an exported sheet is: its kind, its header (below titles, in one to three rows), the span it says it covers.

Rule kept: a sheet is recognised by the columns it has, never by its name; what is not understood is said, not guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from bookkeeping.takeover.cells import months, text
from bookkeeping.takeover.words import column_named, is_ignored, words
from foundation.workbooks import Cell
from kernel.errors import InvalidValue
from kernel.period import AccountingPeriod

SEEK_HEADER_IN: Final = 15
MOST_HEADER_ROWS: Final = 3
_FIGURES = ("opening", "closing", "year_opening")


class Kind(StrEnum):
    """What a sheet holds."""

    CHART = "chart"
    BALANCES = "balances"
    PARTIES = "parties"
    VOUCHERS = "vouchers"
    ASSETS = "assets"


@dataclass(frozen=True, slots=True)
class Head:
    """A recognised header: where rows begin (from 0), columns by our names, titles nobody knew, months said above."""

    kind: Kind
    first_row: int
    columns: Mapping[str, int]
    unknown: tuple[str, ...] = ()
    start: AccountingPeriod | None = None
    end: AccountingPeriod | None = None

    def has(self, *names: str) -> bool:
        """Whether any of the columns is there."""
        return any(name in self.columns for name in names)


def recognise(rows: Sequence[Sequence[Cell]]) -> Head:
    """The header of a sheet. Raises `InvalidValue` when no kind fits, with the titles that were seen."""
    best: tuple[int, Head] | None = None
    for first in range(min(SEEK_HEADER_IN, len(rows))):
        for height in range(1, min(MOST_HEADER_ROWS, len(rows) - first) + 1):
            titles = joined_titles(rows[first : first + height])
            columns, unknown = _columns(titles)
            kind = _kind(columns)
            if kind and (best is None or len(columns) > best[0]):
                best = len(columns), Head(kind, first + height, columns, tuple(unknown), *_span(rows[:first]))
    if best is None:
        seen = "、".join(dict.fromkeys(text(cell) for row in rows[:3] for cell in row if cell))[:80]
        raise InvalidValue(
            f"no known header in the first {SEEK_HEADER_IN} rows; seen: {seen}",
            message_zh=f"前 {SEEK_HEADER_IN} 行中没有认得的表头；看到的是：{seen or '空表'}",
        )
    return best[1]


def joined_titles(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Titles joined from top to bottom; a merged title above reaches right to the next one."""
    width = max((len(row) for row in rows), default=0)
    said = [[text(row[place]) if place < len(row) else "" for place in range(width)] for row in rows]
    for above, below in pairwise(said):
        group = ""
        for place in range(width):
            group = above[place] or (group if below[place] else "")
            above[place] = group
    return ["".join(dict.fromkeys(row[place] for row in said if row[place])) for place in range(width)]


def _columns(titles: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    columns: dict[str, int] = {}
    unknown = []
    named = [column_named(title) if title else "" for title in titles]
    for place, title in enumerate(titles):
        name, following = named[place], named[place + 1] if place + 1 < len(named) else ""
        if name == "direction" and following in _FIGURES:
            name = f"{following}_direction"
        if name and name not in columns:
            columns[name] = place
        elif title and not name and not is_ignored(title):
            unknown.append(title)
    for ours, plain_name in (("code", "plain_code"), ("name", "plain_name")):
        if plain_name in columns:
            columns.setdefault(ours, columns.pop(plain_name))
    return columns, unknown


def _kind(columns: Mapping[str, int]) -> Kind | None:
    have = columns.keys()
    account = bool({"code", "name", "full_name"} & have)
    if {"cost"} <= have and {"life_months", "life_years", "accumulated"} & have and _names_asset(have):
        return Kind.ASSETS
    sides = {"debit", "credit"} <= have or {"period_debit", "period_credit"} <= have or {"direction", "amount"} <= have
    if account and sides and {"number", "word_number"} & have and {"date", "period"} & have:
        return Kind.VOUCHERS
    if account and any(name.startswith(("opening", "closing", "year")) for name in have):
        parties = {"counterparty", "department", "employee", "project", "stock_item", "counterparty_code"} & have
        return Kind.PARTIES if parties else Kind.BALANCES
    return Kind.CHART if {"code", "name"} <= have and {"direction", "category"} & have else None


def _names_asset(have: object) -> bool:
    return any(name in have for name in ("asset_code", "asset_name", "name", "code"))  # type: ignore[operator]


def _span(rows: Sequence[Sequence[Cell]]) -> tuple[AccountingPeriod | None, AccountingPeriod | None]:
    """First and last month named above the header."""
    found = [month for row in rows for cell in row if isinstance(cell, str) for month in months(cell)]
    return (min(found), max(found)) if found else (None, None)


def rows_below(head: Head, rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[int, dict[str, Cell]]]:
    """(row number of the sheet, cells by our names) of every row that says something; sums and notes are left out."""
    sums = words().totals
    for number, row in enumerate(rows[head.first_row :], head.first_row + 1):
        said = {name: row[place] for name, place in head.columns.items() if place < len(row) and row[place] is not None}
        first = next((text(cell).replace(" ", "") for cell in row if cell is not None), "")
        names = {text(said.get(name)).replace(" ", "") for name in ("code", "name", "description", "asset_name")}
        if said and first not in sums and not (names & sums and not _has_account(said)):
            yield number, said


def _has_account(said: Mapping[str, Cell]) -> bool:
    return any(character.isdigit() for character in text(said.get("code")))
