"""Reading the cells of a return for the checks: one table as line × column with missing cells as 0.

Rule kept: amounts are two-place decimal strings; anything else is a problem of form, reported before arithmetic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

Cells = Mapping[str, Mapping[str, Any]]
_AMOUNT: Final = re.compile(r"-?\d{1,15}(\.\d{1,2})?")
ZERO: Final = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the bureau does not take the return (`error`), or what it asks about (`notice`)."""

    code: str
    message: str
    severity: str = "error"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a return. `value(line, column)` is 0 where the cell is missing; plain lines have column ""."""

    lines: Mapping[str, Any]

    def value(self, line: str, column: str = "") -> Decimal:
        """Yuan in the cell."""
        content = self.lines.get(line)
        if isinstance(content, Mapping):
            content = content.get(column)
        return Decimal(str(content)) if content not in (None, "") else ZERO

    def has(self, line: str) -> bool:
        """Whether the line was sent at all."""
        return line in self.lines

    def row(self, line: str) -> Mapping[str, Decimal]:
        """The cells of one line by column."""
        content = self.lines.get(line)
        return {key: self.value(line, key) for key in content} if isinstance(content, Mapping) else {}


def sheet(cells: Cells, table: str) -> Sheet:
    """The table named `table`, empty when it was not sent."""
    return Sheet(cells.get(table) or {})


def walk(cells: Cells) -> Iterator[tuple[str, str, str, Any]]:
    """Every cell as (table, line, column, content); plain lines have column ""."""
    for table, lines in cells.items():
        for line, content in lines.items():
            if isinstance(content, Mapping):
                yield from ((table, line, column, amount) for column, amount in content.items())
            else:
                yield table, line, "", content


def malformed(cells: object) -> list[Problem]:
    """Problems of shape: not tables of lines, or amounts that are not two-place decimals."""
    if not isinstance(cells, Mapping) or not isinstance(cells.get("main"), Mapping) or not cells["main"]:
        return [Problem("cells_missing", "申报数据缺少主表")]
    if not all(isinstance(lines, Mapping) for lines in cells.values()):
        return [Problem("cells_malformed", "申报数据不是“表—栏次—列”结构")]
    return [
        Problem("amount_malformed", f"{table} 第{line}栏 {column} 的金额“{amount}”不是两位小数")
        for table, line, column, amount in walk(cells)
        if not (isinstance(amount, str) and _AMOUNT.fullmatch(amount))
    ]
