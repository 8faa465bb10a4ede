"""Withholding: wages cumulatively, bonus by itself, labour by its own table (公告2018年第61号, 2023年第30号)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.tax_filing.naive.arithmetic import ZERO, D, fen, num, shown

YEAR = ((36000, "0.03"), (144000, "0.10"), (300000, "0.20"), (420000, "0.25"), (660000, "0.30"), (960000, "0.35"))
TOP = "0.45"
MONTH = (
    (3000, "0.03", 0), (12000, "0.10", 210), (25000, "0.20", 1410), (35000, "0.25", 2660), (55000, "0.30", 4410),
    (80000, "0.35", 7160), (None, "0.45", 15160),
)  # fmt: skip


def by_slices(income: Decimal) -> Decimal:
    """Tax of the year on wages, slice by slice."""
    tax, below = D(0), D(0)
    for limit, rate in YEAR:
        if income <= limit:
            return tax + (income - below) * D(rate)
        tax += (D(limit) - below) * D(rate)
        below = D(limit)
    return tax + (income - below) * D(TOP)


def bonus_tax(bonus: Decimal) -> Decimal:
    """The step of a twelfth, on the whole."""
    for limit, rate, quick in MONTH:
        if limit is None or bonus / 12 <= limit:
            return fen(bonus * D(rate) - quick)
    raise AssertionError


def labour_tax(paid: Decimal) -> Decimal:
    """Less 800 up to 4,000, else less a fifth; 20, 30, 40 per cent slice by slice."""
    base = max(ZERO, paid - 800) if paid <= 4000 else paid * D("0.8")
    slices = ((D(20000), D("0.2")), (D(50000), D("0.3")))
    tax, below = D(0), D(0)
    for limit, rate in slices:
        if base <= limit:
            return fen(tax + (base - below) * rate)
        tax += (limit - below) * rate
        below = limit
    return fen(tax + (base - below) * D("0.4"))


def figures(facts: dict[str, Any]) -> dict[str, str]:
    """Withheld per person: last month's wages, bonus, labour, and the year in all."""
    year = int(facts["year"])
    found: dict[str, Decimal] = {}
    everything = ZERO
    for number, person in enumerate(facts["employees"], start=1):
        start_year, start_month = (int(part) for part in str(person.get("employed_from") or f"{year}-01").split("-"))
        first = 1 if start_year < year or person.get("first_job_this_year") else start_month
        bonus = person.get("annual_bonus") or {}
        income = withheld = last = ZERO
        for month in sorted(person.get("months", []), key=lambda row: row["month"]):
            income += num(month, "salary")
            if bonus.get("method") == "combined" and bonus["month"] == month["month"]:
                income += num(bonus, "amount")
            for name in ("exempt", "social_insurance_and_housing", "special_additional", "other_deductions"):
                income -= num(month, name)
            counted = 12 if person.get("prior_year_income_up_to_60000") else max(0, month["month"] - first + 1)
            due = fen(by_slices(max(ZERO, income - 5000 * counted)))
            last = max(ZERO, due - withheld)
            withheld += last
        separate = bonus_tax(num(bonus, "amount")) if bonus.get("method", "separate") == "separate" and bonus else ZERO
        labour = sum((labour_tax(num(row, "income")) for row in person.get("labour", [])), ZERO)
        found[f"main:{number}:withheld_this_month"] = last
        found[f"main:{number}:bonus_tax"] = separate
        found[f"main:{number}:labour_tax"] = labour
        found[f"main:{number}:withheld_to_date"] = withheld + separate + labour
        everything += withheld + separate + labour
    return shown({**found, "tax_payable": everything})
