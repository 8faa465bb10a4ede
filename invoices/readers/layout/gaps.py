"""Cells of a table that ought to carry print and show none: detection misses single characters and merges rows.

Rule kept: only rows that carry a figure are looked at, a cell is the stretch under its title that no word of the row
covers, and what counts for the books comes first where there are too many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from invoices.readers.cell import Cell, Rect
from invoices.readers.layout.columns import name_edge
from invoices.readers.layout.figures import is_figure
from invoices.readers.layout.sheet import Sheet, lines_of
from invoices.readers.layout.table import FIGURE_COLUMNS, body_of, heading_of
from invoices.readers.words import Word

_WORTH: Final = ("item_name", "net_amount", "tax_rate", "tax_amount", "quantity", "unit_price", "unit")
_MOST: Final = 12
_TALL: Final = 1.6
_NARROWEST: Final = 0.6
_ABOVE: Final = 0.15
_TITLE: Final = 2.6

Bounds = Mapping[str, tuple[float, float]]


class Gaps(NamedTuple):
    """Places to read, and words over several rows that stand in their way."""

    cells: tuple[Cell, ...]
    over_rows: tuple[Word, ...]


def gaps_of(sheet: Sheet) -> Gaps:
    """The cells of the first table on the page that were not read, the most telling first."""
    heads, heading = heading_of(sheet)
    if heading is None or "item_name" not in heads:
        return Gaps((), ())
    words = [found for line in body_of(sheet, heads, heading) for found in line]
    height = median(found.height for found in words) if words else 0.0
    over_rows = [found for found in words if found.height > _TALL * height and found.height > found.width]
    rows = lines_of(found for found in words if found not in over_rows)
    bounds = _bounds(heads, rows, height)
    rows = [row for row in rows if _opens(row, bounds)]
    found = [(name, rect) for row in rows for name, rect in _empty(row, bounds, height)]
    chosen = sorted(found, key=lambda each: _WORTH.index(each[0]))[:_MOST]
    return Gaps(tuple(Cell(rect, name in FIGURE_COLUMNS) for name, rect in chosen), tuple(over_rows))


def _bounds(heads: Mapping[str, Word], rows: Sequence[Sequence[Word]], height: float) -> Bounds:
    """How far the columns reach: half-way between titles; names from the left edge of those that were read."""
    heads = {name: _whole(head) for name, head in heads.items()}
    ordered = sorted(heads.items(), key=lambda each: each[1].x0)
    middles = [(last.x1 + following.x0) / 2 for (_, last), (_, following) in pairwise(ordered)]
    last = ordered[-1][1]
    ends = [*middles, last.x1 + last.width]
    bounds = {name: (start, end) for (name, _), start, end in zip(ordered, [0.0, *ends], ends, strict=False)}
    edge = name_edge(heads) if "specification" in heads else bounds["item_name"][1]
    lefts = [row[0].x0 for row in rows if row and row[0].x0 < edge]
    bounds["item_name"] = (min(lefts, default=heads["item_name"].x0 - height) - _ABOVE * height, edge)
    return bounds


def _whole(head: Word) -> Word:
    """The title 金额 is set apart, and its second character is easily lost."""
    return head._replace(x1=head.x0 + _TITLE * head.height) if head.norm == "金" else head


def _reach(name: str, bounds: Bounds) -> float:
    """Names may run on through the column of specifications."""
    return bounds["specification"][1] if name == "item_name" and "specification" in bounds else bounds[name][1]


def _opens(row: Sequence[Word], bounds: Bounds) -> bool:
    """Whether the row is one of goods: a figure stands under a title of figures."""
    left = min(bounds[name][0] for name in FIGURE_COLUMNS if name in bounds)
    return any(found.centre > left and is_figure(found) for found in row)


def _empty(row: Sequence[Word], bounds: Bounds, height: float) -> list[tuple[str, Rect]]:
    """The columns without a word, each as far as the neighbouring words leave it free."""
    middle = median(found.middle for found in row)
    cells: list[tuple[str, Rect]] = []
    for name in _WORTH:
        start, end = bounds.get(name, (0.0, 0.0))
        if name not in bounds or any(start <= found.centre < end for found in row):
            continue
        start = max([start, *(found.x1 for found in row if found.centre < start)])
        end = min([_reach(name, bounds), *(found.x0 for found in row if found.centre >= end)])
        if end - start > _NARROWEST * height and not any(found.x0 < start and end < found.x1 for found in row):
            cells.append((name, (start, middle - height / 2, end, middle + height / 2)))
    return cells
