"""Any file that may be a statement, as statements: the content decides which reader takes it.

Raises `UnknownLayout` (a refusal that shows the header) where lines stand in columns nobody knows, `InvalidValue` for
what is no statement at all.
"""

from __future__ import annotations

from collections.abc import Sequence

from bookkeeping.bank import camt, mt940, ofx, xbrl
from bookkeeping.bank.containers import is_container, members
from bookkeeping.bank.files import GLANCE, LIMITS, sheets_of
from bookkeeping.bank.header import GENERIC, Head, find_header, likely_header
from bookkeeping.bank.proof import merged
from bookkeeping.bank.table import Explained, read_sheet
from bookkeeping.bank.words import layouts
from bookkeeping.domain.bank_statement import Statement
from foundation.workbooks import SheetCells
from kernel.errors import InvalidValue

MARKED = (camt, mt940, ofx, xbrl)
"""Readers of formats that mark themselves; each has `NAME`, `takes(content)` and `read(content)`."""


class UnknownLayout(InvalidValue):
    """Columns nobody knows; `facts` has `titles` and the first `rows` as texts."""

    code = "unknown_layout"


def layout_names() -> list[str]:
    """What may be asked for beside auto."""
    return [*(one.name for one in layouts()), GENERIC, *(reader.NAME for reader in MARKED)]


def read_statements(content: bytes, layout: str = "auto", explained: Sequence[Explained] = ()) -> list[Statement]:
    """Every statement of a file. `explained` are the headers a person has said the columns of."""
    if layout != "auto" and layout not in layout_names():
        known = ", ".join(layout_names())
        raise InvalidValue(f"no layout {layout}; known: {known}", message_zh=f"没有格式 {layout}；可用的有：{known}")
    if len(content) > LIMITS.size:
        size = LIMITS.size // (1024 * 1024)
        raise InvalidValue(f"the file is larger than {size} MB", message_zh=f"文件超过 {size} MB")
    if not content.strip():
        raise InvalidValue("the file is empty", message_zh="文件是空的")
    for reader in MARKED:
        if layout == reader.NAME or (layout == "auto" and reader.takes(content)):
            return merged(reader.read(content))
    if is_container(content):
        inside = [read_statements(part, layout, explained) for part in members(content)]
        return merged([statement for found in inside for statement in found])
    return merged(_tables(sheets_of(content), layout, explained))


def is_statement(content: bytes) -> bool:
    """Whether a file that comes among others is a statement, told by its beginning.

    Those are marked formats, known layouts, and tables with balances and the other side of each movement. A receipt
    (bker) is a paper like others.
    """
    if not content.strip() or len(content) > LIMITS.size:
        return False
    if any(reader.takes(content) for reader in MARKED):
        return not xbrl.is_receipt(content)
    try:
        heads = [find_header(sheet.rows) for sheet in sheets_of(content, GLANCE)]
    except InvalidValue:
        return False
    return any(head is not None and (head.layout is not None or _tells_the_other_side(head)) for head in heads)


def _tells_the_other_side(head: Head) -> bool:
    columns = head.columns.keys()
    return "balance" in columns and bool({"name", "account", "payer_name"} & columns)


def _tables(sheets: Sequence[SheetCells], layout: str, explained: Sequence[Explained]) -> list[Statement]:
    named = sheets if len(sheets) > 1 else [SheetCells("", sheet.rows) for sheet in sheets]
    read = [statement for sheet in named if (statement := read_sheet(sheet, layout, explained)) is not None]
    found = [statement for statement in read if statement.lines] or read[:1]
    if found:
        return found
    heads = [(head, sheet) for sheet in sheets if (head := likely_header(sheet.rows)) is not None]
    if not heads:
        raise InvalidValue("the file holds no table of movements", message_zh="文件里没有银行流水的表格")
    head, sheet = heads[0]
    seen = "、".join(title for title in head.titles if title)[:120]
    raise UnknownLayout(
        f"the columns are not known: {seen}",
        message_zh=f"认不出这些列：{seen}",
        titles=list(head.titles),
        rows=[["" if cell is None else str(cell) for cell in row] for row in sheet.rows[head.first_row :][:8]],
    )
