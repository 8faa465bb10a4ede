"""Rows of a voucher as people type them or files bring them, and the lines they mean.

Rule kept: every row is read, and each mistake is told with the row it stands in, so that nothing typed is lost.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from bookkeeping.domain.account import Chart, Side
from bookkeeping.domain.analysis import NAMES_ZH, ON_LINES, Analysis, Item, analysis_of, fitting
from bookkeeping.domain.posting import check_account
from bookkeeping.domain.voucher import DraftLine, VoucherRefused, entry
from kernel.errors import InvalidValue, NotMoney, Refusal
from kernel.money import exact, round_to_fen

TOO_LARGE = Decimal(10) ** 12
"""Amounts and quantities from here on are slips of the pen; the database could not hold them."""


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row as text. Account and items may carry their name behind the code ("560202 管理费用-差旅费").

    `unit_price` and `rate` only help to work out the amount; the books keep the amount.
    """

    description: str = ""
    account: str = ""
    counterparty: str = ""
    department: str = ""
    employee: str = ""
    project: str = ""
    stock_item: str = ""
    quantity: str = ""
    unit_price: str = ""
    foreign_amount: str = ""
    rate: str = ""
    debit: str = ""
    credit: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the row says nothing: a narration alone is no line."""
        return not any(value.strip() for value in (self.account, self.debit, self.credit))

    @property
    def items(self) -> Analysis:
        """The items named, by the codes in front."""
        named = ((dimension.value, _head(getattr(self, dimension.value))) for dimension in ON_LINES)
        return analysis_of(Item(dimension, code) for dimension, code in named if code)


FIELDS = tuple(field.name for field in fields(TypedRow))
"""What a row may say, in the order it is typed."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row (from 1; 0 for the voucher as a whole), in both languages."""

    row: int
    zh: str
    en: str

    @classmethod
    def of(cls, refusal: Refusal, row: int = 0) -> Problem:
        """From a refusal, whose `line` counts where no row is given."""
        line = refusal.facts.get("line", 0)
        return cls(row or (line if isinstance(line, int) else 0), refusal.message_zh, refusal.message)


def _head(value: str) -> str:
    return value.strip().split(" ", 1)[0]


def typed_code(value: str) -> str:
    """The code a person picked or typed ("560203 管理费用-办公费"). Raises `InvalidValue` when there is none."""
    head = _head(value)
    if not (head.isascii() and head.isdigit()):
        raise InvalidValue(f"{value!r} is no account code", message_zh=f"“{value}”不是科目编码，请从列表中选择")
    return head


def read_rows(
    chart: Chart, rows: Sequence[TypedRow], known: Collection[Item]
) -> tuple[tuple[DraftLine, ...], list[Problem]]:
    """The lines of the rows that say something, and what is wrong; `known` are items in use.

    A line without narration repeats the one above, as on paper.
    """
    lines: list[DraftLine] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows, 1):
        if row.is_empty:
            continue
        try:
            lines.append(_line(number, row, chart, known))
        except Refusal as refusal:
            problems.append(Problem.of(refusal, number))
    return tuple(_described(lines)), problems


def _line(number: int, row: TypedRow, chart: Chart, known: Collection[Item]) -> DraftLine:
    filled = [(side, amount) for side, amount in _amounts(number, row) if amount]
    if len(filled) != 1:
        raise InvalidValue(
            f"line {number}: fill exactly one of debit and credit",
            message_zh=f"第 {number} 行：借方和贷方请只填一个",
        )
    side, amount = filled[0]
    account = chart[typed_code(row.account)]
    line = replace(
        entry(account.code, side, amount, text=row.description.strip(), counterparty=row.counterparty.strip()),
        analysis=fitting(row.items, account.dimensions),
        quantity=_quantity(number, row.quantity) if account.unit else Decimal(0),
        foreign_amount=round_to_fen(_exact(number, row.foreign_amount)) if account.currency else Decimal(0),
    )
    for item in line.analysis:
        _check_item(number, item, known)
    check_account(number, line, chart, by_hand=True)
    return line


def _amounts(number: int, row: TypedRow) -> Iterable[tuple[Side, Decimal]]:
    return (Side.DEBIT, round_to_fen(_exact(number, row.debit))), (
        Side.CREDIT,
        round_to_fen(_exact(number, row.credit)),
    )


def _exact(number: int, text: str) -> Decimal:
    try:
        value = exact(text.strip())
    except NotMoney as error:
        raise InvalidValue(
            f"line {number}: {text!r} is no number", message_zh=f"第 {number} 行：“{text}”不是数字"
        ) from error
    if abs(value) >= TOO_LARGE:
        raise InvalidValue(f"line {number}: {text!r} is too large", message_zh=f"第 {number} 行：“{text}”过大")
    return value


def _quantity(number: int, text: str, most: int = 6) -> Decimal:
    value = _exact(number, text)
    if value != round(value, most):
        raise InvalidValue(
            f"line {number}: {value} has more than {most} places",
            message_zh=f"第 {number} 行：数量 {value} 超过 {most} 位小数",
        )
    return value


def _check_item(number: int, item: Item, known: Collection[Item]) -> None:
    if item not in known:
        name = next(NAMES_ZH[each] for each in ON_LINES if each.value == item.dimension)
        raise VoucherRefused(
            f"line {number}: no {item.dimension} {item.code!r} in use",
            message_zh=f"第 {number} 行：没有在用的{name}“{item.code}”",
            rule="analysis",
        )


def _described(lines: Iterable[DraftLine]) -> Iterable[DraftLine]:
    given = list(lines)
    current = next((line.description for line in given if line.description), "")
    for line in given:
        current = line.description or current
        yield replace(line, description=current)


def ratio_of(amount: Decimal, of: Decimal) -> Decimal:
    """The unit price or rate with the fewest places, at most six, that gives the amount back. `of` is not 0."""
    places = next((p for p in range(2, 6) if round_to_fen(round(amount / of, p) * of) == amount), 6)
    return round(amount / of, places)
