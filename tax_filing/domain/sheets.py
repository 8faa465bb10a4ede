"""A return as sheets for print and Excel, and what changed since the last one or differs from other figures.

Rule kept: screen, file and comparison read the same stored cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kernel.money import ZERO, money
from tax_filing.domain.cell_key import AMOUNT, CellKey
from tax_filing.domain.return_form import FormLine, FormSection, ReturnForm

Lines = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that is not the same in two sets of figures; `other` is `None` where the other has no such cell."""

    key: CellKey
    section: FormSection
    line: FormLine
    ours: Decimal
    other: Decimal | None

    @property
    def change(self) -> Decimal:
        """Ours less the other, in yuan."""
        return self.ours - (self.other or ZERO)


def value_of(lines: Lines, key: CellKey) -> str | None:
    """The stored figure of a cell, `None` where it prints as a dash or does not exist."""
    row = lines.get(key.section, {}).get(key.line)
    if key.column == AMOUNT:
        return row if isinstance(row, str) else None
    return row.get(key.column) if isinstance(row, Mapping) else None


def differences(form: ReturnForm, ours: Lines, other: Lines, *, everywhere: bool = True) -> list[Difference]:
    """Cells that differ, in printed order; only cells the other names when not `everywhere`."""
    return list(_differences(form, ours, other, everywhere=everywhere))


def _differences(form: ReturnForm, ours: Lines, other: Lines, *, everywhere: bool) -> Iterator[Difference]:
    for section in form.sections:
        for line in section.lines:
            for column in line.formulas:
                key = CellKey(section.name, line.number, column)
                mine, theirs = value_of(ours, key), value_of(other, key)
                if theirs is None and not everywhere:
                    continue
                if money(mine) != money(theirs):
                    yield Difference(key, section, line, money(mine), None if theirs is None else money(theirs))


def compared(form: ReturnForm, other: Lines) -> int:
    """How many cells of the form the other set of figures names."""
    return sum(value_of(other, key) is not None for key in form.formulas)
