"""Carrying profit and loss forward (结转损益), and at year end the profit into retained earnings.

Rule kept: after it every profit-and-loss account stands at zero and the year's profit holds their sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from bookkeeping.domain.account import Category, Chart, Side
from bookkeeping.domain.analysis import Analysis
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


Left = tuple[str, str, int, Decimal]
"""(code, counterparty, set of analysis items, signed balance) of what is left to carry."""


def _off(left: Left, text: str, analyses: Mapping[int, Analysis]) -> DraftLine:
    """The line that brings a signed balance to zero."""
    code, party, analysis_id, signed = left
    line = entry(code, Side.CREDIT if signed > 0 else Side.DEBIT, abs(signed), text=text, counterparty=party)
    return replace(line, analysis=analyses[analysis_id]) if analysis_id else line


def _open(chart: Chart, balances: Iterable[Balance], category: Category) -> list[Left]:
    sums: dict[tuple[str, str, int], Decimal] = {}
    for balance in balances:
        if chart[balance.code].category is category:
            key = (balance.code, balance.counterparty, balance.analysis_id)
            sums[key] = sums.get(key, ZERO) + balance.closing
    return [(*key, signed) for key, signed in sorted(sums.items()) if signed]


def carry_forward_profit(
    chart: Chart, balances: Iterable[Balance], profit_code: str, analyses: Mapping[int, Analysis]
) -> tuple[DraftLine, ...]:
    """Lines that move all profit-and-loss balances to 本年利润 (`profit_code`), income and expense apart.

    Each counterparty and set of analysis items (`analyses` by id) comes to zero by itself. Empty when every
    profit-and-loss account is already at zero.
    """
    rows = _open(chart, balances, Category.PROFIT_LOSS)
    income = [row for row in rows if row[-1] < 0]
    expense = [row for row in rows if row[-1] > 0]
    lines: list[DraftLine] = []
    if income:
        lines += [_off(row, "结转本期收入", analyses) for row in income]
        lines.append(_into(profit_code, total(row[-1] for row in income), "结转本期收入"))
    if expense:
        lines.append(_into(profit_code, total(row[-1] for row in expense), "结转本期成本费用"))
        lines += [_off(row, "结转本期成本费用", analyses) for row in expense]
    return tuple(lines)


def _into(code: str, signed: Decimal, text: str) -> DraftLine:
    """The line that takes a signed balance over."""
    return entry(code, Side.CREDIT if signed < 0 else Side.DEBIT, abs(signed), text=text)


def carry_forward_year(
    chart: Chart, balances: Iterable[Balance], profit_code: str, retained_code: str
) -> tuple[DraftLine, ...]:
    """Lines that move 本年利润 (and 以前年度损益调整 where the chart has it) to 利润分配-未分配利润."""
    kept = list(balances)
    profit = total(balance.closing for balance in kept if balance.code == profit_code)
    rows: list[Left] = [(profit_code, "", 0, profit)] if profit else []
    rows += _open(chart, kept, Category.PRIOR_YEAR)
    lines: list[DraftLine] = []
    for row in rows:
        text = "结转本年利润" if row[0] == profit_code else "结转以前年度损益调整"
        lines += [_off(row, text, {}), _into(retained_code, row[-1], text)]
    return tuple(lines)
