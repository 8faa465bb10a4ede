"""Figures the bureau filled in beforehand, pasted or uploaded: JSON of cells, or rows of table, line, column, amount.

Rule kept: what cannot be placed on the form is named, never guessed at; the text is hostile and limited in size.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from kernel.errors import InvalidValue
from kernel.money import money, text
from tax_filing.domain.cell_key import AMOUNT
from tax_filing.domain.return_form import FormSection, ReturnForm

LONGEST: Final = 200_000
MOST_ROWS: Final = 5_000
Lines = dict[str, dict[str, Any]]


def read_prefilled(form: ReturnForm, content: str) -> tuple[Lines, list[str]]:
    """Cells in the shape of a return, and what could not be placed. Raises `InvalidValue` for unreadable text."""
    if len(content) > LONGEST:
        raise InvalidValue("the figures are too long", message_zh="内容过长，请分表比对")
    rows = _of_json(content) if content.lstrip().startswith("{") else _of_rows(content)
    lines: Lines = {}
    lost: list[str] = []
    for number, (table, line, column, amount) in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise InvalidValue("there are too many figures", message_zh="行数过多，请分表比对")
        section = _section(form, table)
        named = _column(section, column) if section else None
        if section is None or named is None or line not in {one.number for one in section.lines}:
            lost.append(f"{table} {line} {column}".strip())
            continue
        value = text(money(amount))
        if named == AMOUNT:
            lines.setdefault(section.name, {})[line] = value
        else:
            lines.setdefault(section.name, {}).setdefault(line, {})[named] = value
    return lines, lost


def _of_json(content: str) -> Iterator[tuple[str, str, str, str]]:
    try:
        found = json.loads(content)
    except ValueError as error:
        raise InvalidValue("the JSON cannot be read", message_zh="JSON 无法读取") from error
    except RecursionError as error:
        raise InvalidValue("the JSON is nested too deeply", message_zh="JSON 嵌套过深") from error
    for table, rows in found.items():
        for line, row in (rows if isinstance(rows, Mapping) else {}).items():
            cells = row if isinstance(row, Mapping) else {AMOUNT: row}
            for column, amount in cells.items():
                yield str(table), str(line), str(column), str(amount)


def _of_rows(content: str) -> Iterator[tuple[str, str, str, str]]:
    """Rows copied from a spreadsheet: four columns, or three where the table has one amount a line."""
    for row in content.splitlines():
        parts = [part.strip() for part in row.replace("，", "\t").replace("\t", ",").split(",")]
        if len(parts) > 4:
            parts = [*parts[:3], "".join(parts[3:])]
        if len(parts) == 4:
            yield parts[0], parts[1], parts[2], parts[3]
        elif len(parts) == 3:
            yield parts[0], parts[1], AMOUNT, parts[2]
        elif any(parts):
            raise InvalidValue(f"cannot read {row[:60]!r}", message_zh=f"无法读取“{row[:60]}”，应为：表,栏次,列,金额")


def _section(form: ReturnForm, name: str) -> FormSection | None:
    return next((one for one in form.sections if name in (one.name, one.title.zh, one.title.en)), None)


def _column(section: FormSection, name: str) -> str | None:
    for column, title in section.columns.items():
        if name in (column, title.zh, title.en):
            return column
    return AMOUNT if section.single_column and name in ("", AMOUNT) else None
