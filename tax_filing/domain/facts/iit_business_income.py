"""Inputs of the quarterly prepayment of tax on business income of individual businesses.

Source: 个人所得税法 (rate table 2); the halving up to a limit by 财政部 税务总局公告2023年第12号 Art. 1.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from kernel.money import ZERO, round_to_fen
from kernel.period import TaxPeriod
from law.brackets import bracket_of
from law.store import lookup
from tax_filing.domain.facts.common import (
    Facts,
    InputSheet,
    Prepared,
    amount,
    choice,
    group,
    refuse_assessed,
    tax_period,
)

FORM: Final = "iit_business_income"
_INVESTOR: Final = (
    "basic", "pension", "medical", "unemployment", "housing_fund", "health_insurance", "deferred_pension", "other",
)  # fmt: skip


def prepare(facts: Facts) -> Prepared:
    """Inputs from the facts of one tax period. Raises `InvalidValue`, `NoRuleInForce`."""
    period = tax_period(facts)
    refuse_assessed(facts)
    figures = group(facts, "year_to_date")
    sheet = InputSheet()
    for name in ("revenue", "cost_and_expenses", "losses_brought_forward"):
        sheet.add(name, amount(figures, name))
    for name in ("donations", "prepaid_to_date"):
        sheet.add(name, amount(facts, name))
    sheet.add("partner_share", amount(facts, "partner_share") if facts.get("partner_share") is not None else 1)
    _add_investor(sheet, facts, period)
    brackets = lookup("iit.business_brackets", period.end)
    relief = lookup("iit.business_relief", period.end)
    limit = Decimal(relief.value["taxable_income"])
    income = _taxable_income(sheet)
    bracket = bracket_of(income, brackets.value)
    sheet.add("rate", bracket.rate, rules=(brackets,))
    sheet.add("quick_deduction", bracket.quick_deduction, rules=(brackets,))
    relieved = bracket_of(min(income, limit), brackets.value)
    relieved_tax = min(income, limit) * relieved.rate - relieved.quick_deduction
    sheet.add("tax_of_relieved_part", relieved_tax, rules=(relief, brackets))
    kinds = ("individual_business", "partnership", "sole_proprietorship")
    if choice(group(facts, "taxpayer"), "legal_form", kinds, "individual_business") == "individual_business":
        sheet.add("relief_share", Decimal(relief.value["share"]), rules=(relief,))
    return Prepared(FORM, period, sheet.inputs())


def _add_investor(sheet: InputSheet, facts: Facts, period: TaxPeriod) -> None:
    """The investor's own deductions to date by kind; of a bare sum the basic deduction comes first."""
    stated = group(facts, "investor")
    for name in _INVESTOR:
        sheet.add(f"investor_{name}", amount(stated, name))
    lump = amount(facts, "investor_deductions_to_date")
    rule = lookup("iit.basic_deduction", period.end)
    basic = min(lump, Decimal(rule.value["month"]) * period.end.month)
    sheet.add("investor_basic", basic, rules=(rule,))
    sheet.add("investor_other", lump - basic)


def _taxable_income(sheet: InputSheet) -> Decimal:
    profit = sheet.of("revenue") - sheet.of("cost_and_expenses")
    after_losses = profit - max(ZERO, min(sheet.of("losses_brought_forward"), profit))
    own = sum((sheet.of(f"investor_{name}") for name in _INVESTOR), sheet.of("donations"))
    return round_to_fen(max(ZERO, after_losses * sheet.of("partner_share") - own))
