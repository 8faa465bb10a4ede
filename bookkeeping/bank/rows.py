"""The rows below a header as movements: the day, the signed amount, who, why.

Rule kept: a row that holds an amount and cannot be read is a finding with its place, never passed over in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import Decimal
from typing import Final

from bookkeeping.bank.cells import amount, moment, text
from bookkeeping.bank.header import Columns, Head
from bookkeeping.bank.words import Layout, Neutral, words
from bookkeeping.domain.bank_statement import StatementLine
from foundation.workbooks import Cell

MONEY: Final = ("in", "out", "amount", "balance")
TURNED: Final = "turned"
OWED: Final = "owed"
SIGNED: Final = "signed"
Row = Sequence[Cell]


@dataclass(slots=True)
class RowsRead:
    """Lines in the order of the file, rows that could not be read (place, what they said), and what else was met."""

    lines: list[StatementLine] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)
    void: list[str] = field(default_factory=list)
    total_in: Decimal | None = None
    total_out: Decimal | None = None
    own_account: str = ""
    own_name: str = ""
    currencies: set[str] = field(default_factory=set)
    lost_balances: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to read the money of a layout: which columns, and which way amounts point.

    `sign` is "" where 借 is money out, "turned" where it is money in, "owed" where amounts say what is owed, "signed"
    where amounts of the column of money out are written with a minus.
    """

    columns: Columns
    sign: str = ""


def read_rows(rows: Sequence[Row], head: Head, way: Way, account: str, month: tuple[int, int] | None) -> RowsRead:
    """Every row below the header. `account` is our own number where the heading says it."""
    found = RowsRead()
    reader = _Reader(way, head.layout, account, month)
    for number, row in enumerate(rows[head.first_row :], head.first_row + 1):
        reader.take(found, row, str(number))
    if found.void:
        _drop_refunds_of_void(found)
    return found


def _drop_refunds_of_void(found: RowsRead) -> None:
    """What came back for a closed deal belongs to it: its number is that of the deal, a stroke and its own."""
    closed = frozenset(found.void) - {""}
    kept: list[StatementLine] = []
    for line in found.lines:
        if line.serial_number.rpartition("_")[0] in closed:
            found.void.append(line.serial_number)
        else:
            kept.append(line)
    found.lines = kept


