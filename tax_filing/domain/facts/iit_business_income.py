"""Inputs of the quarterly prepayment of tax on business income of individual businesses.

Source: 个人所得税法 (rate table 2); the halving up to a limit by 财政部 税务总局公告2023年第12号 Art. 1.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from kernel.money import ZERO
from law.brackets import bracket_of
from law.store import lookup
from tax_filing.domain.facts.common import Facts, InputSheet, Prepared, amount, group, tax_period

FORM: Final = "iit_business_income"


def prepare(facts: Facts) -> Prepared:
    """Inputs from the facts of one tax period. Raises `InvalidValue`, `NoRuleInForce`."""
    period = tax_period(facts)
    figures = group(facts, "year_to_date")
    sheet = InputSheet()
    for name in ("revenue", "cost_and_expenses", "losses_brought_forward"):
        sheet.add(name, amount(figures, name))
    for name in ("investor_deductions_to_date", "prepaid_to_date"):
        sheet.add(name, amount(facts, name))
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
    sheet.add("relief_share", Decimal(relief.value["share"]), rules=(relief,))
    return Prepared(FORM, period, sheet.inputs())


def _taxable_income(sheet: InputSheet) -> Decimal:
    profit = sheet.of("revenue") - sheet.of("cost_and_expenses")
    after_losses = profit - max(ZERO, min(sheet.of("losses_brought_forward"), profit))
    return max(ZERO, after_losses - sheet.of("investor_deductions_to_date"))
