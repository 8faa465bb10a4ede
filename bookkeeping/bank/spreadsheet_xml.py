"""Workbooks written as XML (XML Spreadsheet 2003), which some banks name .xls.

Rule kept: limits as for other tables; a cell may say at which column it stands (`ss:Index`).
"""

from __future__ import annotations

from itertools import islice
from typing import Final

from bookkeeping.bank.safe import Element, children, find, parse, text_at
from foundation.workbooks import Cell, Limits, SheetCells
from kernel.errors import InvalidValue

_MARK: Final = b"urn:schemas-microsoft-com:office:spreadsheet"


def is_spreadsheet_xml(content: bytes) -> bool:
    """Whether the bytes are such a workbook."""
    return _MARK in content[:4096].replace(b"\x00", b"")


def spreadsheet_xml(content: bytes, limits: Limits) -> list[SheetCells]:
    """Every sheet. Raises `InvalidValue`."""
    sheets = islice(children(parse(content), "Worksheet"), 30)
    return [SheetCells("", _rows(find(sheet, "Table"), limits)) for sheet in sheets]


def _rows(table: Element | None, limits: Limits) -> list[list[Cell]]:
    rows = [_cells(row, limits.columns) for row in islice(children(table, "Row"), limits.rows + 1)]
    if len(rows) > limits.rows and not limits.is_glance:
        raise InvalidValue(f"more than {limits.rows} rows", message_zh=f"超过 {limits.rows} 行，请分月导出")
    return rows[: limits.rows]


def _cells(row: Element, most: int) -> list[Cell]:
    found: list[Cell] = []
    for cell in children(row, "Cell"):
        index = next((value for name, value in cell.attrib.items() if name.rpartition("}")[2] == "Index"), "")
        if index.isdigit() and len(index) < 5:
            found.extend([None] * max(0, min(int(index) - 1, most) - len(found)))
        found.append(text_at(cell, "Data") or None)
    return found[:most]
