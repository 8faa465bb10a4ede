"""Business income: 个人所得税法 table 2; half of the tax on what lies within 2,000,000 (公告2023年第12号)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.tax_filing.naive.arithmetic import ZERO, D, fen, num, shown

STEPS = ((30000, "0.05"), (90000, "0.10"), (300000, "0.20"), (500000, "0.30"), (None, "0.35"))


def progressive(income: Decimal) -> Decimal:
    """Tax step by step, each slice at its own rate: no quick deductions."""
    tax, below = D(0), D(0)
    for limit, rate in STEPS:
        top = income if limit is None else min(income, D(limit))
        if top > below:
            tax += (top - below) * D(rate)
        if limit is None or income <= limit:
            return tax
        below = D(limit)
    return tax


def figures(facts: dict[str, Any]) -> dict[str, str]:
    """Lines 3, 4, 19, 22, 23 and 25 of form A."""
    to_date = facts.get("year_to_date", {})
    profit = num(to_date, "revenue") - num(to_date, "cost_and_expenses")
    losses = min(num(to_date, "losses_brought_forward"), profit) if profit > 0 else ZERO
    income = max(ZERO, profit - losses - num(facts, "investor_deductions_to_date"))
    tax = fen(progressive(income))
    relief = fen(progressive(min(income, D(2_000_000))) / 2)
    balance = tax - relief - num(facts, "prepaid_to_date")
    return shown(
        {
            "main:3": profit,
            "main:4": losses,
            "main:19": income,
            "main:22": tax,
            "main:23": relief,
            "main:25": balance,
            "tax_payable": max(ZERO, balance),
        }
    )
