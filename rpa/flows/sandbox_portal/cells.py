"""The cells of a filing page: filled in one go, read back one by one, compared with what is to be filed.

Rule kept: every figure on the page is accounted for. A cell that is missing on the page, differs from the order, or
carries a figure nobody ordered stops the run before anything is sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from playwright.sync_api import Page

from rpa.drift import PortalData
from rpa.errors import ElementMissing, FiguresDiffer

_SCRIPT: Final = """
(task) => {
  const byMark = new Map(), byLabel = new Map();
  for (const e of document.querySelectorAll('[data-cell]')) byMark.set(e.dataset.cell, e);
  for (const e of document.querySelectorAll('[aria-label]')) {
    const label = e.getAttribute('aria-label');
    byLabel.set(label, byLabel.has(label) ? null : e);
  }
  const show = e => (e instanceof HTMLInputElement ? e.value : e.textContent).trim();
  const claimed = new Set();
  const found = task.cells.map(cell => {
    const marked = byMark.get(cell.key), e = marked || byLabel.get(cell.label);
    if (!e) return {name: cell.name, how: 'missing', shown: ''};
    claimed.add(e);
    const isField = e instanceof HTMLInputElement;
    if (task.fill && isField && e.value !== cell.amount) {
      e.value = cell.amount;
      e.dispatchEvent(new Event('input', {bubbles: true}));
      e.dispatchEvent(new Event('change', {bubbles: true}));
    }
    return {name: cell.name, how: e.classList.contains('blocked') ? 'blocked' : marked ? 'css' : 'label', shown: show(e)};
  });
  const isCell = e => e.dataset.cell || /第[0-9a-z.]+栏/.test(e.getAttribute('aria-label') || '');
  const others = [...document.querySelectorAll('[data-cell], [aria-label]')].filter(e => isCell(e) && !claimed.has(e));
  for (const d of document.querySelectorAll('details')) d.open = [...d.querySelectorAll('input, .amount')].some(e => Number(show(e)));
  return {found, others: others.map(e => ({name: e.dataset.cell || e.getAttribute('aria-label'), shown: show(e)}))};
}
"""


def fill_cells(page: Page, portal: PortalData, form: str, cells: Mapping[str, Any]) -> str:
    """Type every cell in. Returns how the cells were found. Raises `ElementMissing` for one with a figure and no field."""
    answer = page.evaluate(_SCRIPT, {"cells": list(_tasks(portal, form, cells)), "fill": True})
    ways = {found["how"] for found in answer["found"]}
    return "label" if "label" in ways else "css"


def require_shown(page: Page, portal: PortalData, form: str, cells: Mapping[str, Any], *, where: str) -> int:
    """How many cells the page shows just as ordered. Raises `FiguresDiffer` or `ElementMissing` otherwise."""
    tasks = list(_tasks(portal, form, cells))
    answer = page.evaluate(_SCRIPT, {"cells": tasks, "fill": False})
    differing = []
    for task, found in zip(tasks, answer["found"], strict=True):
        wanted = _number(task["amount"])
        if found["how"] in ("missing", "blocked") and wanted:
            raise ElementMissing(f"cell {task['name']}", ["css", "label"])
        if found["how"] not in ("missing", "blocked") and _number(found["shown"]) != wanted:
            differing.append(f"{task['name']} shows {found['shown']!r}, to be filed {task['amount']}")
    differing += [
        f"{other['name']} shows {other['shown']!r}, nothing to be filed"
        for other in answer["others"]
        if other["shown"] != "——" and _number(other["shown"]) != 0
    ]
    if differing:
        raise FiguresDiffer(where, differing)
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
