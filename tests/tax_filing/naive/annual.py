"""The annual CIT settlement: 企业所得税法 Art. 8-10, 18; 实施条例 Art. 40-44; 财税〔2018〕15号, 51号."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.tax_filing.naive.arithmetic import ZERO, D, fen, num, shown


def figures(facts: dict[str, Any]) -> dict[str, str]:
    """Lines 18, 20, 21, 24, 26, 28, 30, 31 and 45 of A100000."""
    statement = facts.get("income_statement", {})
    sales = num(statement, "revenue")
    profit = num(statement, "profit") if statement.get("profit") is not None else sales - num(statement, "cost")
    up, down = adjusted_by(facts, profit, sales)
    exempt = num(facts, "exempt_income") + num(facts, "qualified_research")
    adjusted = profit + up - down - exempt
    year = int(facts["period"])
    left = max(ZERO, adjusted)
    used = ZERO
    for row in sorted(facts.get("losses", []), key=lambda loss: loss["year"]):
        if year - row["year"] <= 5:
            part = min(num(row, "amount"), left)
            used += part
            left -= part
    taxable = left
    tax = fen(taxable * D("0.25"))
    relief = fen(taxable * D("0.20")) if taxable <= 3_000_000 else ZERO
    balance = tax - relief - num(facts, "prepaid_to_date")
    return shown(
        {
            "main:18": profit,
            "main:20": up,
            "main:21": down,
            "main:24": adjusted,
            "main:26": used,
            "main:28": taxable,
            "main:30": tax,
            "main:31": relief,
            "main:45": balance,
            "tax_payable": max(ZERO, balance),
        }
    )


def adjusted_by(facts: dict[str, Any], profit: Decimal, sales: Decimal) -> tuple[Decimal, Decimal]:
    """What is added back and what is taken off."""
    up = down = ZERO

    spent = num(facts, "entertainment")
    up += spent - min(fen(spent * D("0.6")), fen(sales * D("0.005")))
    advertising, carried = num(facts, "advertising"), num(facts, "advertising_carried")
    allowed = min(advertising + carried, fen(sales * D("0.15")))
    up += max(ZERO, advertising - allowed)
    down += max(ZERO, allowed - advertising)
    limit = fen(max(ZERO, profit) * D("0.12"))
    donated, before = num(facts, "donations"), num(facts, "donations_carried")
    used_before = min(before, limit)
    up += donated - min(donated, limit - used_before)
    down += used_before
    wages = facts.get("wages", {})
    pay = num(wages, "wages")
    booked = taxed = ZERO
    for name, share in (("welfare", "0.14"), ("union", "0.02")):
        booked += num(wages, name)
        taxed += min(num(wages, name), fen(pay * D(share)))
    education, brought = num(wages, "education"), num(wages, "education_carried")
    booked += education
    taxed += min(education + brought, fen(pay * D("0.08")))
    up += max(ZERO, booked - taxed)
    down += max(ZERO, taxed - booked)
    up += num(facts.get("adjustments", {}).get("19", {}), "booked")
    for row in facts.get("depreciation", []):
        down += num(row, "tax") - num(row, "booked")
    return up, down
