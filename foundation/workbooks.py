"""The sheets of a file somebody else's program wrote: .xlsx, or CSV in UTF-8 or GB18030.

Rules kept: a file read is hostile: limits on size before and after unpacking, on sheets, rows and columns, and a
damaged one is refused with a clear sentence, never a fault; a formula without a stored value is refused, not blank.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final

from kernel.errors import InvalidValue

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_UNPACKED: Final = 200 * 1024 * 1024
MAX_SHEETS: Final = 30
MAX_ROWS: Final = 50_000
MAX_COLUMNS: Final = 120
Cell = str | Decimal | date | None
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_FORMULA: Final = re.compile(rb"<f[ />]")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may hold; sizes in bytes. With `times` a cell keeps the time of its day.

    With `is_glance` rows beyond the limit are left unread, not refused.
    """

    size: int = MAX_BYTES
    unpacked: int = MAX_UNPACKED
    rows: int = MAX_ROWS
    columns: int = MAX_COLUMNS
    times: bool = False
    is_glance: bool = False


USUAL: Final = Limits()


@dataclass(frozen=True, slots=True)
class SheetCells:
    """One sheet: its name and its rows, numbers as `Decimal` as they were typed."""

    name: str
    rows: list[list[Cell]]


def read_sheets(content: bytes, limits: Limits = USUAL) -> list[SheetCells]:
    """Every sheet that has cells. Raises `InvalidValue` with what to do instead."""
    if len(content) > limits.size:
        size = limits.size // (1024 * 1024)
        raise InvalidValue(f"the file is larger than {size} MB", message_zh=f"文件超过 {size} MB")
    if content.startswith(b"PK"):
        return _workbook(content, limits)
    _refuse_others(content)
    return [SheetCells("CSV", csv_rows(content, limits))]


def _refuse_others(content: bytes) -> None:
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise InvalidValue(
                "the workbook is encrypted; save it without a password",
                message_zh="文件有打开密码，请在 Excel 中取消密码后另存",
            )
        raise InvalidValue(
            "the old .xls format is not read; save as .xlsx", message_zh="不支持旧版 .xls，请在 Excel 中另存为 .xlsx"
        )
    head = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<"):
        raise InvalidValue(
            "this is a web page under the name of a workbook; open it in Excel and save as .xlsx",
            message_zh="文件其实是网页格式，请用 Excel 打开后另存为 .xlsx",
        )


def _workbook(content: bytes, limits: Limits) -> list[SheetCells]:
    has_formulas = _check_archive(content, limits)
    try:
        sheets = list(_sheets(content, limits, values=True))
        if has_formulas:
            _check_formulas(sheets, list(_sheets(content, limits, values=False)))
    except InvalidValue:
        raise
    except Exception as error:
        raise InvalidValue(
            "the file is no readable Excel workbook", message_zh="文件不是可读的 Excel 工作簿"
        ) from error
    read = partial(cell_of, times=limits.times)
    return [SheetCells(name, [[read(value) for value in row] for row in rows]) for name, rows in sheets if rows]


def _check_archive(content: bytes, limits: Limits) -> bool:
    """Whether any sheet has formulas. Raises `InvalidValue` for what is no workbook or unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > limits.unpacked:
                raise InvalidValue("the file unpacks to too much", message_zh="文件解压后过大")
            if "xl/workbook.xml" not in archive.namelist():
                raise InvalidValue("only .xlsx and .csv files are read", message_zh="只支持 .xlsx 和 .csv 文件")
            inside = (entry.filename for entry in entries if entry.filename.startswith("xl/worksheets/"))
            return any(_FORMULA.search(archive.read(name)) for name in inside)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise InvalidValue(
            "the file is no readable Excel workbook", message_zh="文件不是可读的 Excel 工作簿"
        ) from error


def _sheets(content: bytes, limits: Limits, *, values: bool) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    from openpyxl import load_workbook  # a third of a second that only imports need

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=values, keep_links=False)
    for sheet in book.worksheets[:MAX_SHEETS]:
        yield sheet.title, list(_limited(sheet, limits))
    book.close()


def _limited(sheet: Any, limits: Limits) -> Iterable[tuple[Any, ...]]:
    """Rows up to the limit, whatever the file says of its own size; one more is refused."""
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=limits.columns), 1):
        if number > limits.rows:
            if limits.is_glance:
                return
            raise InvalidValue(f"more than {limits.rows} rows", message_zh=f"超过 {limits.rows} 行，请分月导出")
        yield row


def _check_formulas(
    values: Sequence[tuple[str, list[tuple[Any, ...]]]], written: Sequence[tuple[str, list[tuple[Any, ...]]]]
) -> None:
    """A formula nobody has computed has no value here: it must not pass for an empty cell."""
    from openpyxl.utils import get_column_letter

    for (name, shown), (_name, typed) in zip(values, written, strict=True):
        for number, (row, texts) in enumerate(zip(shown, typed, strict=True), 1):
            for column, (value, text) in enumerate(zip(row, texts, strict=True), 1):
                if value is None and text is not None:
                    place = f"{get_column_letter(column)}{number}"
                    raise InvalidValue(
                        f"sheet {name}, cell {place}: a formula without a value; paste values and save again",
                        message_zh=f"工作表“{name}”单元格 {place} 是没有结果的公式，请粘贴为数值后再上传",
                    )


def csv_rows(content: bytes, limits: Limits) -> list[list[Cell]]:
    """Rows of a CSV or TSV, every cell a text. Raises `InvalidValue`."""
    text = _decoded(content)
    head = text[:4096]
    delimiter = "\t" if head.count("\t") > head.count(",") else ","
    rows: list[list[Cell]] = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            if number > limits.rows:
                if limits.is_glance:
                    break
                raise InvalidValue(f"more than {limits.rows} rows", message_zh=f"超过 {limits.rows} 行，请分月导出")
            rows.append([cell.strip() or None for cell in row[: limits.columns]])
    except csv.Error as error:
        raise InvalidValue("the file is no readable CSV", message_zh="文件不是可读的 CSV") from error
    return rows


def _decoded(content: bytes) -> str:
    if b"\x00" not in content:
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise InvalidValue("only .xlsx and .csv files are read", message_zh="只支持 .xlsx 和 .csv 文件")


def cell_of(value: object, *, times: bool = False) -> Cell:
    """A value as a library gives it: numbers exact, blank texts nothing."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, datetime):
        return value if times else value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float):
        return Decimal(str(value))
    return str(value).strip() or None
