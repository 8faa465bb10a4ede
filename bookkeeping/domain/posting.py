"""Posting as a pure function: what a list of vouchers does to balances. The database does the same by trigger.

Rule kept: balances are nothing but sums of posted lines; this module is the yardstick the ledger is tested with.
"""

from __future__ import annotations

from collections.abc import Iterable

from bookkeeping.domain.account import Chart
from bookkeeping.domain.balances import Balance
from bookkeeping.domain.voucher import DraftLine, VoucherRefused
from kernel.money import ZERO


def check_accounts(chart: Chart, lines: Iterable[DraftLine]) -> None:
    """Raises `VoucherRefused` (or `InvalidValue` for an unknown code) when a line is not on a leaf account."""
    for number, line in enumerate(lines, 1):
        account = chart[line.account_code]
        if not chart.is_leaf(account.code):
            raise VoucherRefused(
                f"line {number}: {account.code} has sub-accounts; choose one of them",
                message_zh=f"第 {number} 行：{account.code} {account.name} 有下级科目，请选择明细科目",
                rule="leaf_only",
            )


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
