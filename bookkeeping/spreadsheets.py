"""Tables out of and into Excel files.

Rules kept: every text is written as text, never as a formula; a file read is hostile: limits on size before and after
unpacking, on rows and on columns, and a damaged one is a refusal, never a fault.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

import xlsxwriter
from openpyxl import load_workbook

from kernel.errors import InvalidValue

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_UNPACKED: Final = 60 * 1024 * 1024
MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 80
Cell = str | Decimal | date | None


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
    """The cells of the first sheet, numbers as `Decimal` as they were typed. Raises `InvalidValue`."""
    _check_size(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        rows = [[_cell(value) for value in row] for row in _limited(book.worksheets[0])]
        book.close()
    except InvalidValue:
        raise
    except Exception as error:
        raise InvalidValue(
            "the file is no readable Excel workbook", message_zh="文件不是可读的 Excel 工作簿"
        ) from error
    return rows


def _check_size(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise InvalidValue("the file is larger than 5 MB", message_zh="文件超过 5 MB")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise InvalidValue("only .xlsx files are read", message_zh="只支持 .xlsx 文件") from error
    if unpacked > MAX_UNPACKED:
        raise InvalidValue("the file unpacks to too much", message_zh="文件解压后过大")


def _limited(sheet: object) -> Iterable[tuple[object, ...]]:
    """Rows up to the limit, whatever the file says of its own size; one more is refused."""
    sheet.reset_dimensions()  # type: ignore[attr-defined]
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS), 1):  # type: ignore[attr-defined]
        if number > MAX_ROWS:
            raise InvalidValue(f"more than {MAX_ROWS} rows", message_zh=f"超过 {MAX_ROWS} 行")
        yield row


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float):
        return Decimal(str(value))
    return str(value).strip() or None
