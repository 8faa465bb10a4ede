"""Carrying profit and loss forward (结转损益), and at year end the profit into retained earnings.

Rule kept: after it every profit-and-loss account stands at zero and the year's profit holds their sum.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from bookkeeping.domain.account import Category, Chart, Side
from bookkeeping.domain.balances import Balance
from bookkeeping.domain.voucher import DraftLine, entry
from kernel.money import ZERO, total


def is_carry_forward(chart: Chart, lines: Iterable[DraftLine], profit_code: str) -> bool:
    """Whether a voucher does nothing but move profit and loss to 本年利润, whoever wrote it."""
    codes = [line.account_code for line in lines]
    others = [code for code in codes if not code.startswith(profit_code)]
    if len(others) == len(codes) or not others:
        return False
    return all(chart[code].category is Category.PROFIT_LOSS for code in others)


def _off(code: str, signed: Decimal, text: str) -> DraftLine:
    """The line that brings a signed balance to zero."""
    return entry(code, Side.CREDIT if signed > 0 else Side.DEBIT, abs(signed), text=text)


def _open(chart: Chart, balances: Iterable[Balance], category: Category) -> list[tuple[str, Decimal]]:
    sums: dict[str, Decimal] = {}
    for balance in balances:
        if chart[balance.code].category is category:
            sums[balance.code] = sums.get(balance.code, ZERO) + balance.closing
    return [(code, signed) for code, signed in sorted(sums.items()) if signed]


def carry_forward_profit(chart: Chart, balances: Iterable[Balance], profit_code: str) -> tuple[DraftLine, ...]:
    """Lines that move all profit-and-loss balances to 本年利润 (`profit_code`), income and expense apart.

    Empty when every profit-and-loss account is already at zero.
    """
    rows = _open(chart, balances, Category.PROFIT_LOSS)
    income = [row for row in rows if row[1] < 0]
    expense = [row for row in rows if row[1] > 0]
    lines: list[DraftLine] = []
    if income:
        lines += [_off(code, signed, "结转本期收入") for code, signed in income]
        lines.append(entry(profit_code, Side.CREDIT, -total(s for _, s in income), text="结转本期收入"))
    if expense:
        lines.append(entry(profit_code, Side.DEBIT, total(s for _, s in expense), text="结转本期成本费用"))
        lines += [_off(code, signed, "结转本期成本费用") for code, signed in expense]
    return tuple(lines)


def carry_forward_year(
    chart: Chart, balances: Iterable[Balance], profit_code: str, retained_code: str
) -> tuple[DraftLine, ...]:
    """Lines that move 本年利润 (and 以前年度损益调整 where the chart has it) to 利润分配-未分配利润."""
    kept = list(balances)
    profit = total(balance.closing for balance in kept if balance.code == profit_code)
    rows = [(profit_code, profit)] if profit else []
    rows += _open(chart, kept, Category.PRIOR_YEAR)
    lines: list[DraftLine] = []
    for code, signed in rows:
        text = "结转本年利润" if code == profit_code else "结转以前年度损益调整"
        lines.append(_off(code, signed, text))
        side = Side.CREDIT if signed < 0 else Side.DEBIT
        lines.append(entry(retained_code, side, abs(signed), text=text))
    return tuple(lines)
