"""Places on a till's slip where a name, or a count and price, ought to stand and nothing was read.

Rule kept: what the other lines of the same slip show is expected of each line, nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Final, NamedTuple

from invoices.readers.cell import Cell, Rect
from invoices.readers.layout.sheet import Row, Sheet
from invoices.readers.layout.tickets.simple_lines import parts_of, slip_rows

_MOST: Final = 6
_SLACK: Final = 0.3


class _Line(NamedTuple):
    """The row of figures of one line, and the row of its name above it, where the name stands on a row of its own."""

    figures: Row
    name: Row | None


def slip_gaps(sheet: Sheet) -> tuple[Cell, ...]:
    """Names above their figures, and counts left of their amounts, that were not read."""
    lines = _lines(sheet)
    named = [line for line in lines if line.name is not None]
    if len(named) < 2:
        return ()
    height = median(word.height for line in lines for word in line.figures.words)
    pitch = median(_middle(line.figures) - _middle(line.name) for line in named if line.name)
    left = min(line.name.words[0].x0 for line in named if line.name)
    counts = min(line.figures.words[0].x0 for line in lines)
    right = max(line.figures.words[-1].x1 for line in lines)
    cells: list[Cell] = []
    for line in lines:
        if line.name is None and not parts_of(line.figures)[0]:
            cells.append(Cell(_place(left, _middle(line.figures) - pitch, right, height), figures=False))
        first = line.figures.words[0].x0
        if len(parts_of(line.figures)[1]) == 1 and first - counts > height:
            cells.append(Cell(_place(counts, _middle(line.figures), first - _SLACK * height, height), figures=True))
    return tuple(cells[:_MOST])


def _lines(sheet: Sheet) -> Sequence[_Line]:
    lines: list[_Line] = []
    name: Row | None = None
    for row in slip_rows(sheet):
        if parts_of(row)[1]:
            lines.append(_Line(row, name))
            name = None
        else:
            name = row
    return lines


def _place(left: float, middle: float, right: float, height: float) -> Rect:
    return (left - _SLACK * height, middle - height / 2, right, middle + height / 2)


def _middle(row: Row) -> float:
    return median(word.middle for word in row.words)
