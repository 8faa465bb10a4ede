"""Rows of a voucher list (凭证, 序时账) as vouchers of the other package: each with its month, type, number and lines.

Rule kept: a voucher that does not balance or cannot be read is a problem with its row, and none of the sheet goes on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from bookkeeping.domain.account import Side
from bookkeeping.domain.payroll_table import RowError
from bookkeeping.takeover.accounts import SIDES, ForeignAccount, account_of
from bookkeeping.takeover.cells import amount, day, months, number, text
from bookkeeping.takeover.sheets import Head, rows_below
from foundation.workbooks import Cell
from kernel.errors import InvalidValue
from kernel.money import ZERO, total
from kernel.period import AccountingPeriod

_NUMBERED = re.compile(r"^(?P<word>[^\d\s\-—－_#第]*)[\s\-—－_#第字]*(?P<number>\d+)号?$")
_ITEMS = ("counterparty", "department", "employee", "project", "stock_item")


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One line: account, side, amount in yuan (negative when red-letter), what it is analysed by."""

    number: int
    account: ForeignAccount
    side: Side
    amount: Decimal
    description: str = ""
    items: Mapping[str, str] = field(default_factory=dict)
    quantity: Decimal = Decimal(0)
    foreign: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class ForeignVoucher:
    """A voucher as it was numbered elsewhere."""

    day: date
    word: str
    number: int
    description: str
    lines: tuple[EntryLine, ...]
    attachments: int = 0

    @property
    def period(self) -> AccountingPeriod:
        """Its month."""
        return AccountingPeriod.of(self.day)

    @property
    def identity(self) -> str:
        """Month, type and number: what makes it one voucher."""
        return f"{self.period}:{self.word}-{self.number}"

    @property
    def name(self) -> str:
        """As people call it: 记-12."""
        return f"{self.word}-{self.number}"


@dataclass(slots=True)
class VoucherTable:
    """A sheet read: vouchers in order of month, type and number; accounts met; what is wrong."""

    vouchers: list[ForeignVoucher] = field(default_factory=list)
    accounts: list[ForeignAccount] = field(default_factory=list)
    problems: list[RowError] = field(default_factory=list)

    @property
    def debit(self) -> Decimal:
        """Debits of all vouchers."""
        return total(line.amount for one in self.vouchers for line in one.lines if line.side is Side.DEBIT)


@dataclass(frozen=True, slots=True)
class _Place:
    """What the rows of one voucher share."""

    day: date
    word: str
    number: int
    attachments: int = 0


def read_vouchers(head: Head, cells: Sequence[Sequence[Cell]]) -> VoucherTable:
    """The sheet; cells left empty because they were merged take what stands above."""
    table = VoucherTable()
    grouped: dict[tuple[AccountingPeriod, str, int], tuple[_Place, list[EntryLine]]] = {}
    last: _Place | None = None
    for row, said in rows_below(head, cells):
        try:
            last = _place(said, last)
            lines = _lines(row, said)
        except InvalidValue as error:
            table.problems.append(RowError(row, "", error.message_zh, error.message))
            continue
        if lines:
            key = (AccountingPeriod.of(last.day), last.word, last.number)
            grouped.setdefault(key, (last, []))[1].extend(lines)
    for key in sorted(grouped):
        place, lines = grouped[key]
        table.vouchers.append(_voucher(place, lines))
        _check(table, table.vouchers[-1])
    table.accounts = [line.account for one in table.vouchers for line in one.lines]
    if not table.vouchers and not table.problems:
        table.problems.append(RowError(0, "", "表中没有凭证", "there are no vouchers"))
    return table


def _place(said: Mapping[str, Cell], last: _Place | None) -> _Place:
    word, number_ = text(said.get("word")), text(said.get("number"))
    if said.get("word_number") is not None and (match := _NUMBERED.match(text(said["word_number"]))):
        word, number_ = match["word"] or word, match["number"]
    elif match := _NUMBERED.match(number_):
        word, number_ = word or match["word"], match["number"]
    if not number_ and last is not None:
        return last
    if not number_.isdecimal() or int(number_) < 1:
        raise InvalidValue(f"no voucher number: {number_!r}", message_zh=f"凭证号“{number_}”不是数字")
    attachments = text(said.get("attachments"))
    return _Place(
        _day(said, last),
        word.removesuffix("字") or "记",
        int(number_),
        int(attachments) if attachments.isdecimal() else 0,
    )


def _day(said: Mapping[str, Cell], last: _Place | None) -> date:
    if said.get("date") is not None:
        return day(said["date"])
    if said.get("period") is not None and (found := months(f"{text(said['period'])}期")):
        return found[0].end
    if last is not None:
        return last.day
    raise InvalidValue("the date is missing", message_zh="缺少日期")


def _lines(row: int, said: Mapping[str, Cell]) -> list[EntryLine]:
    account = account_of(said)
    debit = amount(said.get("debit") or said.get("period_debit"))
    credit = amount(said.get("credit") or said.get("period_credit"))
    if said.get("amount") is not None and not debit and not credit:
        side = SIDES.get(text(said.get("direction"))[:1])
        if side is None:
            raise InvalidValue("the side is missing", message_zh="缺少借贷方向")
        debit, credit = (amount(said["amount"]), ZERO) if side is Side.DEBIT else (ZERO, amount(said["amount"]))
    if account is None and not debit and not credit:
        return []
    if account is None:
        raise InvalidValue("the account is missing", message_zh="缺少科目")
    items = {name: text(said[name]) for name in _ITEMS if said.get(name)}
    if "analysis" in said and "counterparty" not in items and (party := text(said["analysis"])):
        items["analysis"] = party
    extras = (abs(number(said.get("quantity"))), abs(amount(said.get("foreign_amount"))))
    return [
        EntryLine(row, account, side, value, text(said.get("description")), items, *(_signed(e, value) for e in extras))
        for side, value in ((Side.DEBIT, debit), (Side.CREDIT, credit))
        if value
    ]


def _signed(extra: Decimal, value: Decimal) -> Decimal:
    return -extra if value < 0 else extra


def _voucher(place: _Place, lines: list[EntryLine]) -> ForeignVoucher:
    said = next((line.description for line in lines if line.description), "")
    told = tuple(replace(line, description=line.description or said) for line in lines)
    return ForeignVoucher(place.day, place.word, place.number, said, told, place.attachments)


def _check(table: VoucherTable, one: ForeignVoucher) -> None:
    row = one.lines[0].number
    signed = total(line.amount if line.side is Side.DEBIT else -line.amount for line in one.lines)
    if signed:
        zh, en = f"{one.period} {one.name} 借贷不平，相差 {signed}", f"{one.identity} does not balance: {signed}"
        table.problems.append(RowError(row, "", zh, en))
    elif len(one.lines) < 2:
        zh, en = f"{one.period} {one.name} 只有一行分录", f"{one.identity} has only one line"
        table.problems.append(RowError(row, "", zh, en))
