"""The cells of a filing page: filled in one go, read back one by one, compared with what is to be filed.

Rule kept: every figure on the page is accounted for. A cell that is missing on the page, differs from the order, or
carries a figure nobody ordered stops the run before anything is sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

from rpa.drift import PortalData
from rpa.errors import ElementMissing

_SCRIPT: Final = (Path(__file__).parent / "cells.js").read_text(encoding="utf-8")


class Differing(Exception):
    """The page shows other figures than ordered; `names` says which, with both figures."""

    def __init__(self, names: list[str]) -> None:
        super().__init__("; ".join(names))
        self.names = names


def fill_cells(page: Page, portal: PortalData, form: str, cells: Mapping[str, Any]) -> str:
    """Type every cell in. Returns how they were found: `css`, or `label` where at least one has moved."""
    answer = page.evaluate(_SCRIPT, {"cells": list(_tasks(portal, form, cells)), "fill": True})
    ways = {found["how"] for found in answer["found"]}
    return "label" if "label" in ways else "css"


def prefilled(page: Page, portal: PortalData, form: str, cells: Mapping[str, Any]) -> tuple[str, ...]:
    """Cells that carry another figure than ordered before anything is typed, with both figures."""
    tasks = list(_tasks(portal, form, cells))
    answer = page.evaluate(_SCRIPT, {"cells": tasks, "fill": False})
    pairs = zip(tasks, answer["found"], strict=True)
    return tuple(
        f"{task['name']}: {found['shown']} → {task['amount']}"
        for task, found in pairs
        if (_number(found["shown"]) or 0) != 0 and _number(found["shown"]) != _number(task["amount"])
    )


def require_shown(page: Page, portal: PortalData, form: str, cells: Mapping[str, Any]) -> int:
    """How many cells the page shows just as ordered. Raises `Differing` or `ElementMissing` otherwise."""
    tasks = list(_tasks(portal, form, cells))
    answer = page.evaluate(_SCRIPT, {"cells": tasks, "fill": False})
    differing = []
    for task, found in zip(tasks, answer["found"], strict=True):
        wanted = _number(task["amount"])
        if found["how"] in ("missing", "blocked") and wanted:
            raise ElementMissing(f"cell {task['name']}", ["css", "label"])
        if found["how"] not in ("missing", "blocked") and _number(found["shown"]) != wanted:
            differing.append(f"{task['name']}: {found['shown']} ≠ {task['amount']}")
    differing += [
        f"{other['name']}: {other['shown']} ≠ 0.00"
        for other in answer["others"]
        if other["shown"] != "——" and _number(other["shown"]) != 0
    ]
    if differing:
        raise Differing(differing)
    return len(tasks)


def _tasks(portal: PortalData, form: str, cells: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    tables = portal.forms[form]["tables"]
    for table, lines in cells.items():
        titles = tables.get(table, {"title": table, "columns": {}})
        for line, content in lines.items():
            columns = content if isinstance(content, Mapping) else {"": content}
            for column, amount in columns.items():
                words = {"table": table, "line": line, "column": column, "table_title": titles["title"]}
                words["column_title"] = titles["columns"].get(column, column)
                yield {
                    "name": ".".join(part for part in (table, line, column) if part),
                    "key": portal.cells["key"].format(**words),
                    "label": portal.cells["label"].format(**words),
                    "amount": str(amount),
                }


def _number(shown: str) -> Decimal | None:
    try:
        return Decimal(shown.replace(",", "") or "0")
    except InvalidOperation:
        return None