@dataclass(slots=True)
class _Reader:
    way: Way
    layout: Layout | None
    account: str
    month: tuple[int, int] | None

    def take(self, found: RowsRead, row: Row, place: str) -> None:
        cells = {name: self._first(row, name) for name in self.way.columns}
        day, clock = self._moment(cells)
        signed = self._signed(cells)
        if day is None or signed is None:
            self._missed(found, row, place, cells, has_day=day is not None)
            return
        if self._is_void(cells):
            found.void.append(text(cells.get("serial")))
            return
        self._own(found, cells)
        balance = amount(cells.get("balance"))
        if balance is None and text(cells.get("balance")):
            found.lost_balances.append(place)
        found.lines.append(self._line(row, cells, day, clock, signed, balance, place))

    def _line(
        self, row: Row, cells: dict[str, Cell], day: date, clock: time | None, signed: Decimal,
        balance: Decimal | None, place: str,
    ) -> StatementLine:  # fmt: skip
        parts = [text(cells.get("kind")), *(text(_at(row, at)) for at in self.way.columns.get("description", ()))]
        name, account, bank = self._counterparty(cells, signed)
        return StatementLine(
            day=day,
            amount=signed,
            description=" ".join(dict.fromkeys(part for part in parts if part))[:400],
            counterparty=name[:200],
            counterparty_account=account[:64],
            counterparty_bank=bank[:120],
            reference=text(cells.get("reference"))[:120],
            serial_number=text(cells.get("serial"))[:80],
            balance=balance,
            time=clock,
            place=place,
            paid_by=self._paid_by(cells)[:60],
        )

    def _first(self, row: Row, name: str) -> Cell:
        """The first of the columns that says something: money that reads as money."""
        said = [_at(row, place) for place in self.way.columns[name]]
        if name in MONEY:
            return next((cell for cell in said if amount(cell) is not None), next(iter(said), None))
        return next((cell for cell in said if text(cell)), None)

    def _moment(self, cells: dict[str, Cell]) -> tuple[date | None, time | None]:
        day, clock = moment(cells.get("date"))
        other_day, other_clock = moment(cells.get("time"))
        if day is None and self.month and (short := text(cells.get("date"))).count("/") == 1:
            day = _with_year(short, self.month)
        return day or other_day, other_clock or clock

    def _signed(self, cells: dict[str, Cell]) -> Decimal | None:
        """Yuan from our side. Of a pair exactly one is filled; a negative one is a reversal."""
        turn = -1 if self.way.sign in {TURNED, OWED} else 1
        came, went = amount(cells.get("in")), amount(cells.get("out"))
        if "in" in cells and "out" in cells:
            if came is None and went is None:
                return None
            paid = (went or Decimal(0)) * (-1 if self.way.sign == SIGNED else 1)
            return turn * ((came or Decimal(0)) - paid)
        whole = amount(cells.get("amount"))
        if whole is None:
            return None
        direction = self._direction(cells)
        return turn * (whole if direction is None else direction * whole)

    def _direction(self, cells: dict[str, Cell]) -> int | None:
        """1 in, −1 out, None where the amount's own sign says it."""
        if self.account and (by_account := self._by_own_account(cells)):
            return by_account if (amount(cells.get("amount")) or 0) > 0 else None
        if "direction" not in cells:
            return None
        said = text(cells["direction"]).lower()
        known = words()
        for word in (said, said.split(" ")[0], said[:1]):
            if word in known.money_in:
                return 1
            if word in known.money_out:
                return -1
        return self._neutral(cells)

    def _by_own_account(self, cells: dict[str, Cell]) -> int | None:
        if text(cells.get("payer_account")) == self.account:
            return -1
        return 1 if text(cells.get("payee_account")) == self.account else None

    def _neutral(self, cells: dict[str, Cell]) -> int:
        rule = self._rule(cells)
        return 1 if rule is not None and rule.sign == "in" else -1

    def _rule(self, cells: dict[str, Cell]) -> Neutral | None:
        """What is known of a line that says neither in nor out."""
        said = text(cells.get("direction")).lower()
        known = words()
        if self.layout is None or said in known.money_in or said in known.money_out:
            return None
        return next((one for one in self.layout.neutral if _says(cells, one)), None)

    def _counterparty(self, cells: dict[str, Cell], signed: Decimal) -> tuple[str, str, str]:
        if "payer_name" in cells or "payee_name" in cells:
            other = "payee" if signed < 0 else "payer"
            return text(cells.get(f"{other}_name")), text(cells.get(f"{other}_account")), ""
        return text(cells.get("name")), text(cells.get("account")), text(cells.get("bank"))

    def _is_void(self, cells: dict[str, Cell]) -> bool:
        void = self.layout.void if self.layout else {}
        return any(text(cells.get(column)) in said for column, said in void.items())

    def _paid_by(self, cells: dict[str, Cell]) -> str:
        own, method = self.layout.own if self.layout else (), text(cells.get("method"))
        if not own or any(part.partition("(")[0] in own for part in method.split("&")):
            return ""
        rule = self._rule(cells)
        return "" if rule is not None and rule.is_own else method

    def _own(self, found: RowsRead, cells: dict[str, Cell]) -> None:
        found.own_account = found.own_account or text(cells.get("own_account"))
        found.own_name = found.own_name or text(cells.get("own_name"))
        if said := text(cells.get("currency")):
            found.currencies.add(said)

    def _missed(self, found: RowsRead, row: Row, place: str, cells: dict[str, Cell], *, has_day: bool) -> None:
        """Sums, notes and blank rows are no lines; anything else with a day or an amount should have been one."""
        said = [text(cell) for cell in row if cell is not None]
        first = next((one for one in said if one), "")
        if first.startswith(words().totals):
            found.total_in, found.total_out = amount(cells.get("in")), amount(cells.get("out"))
        elif has_day or any(amount(cells.get(name)) for name in ("in", "out", "amount")):
            found.unread.append((place, " ".join(said)[:80]))


def _says(cells: dict[str, Cell], rule: Neutral) -> bool:
    said = text(cells.get(rule.column))
    return any(word in said for word in rule.words)


def _at(row: Row, place: int) -> Cell:
    return row[place] if place < len(row) else None


def _with_year(said: str, month: tuple[int, int]) -> date | None:
    """A day 12/29 of a bill of January is one of the year before."""
    parts = said.split("/")
    if not all(part.isdigit() for part in parts):
        return None
    year = month[0] - (int(parts[0]) > month[1])
    return moment(f"{year}-{parts[0]}-{parts[1]}")[0]


def numbered(lines: Sequence[StatementLine], prefix: str) -> list[StatementLine]:
    """The same lines with the sheet before the row."""
    return [replace(line, place=f"{prefix} {line.place}".strip()) for line in lines]
