"""Layouts of the portal's filing pages: which tables, lines and columns a form shows. Data in `layouts/*.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "layouts"


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; `blocked` columns carry no figure (——)."""

    number: str
    title: str
    blocked: frozenset[str]


@dataclass(frozen=True, slots=True)
class Table:
    """Main form or schedule. A table with the one column "" holds plain lines."""

    name: str
    title: str
    columns: dict[str, str]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class FormLayout:
    """A return form as the portal shows it."""

    form: str
    title: str
    tables: tuple[Table, ...]

    def cells(self) -> Iterator[tuple[Table, Line, str]]:
        """Every cell that can be filled in, in page order."""
        for table in self.tables:
            for line in table.lines:
                for column in table.columns:
                    if column not in line.blocked:
                        yield table, line, column


def form_layout(form: str) -> FormLayout:
    """The layout of `form`. Raises `KeyError` when the portal has no such form."""
    return _layouts()[form]


def all_layouts() -> list[FormLayout]:
    """Every form of the portal in menu order."""
    return list(_layouts().values())


def form_title(form: str) -> str:
    """The printed title, or the name itself for a form without a page."""
    layout = _layouts().get(form)
    return layout.title if layout else form


@cache
def _layouts() -> dict[str, FormLayout]:
    rows = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yaml"))]
    return {row["form"]: _layout(row) for row in sorted(rows, key=lambda row: row["menu_place"])}


def _layout(row: dict[str, Any]) -> FormLayout:
    return FormLayout(row["form"], row["title"], tuple(_table(table) for table in row["tables"]))


def _table(row: dict[str, Any]) -> Table:
    blocked: dict[str, list[str]] = {str(line): columns for line, columns in row.get("blocked", {}).items()}
    lines = tuple(
        Line(str(number), str(title), frozenset(blocked.get(str(number), ()))) for number, title in row["lines"].items()
    )
    columns = {str(name): str(title) for name, title in row["columns"].items()}
    return Table(row["name"], row["title"], columns, lines)
