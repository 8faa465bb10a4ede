"""The voucher before it is posted: `VoucherDraft` with its `DraftLine`s, and what makes it fit for posting.

Rules kept: two columns, exactly one of debit and credit is not 0; an amount is negative only on a red-letter line,
because Chinese practice reverses on the same side so that turnovers stay true; debits equal credits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from bookkeeping.domain.account import Side
from bookkeeping.domain.analysis import Analysis
from kernel.errors import Refusal
from kernel.money import ZERO, to_fen, total


class SourceRef(Protocol):
    """What a voucher was made from: type, id and part, as `foundation.provenance.Ref` has them."""

    @property
    def type(self) -> str: ...

    @property
    def id(self) -> int: ...

    @property
    def part(self) -> str: ...


class VoucherRefused(Refusal):
    """The voucher breaks a rule of double entry; `facts` names it."""

    code = "voucher_refused"


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One journal line in yuan.

    `counterparty`, `analysis`, `quantity` (of the account's unit, up to six places) and `foreign_amount` (in the
    account's currency) are kept only on accounts that ask for them. Quantity and foreign amount have the sign of the
    amount: negative on red-letter lines.
    """

    account_code: str
    debit: Decimal
    credit: Decimal
    description: str = ""
    is_red_letter: bool = False
    counterparty: str = ""
    analysis: Analysis = ()
    quantity: Decimal = Decimal(0)
    foreign_amount: Decimal = ZERO

    @property
    def side(self) -> Side:
        """The side the amount stands on."""
        return Side.DEBIT if self.debit else Side.CREDIT

    @property
    def amount(self) -> Decimal:
        """The amount on its side; negative when red-letter."""
        return self.debit or self.credit


@dataclass(frozen=True, slots=True)
class VoucherDraft:
    """A voucher ready to be posted.

    `key` makes posting idempotent: the same key is the same voucher. `voucher_type` is worked out by the company's
    policy where it is empty; `attachments` counts papers beside the sources.
    """

    date: dt.date
    description: str
    lines: tuple[DraftLine, ...]
    key: str = ""
    sources: tuple[SourceRef, ...] = ()
    origin: str = "manual"
    voucher_type: str = ""
    attachments: int = 0


def entry(
    account_code: str, side: Side, amount: Decimal, *, text: str = "", counterparty: str = "", analysis: Analysis = ()
) -> DraftLine:
    """A line from side and amount; a negative amount becomes a red-letter line."""
    debit, credit = (amount, ZERO) if side is Side.DEBIT else (ZERO, amount)
    return DraftLine(account_code, debit, credit, text, amount < 0, counterparty, analysis)


def check_lines(lines: Sequence[DraftLine]) -> list[tuple[int, int]]:
    """(debit, credit) of each line in whole fen. Raises `VoucherRefused` with the first rule broken, `NotMoney`."""
    if len(lines) < 2:
        raise VoucherRefused("a voucher needs at least two lines", message_zh="凭证至少要有两行分录", rule="two_lines")
    amounts = []
    for number, line in enumerate(lines, 1):
        debit, credit = to_fen(line.debit), to_fen(line.credit)
        if bool(debit) == bool(credit):
            raise VoucherRefused(
                f"line {number}: exactly one of debit and credit must be filled",
                message_zh=f"第 {number} 行：借方和贷方必须且只能填一个",
                rule="one_side",
                line=number,
            )
        if (debit + credit < 0) != line.is_red_letter:
            raise VoucherRefused(
                f"line {number}: only a red-letter line is negative, and it always is",
                message_zh=f"第 {number} 行：只有红字分录可以（且必须）为负数",
                rule="red_letter_sign",
                line=number,
            )
        amounts.append((debit, credit))
    _check_balance(lines, sum(debit - credit for debit, credit in amounts))
    return amounts


def _check_balance(lines: Sequence[DraftLine], difference: int) -> None:
    if not difference:
        return
    debit, credit = total(line.debit for line in lines), total(line.credit for line in lines)
    raise VoucherRefused(
        f"debits {debit} and credits {credit} differ by {debit - credit}",
        message_zh=f"借贷不平：借方合计 {debit}，贷方合计 {credit}，相差 {debit - credit}",
        rule="balanced",
    )


def reversed_lines(lines: Sequence[DraftLine]) -> tuple[DraftLine, ...]:
    """The red-letter reversal: the same sides with the opposite sign (红字冲销)."""
    return tuple(
        replace(
            line,
            debit=-line.debit or ZERO,
            credit=-line.credit or ZERO,
            is_red_letter=not line.is_red_letter,
            quantity=-line.quantity,
            foreign_amount=-line.foreign_amount,
        )
        for line in lines
    )
