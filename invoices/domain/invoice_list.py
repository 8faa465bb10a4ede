"""The bureau's invoice list as a sheet: rows of cells in, listed invoices out.

Rules kept: an invoice whose lines the sheet lists one by one is one invoice with their sum; a row that holds a number
and cannot be read is named, never passed over.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from kernel.errors import InvalidValue, NotMoney
from kernel.money import money

Cell = str | Decimal | date | None
Columns = Mapping[str, Sequence[int]]
AMOUNTS: Final = ("net_amount", "tax_amount", "gross_amount")
NEEDED: Final = ("invoice_number",)
_HEADER_ROWS: Final = 15
_MARKS: Final = re.compile(r"[\s*:：()（）/]+")
_DAY: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One invoice of a list; amounts in yuan, None where the list does not say."""

    invoice_number: str
    invoice_code: str = ""
    kind: str = ""
    issue_date: date | None = None
    seller_name: str = ""
    seller_taxpayer_id: str = ""
    buyer_name: str = ""
    buyer_taxpayer_id: str = ""
    net_amount: Decimal | None = None
    tax_amount: Decimal | None = None
    gross_amount: Decimal | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class ReadList:
    """What a sheet holds, and the rows (numbered from 1) that could not be read."""

    rows: tuple[ListedRow, ...]
    unread: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table begins and what its columns are called; `columns` is empty where no word is known."""

    place: int
    titles: tuple[str, ...]
    columns: Columns = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """The fingerprint under which a person's explanation is remembered."""
        return hashlib.sha256("\x1f".join(self.titles).encode()).hexdigest()[:40]


@cache
def _words() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("invoice_list.yaml").read_text("utf-8"))
    return loaded


def names() -> list[str]:
    """What a column may mean."""
    return list(_words()["columns"])


def header_of(rows: Sequence[Sequence[Cell]]) -> Header | None:
    """The row with most known titles among the first; None for a sheet without rows of several texts."""
    heads = [_header(place, row) for place, row in enumerate(rows[:_HEADER_ROWS]) if _texts(row) >= 3]
    return max(heads, key=lambda head: len(head.columns), default=None)


def read_list(rows: Sequence[Sequence[Cell]], header: Header, columns: Columns) -> ReadList:
    """The invoices below the header. Raises `InvalidValue` where no column is the invoice's number."""
    if missing := [name for name in NEEDED if not columns.get(name)]:
        raise InvalidValue(f"no column for {missing}", message_zh="没有说明哪一列是发票号码")
    found: dict[tuple[str, str], ListedRow] = {}
    unread = []
    for place, row in enumerate(rows[header.place + 1 :], header.place + 2):
        number = _text(row, columns, "invoice_number")
        if not number or not any(char.isdigit() for char in number):
            continue
        try:
            one = _row(row, columns, number)
        except (NotMoney, ValueError):
            unread.append(place)
            continue
        key = one.invoice_code, one.invoice_number
        found[key] = _added(found[key], one) if key in found else one
    return ReadList(tuple(found.values()), tuple(unread))


def _header(place: int, row: Sequence[Cell]) -> Header:
    titles = tuple(_MARKS.sub("", cell) if isinstance(cell, str) else "" for cell in row)
    columns = {
        name: [titles.index(word) for word in words if word in titles] for name, words in _words()["columns"].items()
    }
    return Header(place, titles, {name: places for name, places in columns.items() if places})


def _texts(row: Sequence[Cell]) -> int:
    return sum(isinstance(cell, str) and bool(cell.strip()) for cell in row)


def _row(row: Sequence[Cell], columns: Columns, number: str) -> ListedRow:
    words: dict[str, Any] = {
        name: _text(row, columns, name)
        for name in ("invoice_code", "kind", "seller_name", "seller_taxpayer_id", "buyer_name", "buyer_taxpayer_id")
    }
    amounts: dict[str, Any] = {name: _amount(_cell(row, columns, name)) for name in AMOUNTS}
    if amounts["gross_amount"] is None and amounts["net_amount"] is not None:
        amounts["gross_amount"] = amounts["net_amount"] + (amounts["tax_amount"] or Decimal("0.00"))
    said = _text(row, columns, "state")
    day = _day(_cell(row, columns, "issue_date"))
    state = str(_words()["states"].get(said, said))[:16]
    return ListedRow(number, issue_date=day, state=state, **words, **amounts)


def _cell(row: Sequence[Cell], columns: Columns, name: str) -> Cell:
    cells = (row[place] for place in columns.get(name, ()) if place < len(row))
    return next((cell for cell in cells if cell not in (None, "")), None)


def _text(row: Sequence[Cell], columns: Columns, name: str) -> str:
    cell = _cell(row, columns, name)
    return f"{cell:f}" if isinstance(cell, Decimal) else "" if cell is None else str(cell).strip()


def _amount(cell: Cell) -> Decimal | None:
    if isinstance(cell, str):
        cell = cell.replace(",", "").replace("¥", "").strip()
    return None if cell in (None, "", "-", "--") else money(cell)


def _day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    match = _DAY.search(str(cell or ""))
    return date(int(match[1]), int(match[2]), int(match[3])) if match else None


def _added(one: ListedRow, other: ListedRow) -> ListedRow:
    """Two lines of one invoice together."""
    sums: dict[str, Any] = {name: _sum(getattr(one, name), getattr(other, name)) for name in AMOUNTS}
    return replace(one, **sums)


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return one if other is None else other if one is None else one + other
