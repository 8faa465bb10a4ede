"""A report as a table of plain values: columns, rows, and for every cell what it was made from.

Rule kept: page, Excel file, printed file and API are four ways of writing the same sheet, so they never differ.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kernel.period import AccountingPeriod

Value = str | Decimal | dt.date | int | None


class Kind(StrEnum):
    """How the values of a column are written."""

    TEXT = "text"
    AMOUNT = "amount"
    DATE = "date"
    COUNT = "count"
    RATIO = "ratio"
    QUANTITY = "quantity"
    RATE = "rate"


class Style(StrEnum):
    """What a row is; sums are never added up again."""

    LINE = "line"
    OPENING = "opening"
    SUBTOTAL = "subtotal"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure opens: `to` is voucher, cash_flow or figure, else the name of a report, a ledger of account `key`.

    `items` is written as by `domain.analysis.items_text`; `dimension` is the one a report by items is about.
    """

    to: str
    key: str = ""
    start: AccountingPeriod | None = None
    end: AccountingPeriod | None = None
    counterparty: str | None = None
    items: str = ""
    dimension: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, its source where it has one, and whether it is a sum inside an ordinary row."""

    value: Value
    source: Source | None = None
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the API, its title, how it is written, and the title it shares with its neighbours."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    group: str = ""

    @property
    def is_number(self) -> bool:
        """Whether values stand at the right."""
        return self.kind not in {Kind.TEXT, Kind.DATE}


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `level` is its depth, `is_red` marks a red-letter line."""

    cells: tuple[Cell, ...]
    style: Style = Style.LINE
    level: int = 1
    is_red: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A finished report. `pages` is more than 1 where rows are shown page by page."""

    title: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    note: str = ""
    page: int = 1
    pages: int = 1

    @property
    def is_grouped(self) -> bool:
        """Whether the head has two rows."""
        return any(column.group for column in self.columns)


def row(values: Sequence[Value | Cell], style: Style = Style.LINE, *, level: int = 1, is_red: bool = False) -> Row:
    """A row from bare values and cells."""
    cells = tuple(value if isinstance(value, Cell) else Cell(value) for value in values)
    return Row(cells, style, level, is_red)


def amounts(pairs: Sequence[tuple[str, str]], group: str = "") -> tuple[Column, ...]:
    """Amount columns from (key, title) pairs."""
    return tuple(Column(key, title, Kind.AMOUNT, group) for key, title in pairs)
