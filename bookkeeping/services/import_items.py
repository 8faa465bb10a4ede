"""Take a list of analysis items in from an Excel file: all of it or nothing, with every mistake by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from django.db import transaction

from bookkeeping.domain.typed_rows import Problem
from bookkeeping.models import AnalysisItem
from bookkeeping.services.keep_analysis import ItemFacts, keep_item
from bookkeeping.spreadsheets import read_table
from foundation.access import require_role
from foundation.models import Company, Role, User
from foundation.workbooks import Cell
from kernel.errors import InvalidValue, Refusal

HEADINGS: Final = {
    "code": ("编码", "代码", "编号", "code"),
    "name": ("名称", "姓名", "name"),
    "specification": ("规格型号", "规格", "型号", "specification"),
    "unit": ("计量单位", "单位", "unit"),
}


class _Undo(Exception):
    """Rolls a half-written list back."""


def import_items(company: Company, dimension: str, content: bytes, *, actor: User) -> tuple[int, list[Problem]]:
    """How many items were written, and what is wrong (then none were). A code known before changes that item.

    Raises `InvalidValue` for a file without headings 编码 and 名称.
    """
    require_role(actor, company, Role.ACCOUNTANT)
    table = read_table(content)
    columns = _columns(table)
    known = {row.code: row for row in AnalysisItem.objects.filter(company=company, dimension=dimension)}
    problems: list[Problem] = []
    written = 0
    try:
        with transaction.atomic():
            for place, cells in enumerate(table[1:], 2):
                said = {name: _text(cells, at) for name, at in columns.items()}
                if not any(said.values()):
                    continue
                try:
                    with transaction.atomic():
                        keep_item(company, _facts(dimension, said), item=known.get(said["code"]), actor=actor)
                    written += 1
                except Refusal as refusal:
                    problems.append(Problem.of(refusal, place))
            if problems:
                raise _Undo
    except _Undo:
        return 0, problems
    return written, []


def _facts(dimension: str, said: Mapping[str, str]) -> ItemFacts:
    return ItemFacts(dimension, said["code"], said["name"], said.get("specification", ""), said.get("unit", ""))


def _columns(table: Sequence[Sequence[Cell]]) -> dict[str, int]:
    head = [str(cell or "").strip("* ").lower() for cell in table[0]] if table else []
    found = {name: at for at, title in enumerate(head) for name, titles in HEADINGS.items() if title.endswith(titles)}
    if not {"code", "name"} <= found.keys():
        raise InvalidValue("the first row must head columns 编码 and 名称", message_zh="第一行须有“编码”和“名称”两列")
    return found


def _text(cells: Sequence[Cell], at: int) -> str:
    value = cells[at] if at < len(cells) else None
    return f"{value:f}" if isinstance(value, Decimal) else str(value or "").strip()
