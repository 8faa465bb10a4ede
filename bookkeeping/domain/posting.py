"""Posting as a pure function: what a list of vouchers does to balances. The database does the same by trigger.

Rule kept: balances are nothing but sums of posted lines; this module is the yardstick the ledger is tested with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from bookkeeping.domain.account import Chart
from bookkeeping.domain.analysis import NAMES_ZH, Dimension, missing
from bookkeeping.domain.balances import Balance
from bookkeeping.domain.voucher import DraftLine, VoucherRefused
from kernel.money import ZERO

BY_HAND = ("manual", "api", "import")
"""Origins of vouchers people write: these must say all their accounts ask for. What follows from other facts may
leave analysis open; the checks before closing show it."""


class Terms(Protocol):
    """What an account asks of its lines."""

    @property
    def tracks_counterparty(self) -> bool: ...

    @property
    def dimensions(self) -> Sequence[str]: ...

    @property
    def unit(self) -> str: ...

    @property
    def currency(self) -> str: ...


def check_terms(number: int, line: DraftLine, terms: Terms, *, by_hand: bool) -> None:
    """Raises `VoucherRefused` when line `number` (from 1) does not say what its account asks for."""
    if by_hand and terms.dimensions and (left := missing(line.analysis, terms.dimensions)):
        names = "、".join(NAMES_ZH[Dimension(dimension)] for dimension in left)
        raise VoucherRefused(
            f"line {number}: the account asks for {', '.join(left)}",
            message_zh=f"第 {number} 行：科目 {line.account_code} 须填写辅助核算：{names}",
            rule="analysis",
            line=number,
        )
    if by_hand and terms.currency and not line.foreign_amount:
        raise VoucherRefused(
            f"line {number}: the account is kept in {terms.currency}; fill in the foreign amount",
            message_zh=f"第 {number} 行：科目 {line.account_code} 按 {terms.currency} 核算，须填写外币金额",
            rule="foreign_amount",
            line=number,
        )
    if any((value < 0) != (line.amount < 0) for value in (line.quantity, line.foreign_amount) if value):
        raise VoucherRefused(
            f"line {number}: quantity and foreign amount have the sign of the amount",
            message_zh=f"第 {number} 行：数量、外币金额的正负须与金额一致",
            rule="extras_sign",
            line=number,
        )


def check_account(number: int, line: DraftLine, chart: Chart, *, by_hand: bool) -> None:
    """Raises `VoucherRefused` when line `number` is not on a leaf account in use or lacks what the account asks for.

    Raises `InvalidValue` for an unknown code.
    """
    account = chart[line.account_code]
    if not chart.is_leaf(account.code):
        raise VoucherRefused(
            f"line {number}: {account.code} has sub-accounts; choose one of them",
            message_zh=f"第 {number} 行：{account.code} {account.name} 有下级科目，请选择明细科目",
            rule="leaf_only",
            line=number,
        )
    if by_hand and not account.is_active:
        raise VoucherRefused(
            f"line {number}: {account.code} is no longer used",
            message_zh=f"第 {number} 行：科目 {account.code} {account.name} 已停用",
            rule="active_only",
            line=number,
        )
    check_terms(number, line, account, by_hand=by_hand)


def check_accounts(chart: Chart, lines: Iterable[DraftLine], *, by_hand: bool = False) -> None:
    """Raises what `check_account` raises for the first line that is not fit."""
    for number, line in enumerate(lines, 1):
        check_account(number, line, chart, by_hand=by_hand)


def post(balances: Iterable[Balance], lines: Iterable[DraftLine], *, carried: bool = False) -> list[Balance]:
    """The balances after these lines; `carried` marks lines that carry profit and loss forward."""
    book = {(balance.code, balance.counterparty): balance for balance in balances}
    for line in lines:
        key = (line.account_code, line.counterparty)
        old = book.get(key, Balance(*key))
        book[key] = Balance(
            *key,
            old.opening,
            old.debit + line.debit,
            old.credit + line.credit,
            old.carried_debit + (line.debit if carried else ZERO),
            old.carried_credit + (line.credit if carried else ZERO),
        )
    return [book[key] for key in sorted(book)]
