"""Tables out of and into Excel files.

Rule kept: every text is written as text, never as a formula; what comes in is read by `workbooks`, within limits.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

import xlsxwriter

from foundation.workbooks import Cell, Limits, read_sheets
from kernel.errors import InvalidValue

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_UNPACKED: Final = 60 * 1024 * 1024
MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 80


def write_table(sheet_name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """One sheet with its header in the first row, as import clients want it; `Decimal` cells are numbers."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    sheet = book.add_worksheet(sheet_name)
    bold, amount = book.add_format({"bold": True}), book.add_format({"num_format": "0.00"})
    for column, name in enumerate(header):
        sheet.write_string(0, column, name, bold)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, Decimal):
                sheet.write_number(number, column, value, amount)
            elif value not in {None, ""}:
                sheet.write_string(number, column, str(value))
    sheet.set_column(0, len(header), 14)
    sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()


def read_table(content: bytes) -> list[list[Cell]]:
    """The cells of the first sheet of a workbook, numbers as `Decimal` as they were typed. Raises `InvalidValue`."""
    if not content.startswith(b"PK"):
        raise InvalidValue("only .xlsx files are read", message_zh="只支持 .xlsx 文件")
    sheets = read_sheets(content, Limits(MAX_BYTES, MAX_UNPACKED, MAX_ROWS, MAX_COLUMNS))
    return sheets[0].rows if sheets else []
