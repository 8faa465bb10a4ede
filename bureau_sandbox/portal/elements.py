"""Names of page elements, and the reading of a posted filing page back into cells.

Rule kept: a moved name is derived from the plain one, so the server always finds its own fields again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from bureau_sandbox.layout import FormLayout, Line, Table


def moved_name(name: str) -> str:
    """The other name an element bears while `moved_elements` is on."""
    return "e" + hashlib.sha256(name.encode()).hexdigest()[:8]


def cell_name(table: str, line: str, column: str) -> str:
    """`main.1.goods`; a plain line has no third part."""
    return ".".join(part for part in (table, line, column) if part)


def cell_label(table: Table, line: Line, column: str) -> str:
    """What a screen reader says of the cell, e.g. `主表 第1栏 货物及劳务`."""
    return f"{table.title} 第{line.number}栏 {table.columns[column]}"


def cells_from_post(layout: FormLayout, posted: Mapping[str, str], *, moved: bool) -> dict[str, Any]:
    """The cells of the page. Empty fields are 0.00; tables left at zero throughout (but the main form) are left out."""
    cells: dict[str, Any] = {}
    for table, line, column in layout.cells():
        name = cell_name(table.name, line.number, column)
        amount = posted.get(moved_name(name) if moved else name, "").strip().replace(",", "") or "0.00"
        rows = cells.setdefault(table.name, {})
        if column:
            rows.setdefault(line.number, {})[column] = amount
        else:
            rows[line.number] = amount
    return {name: rows for name, rows in cells.items() if name == "main" or _has_figures(rows)}


def _has_figures(rows: Mapping[str, Any]) -> bool:
    return any(
        amount != "0.00"
        for content in rows.values()
        for amount in (content.values() if isinstance(content, dict) else (content,))
    )
