"""Where a cell stands on a return form."""

from __future__ import annotations

from typing import Final, NamedTuple

AMOUNT: Final = "amount"


class CellKey(NamedTuple):
    """Section, line number and column name, as printed on the form."""

    section: str
    line: str
    column: str

    def __str__(self) -> str:
        return f"{self.section}.{self.line}.{self.column}" if self.column != AMOUNT else f"{self.section}.{self.line}"
