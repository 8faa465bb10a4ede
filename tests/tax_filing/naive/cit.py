"""CIT prepayment: 企业所得税法 Art. 4; 公告2023年第12号 Art. 3, 5; 2023年第6号 (averages of the quarters to date)."""

from __future__ import annotations

from typing import Any

from tests.tax_filing.naive.arithmetic import ZERO, D, fen, num, shown

INCOME = ("other_income", "investment_income", "asset_disposal_income", "fair_value_income")
COST = (
    "cost", "taxes_and_surcharges", "selling_expenses", "administrative_expenses", "research_expenses",
    "finance_expenses",
)  # fmt: skip


def figures(facts: dict[str, Any]) -> dict[str, str]:
    """Lines 15, 18, 24, 25, 27, 28 and 32 of A200000."""
    to_date = facts.get("year_to_date", {})
    if to_date.get("profit") is not None and to_date.get("revenue") is None:
        operating = num(to_date, "profit")
    else:
        operating = num(to_date, "revenue") + sum((num(to_date, name) for name in INCOME), ZERO)
        operating -= sum((num(to_date, name) for name in COST), ZERO)
    profit = operating + num(to_date, "non_operating_income") - num(to_date, "non_operating_expenses")
    income = profit - num(to_date, "non_taxable_income") - num(to_date, "accelerated_depreciation")
    income -= num(to_date, "exempt_income_and_super_deductions")
    losses = min(num(facts, "losses_brought_forward"), income) if income > 0 else ZERO
    income -= losses

    small = income <= 3_000_000 and not facts.get("taxpayer", {}).get("restricted_industry")
    quarters = facts.get("quarters", [])
    if quarters:
        people = sum(((num(q, "headcount_start") + num(q, "headcount_end")) / 2 for q in quarters), D(0)) / len(
            quarters
        )
        assets = sum(((num(q, "assets_start") + num(q, "assets_end")) / 2 for q in quarters), D(0)) / len(quarters)
        small = small and people <= 300 and assets <= 50_000_000
    tax = fen(income * D("0.25")) if income > 0 else ZERO
    relief = fen(income * D("0.20")) if small and income > 0 else ZERO
    to_pay = max(ZERO, tax - relief - num(facts, "prepaid_to_date"))
    return shown(
        {
            "main:15": operating,
            "main:18": profit,
            "main:24": losses,
            "main:25": income,
            "main:27": tax,
            "main:28": relief,
            "main:32": to_pay,
            "tax_payable": to_pay,
        }
    )
