"""A file a bank's pages wrote, as sheets of cells: CSV and TSV, .xlsx, the old .xls, its XML form, tables of web pages.

Rule kept: the content says what a file is, never its name: banks give web pages and texts the name .xls.
"""

from __future__ import annotations

import codecs
import io
import re
from itertools import islice
from typing import Any, Final

import python_calamine
from lxml import html

from bookkeeping.bank.spreadsheet_xml import is_spreadsheet_xml, spreadsheet_xml
from foundation.workbooks import Cell, Limits, SheetCells, cell_of, csv_rows, read_sheets
from kernel.errors import InvalidValue

MAX_ROWS: Final = 100_000
LIMITS: Final = Limits(rows=MAX_ROWS, times=True)
GLANCE: Final = Limits(rows=80, times=True, is_glance=True)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_PAGE: Final = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|meta|table|style|body)\b", re.IGNORECASE
)
_QUOTED: Final = re.compile(r'^="(.*)"$')
_DAMAGED: Final = InvalidValue("the file is no readable workbook", message_zh="文件不是可读的 Excel 工作簿")


def sheets_of(content: bytes, limits: Limits = LIMITS) -> list[SheetCells]:
    """Every sheet with cells. Raises `InvalidValue` with what to do instead."""
    if len(content) > limits.size:
        size = limits.size // (1024 * 1024)
        raise InvalidValue(f"the file is larger than {size} MB", message_zh=f"文件超过 {size} MB")
    if content.startswith(_OLE):
        return _old_workbook(content)
    if content.startswith(b"PK"):
        return read_sheets(content, limits)
    if is_spreadsheet_xml(content):
        return spreadsheet_xml(content, limits)
    if _PAGE.match(content[:2048]):
        return _page(content)
    return [SheetCells("", [[_plain(cell) for cell in row] for row in csv_rows(_as_utf8(content), limits)])]


def too_many_rows() -> InvalidValue:
    """The refusal of a file that is too long."""
    return InvalidValue(f"more than {MAX_ROWS} rows", message_zh=f"超过 {MAX_ROWS} 行，请分月导出")


def _as_utf8(content: bytes) -> bytes:
    """UTF-16, in which some programs save "Unicode text", becomes UTF-8."""
    if content[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        try:
            return content.decode("utf-16").encode()
        except UnicodeDecodeError as error:
            raise InvalidValue("the file is no readable text", message_zh="文件不是可读的文本") from error
    return content


def _plain(cell: Cell) -> Cell:
    """Texts written as ="123", so that Excel keeps their zeros, lose the dress."""
    if isinstance(cell, str) and (dressed := _QUOTED.match(cell)):
        return dressed[1].strip() or None
    return cell


def _old_workbook(content: bytes) -> list[SheetCells]:
    if _ENCRYPTED in content:
        raise InvalidValue(
            "the workbook is encrypted; save it without a password",
            message_zh="文件有打开密码，请在 Excel 中取消密码后另存",
        )
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [found for name in book.sheet_names[:30] if (found := _old_sheet(book, name)).rows]
    except InvalidValue:
        raise
    except BaseException as error:  # the library's panics on damaged files are no `Exception`
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
            raise
        raise _DAMAGED from error


def _old_sheet(book: Any, name: str) -> SheetCells:
    sheet = book.get_sheet_by_name(name)
    if sheet.height > LIMITS.rows or sheet.width > LIMITS.columns:
        raise too_many_rows()
    rows = [[cell_of(_filled(value), times=True) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    return SheetCells(name, rows)


def _filled(value: object) -> object:
    return None if value == "" else value


def _page(content: bytes) -> list[SheetCells]:
    """The tables of a web page; nothing in it is followed or run."""
    try:
        parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, encoding=_encoding(content))
        root = html.document_fromstring(content, parser=parser)
    except (ValueError, html.etree.ParserError, html.etree.XMLSyntaxError, LookupError) as error:
        raise InvalidValue("the page is not readable", message_zh="网页格式的文件不可读") from error
    tables = [table for table in islice(root.iter("table"), 30) if table.find(".//table") is None]
    found = [SheetCells("", [_cells_of(row) for row in islice(table.iter("tr"), MAX_ROWS + 1)]) for table in tables]
    # a heading often stands in a table of its own, above the lines
    rows = [row for sheet in found for row in sheet.rows]
    if len(rows) > MAX_ROWS:
        raise too_many_rows()
    return [SheetCells("", rows)]


def _cells_of(row: Any) -> list[Cell]:
    found: list[Cell] = []
    for cell in row:
        if cell.tag in {"td", "th"} and len(found) < LIMITS.columns:
            said = " ".join("".join(cell.itertext()).split())
            span = cell.get("colspan", "1")
            width = int(span) if span.isdigit() and len(span) < 4 else 1
            found.extend([_plain(said or None), *([None] * (min(width, LIMITS.columns) - 1))])
    return found[: LIMITS.columns]


def _encoding(content: bytes) -> str:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"
