"""Lines of an invoice cut into text rows and pages.

Rule kept: a long item name runs over several rows of its own column; its figures stand in the first of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kernel.money import text
from samples.page import Pen, wrap
from samples.truth import Line


@dataclass(frozen=True, slots=True)
class Row:
    """One invoice line with its wrapped texts."""

    index: int
    line: Line
    names: tuple[str, ...]
    specs: tuple[str, ...]

    @property
    def height(self) -> int:
        """Text rows it takes."""
        return max(len(self.names), len(self.specs), 1)


def rows(lines: tuple[Line, ...], pen: Pen, *, name_width: float, spec_width: float) -> list[Row]:
    """All lines, wrapped to the two column widths (mm)."""
    return [
        Row(
            index,
            line,
            tuple(wrap(line.item_name, name_width, pen)),
            tuple(wrap(line.specification, spec_width, pen)),
        )
        for index, line in enumerate(lines)
    ]


def pages(all_rows: list[Row], *, room: int) -> list[list[Row]]:
    """Rows in groups of at most `room` text rows."""
    groups: list[list[Row]] = [[]]
    for row in all_rows:
        if groups[-1] and sum(each.height for each in groups[-1]) + row.height > room:
            groups.append([])
        groups[-1].append(row)
    return groups


def rate_text(line: Line) -> str:
    """`13%`, or the word for what bears no tax."""
    if line.tax_rate is None:
        return {"exempt": "免税", "out_of_scope": "不征税"}.get(line.tax_treatment, "0%")
    return f"{(line.tax_rate * 100).normalize():f}%"


def tax_text(line: Line) -> str:
    """The tax amount, stars where there is none by law."""
    return "***" if line.tax_rate is None else text(line.tax_amount)


def number_text(value: Decimal | None) -> str:
    """A quantity or price without trailing zeros."""
    return "" if value is None else f"{value.normalize():f}"
