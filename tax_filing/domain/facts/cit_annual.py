"""Inputs of the annual CIT settlement, a working paper: income statement, common adjustments, losses, prepayments.

Source: 企业所得税法 Art. 8–10, 18; 实施条例 Art. 40–53; limits of `cit.limit.*`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from kernel.errors import InvalidValue
from kernel.finding import Finding
from kernel.money import ZERO
from kernel.period import TaxPeriod
from law.small_low_profit import QuarterFigures, small_low_profit_test
from law.store import lookup
from tax_filing.domain.facts.common import (
    Facts,
    InputSheet,
    Prepared,
    amount,
    choice,
    group,
    refuse_assessed,
    rows,
    sources_of,
    tax_period,
    warn,
)

FORM: Final = "cit_annual"
_STATEMENT: Final = (
    "revenue", "cost", "taxes_and_surcharges", "selling_expenses", "administrative_expenses", "research_expenses",
    "finance_expenses", "other_income", "investment_income", "hedging_income", "fair_value_income",
    "credit_impairment", "asset_impairment", "asset_disposal_income", "non_operating_income",
    "non_operating_expenses",
)  # fmt: skip
_STATED: Final = (
    "foreign_income", "foreign_income_set_off", "foreign_tax", "foreign_tax_credit", "exempt_income", "income_relief",
    "venture_deduction", "other_tax_relief", "special_equipment", "tax_credits", "prepaid_to_date", "inspection_tax",
    "special_adjustment_tax",
)  # fmt: skip
_WAGES: Final = {
    "wages": "1", "welfare": "3", "education": "4", "union": "7", "social_insurance": "8", "housing_fund": "9",
    "supplementary_pension": "10", "supplementary_medical": "11", "other": "12",
}  # fmt: skip
_DEPRECIATION: Final = {"ordinary": "2", "accelerated": "3", "one_off": "4"}
_YEARS: Final = 10


def prepare(facts: Facts) -> Prepared:
    """Inputs and findings of one tax year. Raises `InvalidValue`, `AssessedTaxation`, `NoRuleInForce`."""
    period = tax_period(facts)
    if len(period.months) != 12:
        raise InvalidValue(f"{period} is not a year", message_zh=f"{period} 不是纳税年度")
    refuse_assessed(facts)
    sheet = InputSheet()
    _add_statement(sheet, group(facts, "income_statement"))
    for name in _STATED:
        sheet.add(name, amount(facts, name))
    _add_super_deductions(sheet, facts, period)
    _add_wages(sheet, group(facts, "wages"))
    _add_limits(sheet, facts, period)
    for line, row in group(facts, "adjustments").items():
        sheet.add(f"adj_{line}_booked", amount(row, "booked"), sources=sources_of(row))
        sheet.add(f"adj_{line}_tax", amount(row, "tax"), sources=sources_of(row))
    for row in rows(facts, "depreciation"):
        line = _DEPRECIATION[choice(row, "kind", tuple(_DEPRECIATION), "ordinary")]
        for name in ("original", "booked", "tax"):
            sheet.add(f"depreciation_{line}_{name}", amount(row, name), sources=sources_of(row))
    findings = _add_losses(sheet, facts, period)
    _add_rates(sheet, facts, period)
    return Prepared(FORM, period, sheet.inputs(), tuple(findings))


def _add_statement(sheet: InputSheet, figures: Facts) -> None:
    for name in _STATEMENT:
        sheet.add(name, amount(figures, name))
    given = figures.get("profit") is not None
    sheet.add("profit_given", int(given))
    sheet.add("profit", amount(figures, "profit"))


def _add_super_deductions(sheet: InputSheet, facts: Facts, period: TaxPeriod) -> None:
    """Research and disabled staff once more, and income of reused resources that counts in part."""
    for name, spent in (
        ("research_super_deduction", "qualified_research"),
        ("disabled_wages_super_deduction", "disabled_wages"),
    ):
        rule = lookup(f"cit.{name}", period.end)
        sheet.add(name, amount(facts, spent) * rule.decimal, rules=(rule,))
    reduced = lookup("cit.reduced_income", period.end)
    sheet.add("reduced_income", amount(facts, "reused_resources_income") * (1 - reduced.decimal), rules=(reduced,))


def _add_wages(sheet: InputSheet, wages: Facts) -> None:
    """Each kind as booked and as spent (spent as booked unless stated), education with what was brought forward."""
    for name, line in _WAGES.items():
        row = wages.get(name) or {}
        given = row if isinstance(row, dict) else {"booked": row}
        sheet.add(f"wages_{line}_booked", amount(given, "booked"))
        spent = "actual" if given.get("actual") is not None else "booked"
        sheet.add(f"wages_{line}_actual", amount(given, spent))
    sheet.add("wages_4_carried", amount(wages, "education_carried"))


def _add_limits(sheet: InputSheet, facts: Facts, period: TaxPeriod) -> None:
    """Entertainment, advertising and donations with the limits in force."""
    entertainment = lookup("cit.limit.entertainment", period.end)
    sheet.add("adj_15_booked", amount(facts, "entertainment"))
    sheet.add("entertainment_share", Decimal(entertainment.value["share"]), rules=(entertainment,))
    sheet.add("entertainment_of_sales", Decimal(entertainment.value["of_sales"]), rules=(entertainment,))
    advertising = lookup("cit.limit.advertising", period.end)
    industry = choice(group(facts, "taxpayer"), "advertising_industry", tuple(advertising.value), "usual")
    sheet.add("advertising_booked", amount(facts, "advertising"))
    sheet.add("advertising_carried", amount(facts, "advertising_carried"))
    sheet.add("advertising_share", Decimal(advertising.value[industry]), rules=(advertising,))
    donations = lookup("cit.limit.donations", period.end)
    sheet.add("donations_booked", amount(facts, "donations"))
    sheet.add("donations_carried", amount(facts, "donations_carried"))
    sheet.add("donations_share", Decimal(donations.value["share"]), rules=(donations,))


def _add_losses(sheet: InputSheet, facts: Facts, period: TaxPeriod) -> list[Finding]:
    """Losses pending by year, oldest first; one past its years lapses and is said so."""
    rule = lookup("cit.loss_years", period.end)
    high_tech = bool(group(facts, "taxpayer").get("high_tech_losses"))
    years = int(rule.value["high_tech" if high_tech else "usual"])
    findings = []
    for row in rows(facts, "losses"):
        age = period.end.year - int(row.get("year") or 0)
        pending = amount(row, "amount")
        if not 1 <= age <= years:
            findings.append(_lapsed(row, pending))
            continue
        line = _YEARS + 1 - age
        sheet.add(f"loss_{line}", pending, rules=(rule,))
        sheet.add(f"loss_{line}_lives", int(age < years), rules=(rule,))
    return findings


def _lapsed(row: Facts, pending: Decimal) -> Finding:
    year = row.get("year")
    return warn(
        "CIT_LOSS_LAPSED",
        f"{year} 年的亏损 {pending} 已超过结转年限，不再弥补",
        f"The loss of {year}, {pending}, is past its years and no longer set off",
        year=year,
        amount=pending,
    )


def _add_rates(sheet: InputSheet, facts: Facts, period: TaxPeriod) -> None:
    """The small low-profit relief where people and assets allow it (the form tests the income), else high-tech."""
    taxpayer = group(facts, "taxpayer")
    quarters = [
        QuarterFigures(
            amount(row, "headcount_start"), amount(row, "headcount_end"),
            amount(row, "assets_start"), amount(row, "assets_end"),
        )
        for row in rows(facts, "quarters")
    ]  # fmt: skip
    restricted = bool(taxpayer.get("restricted_industry"))
    rate = lookup("cit.rate", period.end)
    test = small_low_profit_test(taxable_income=ZERO, quarters=quarters, restricted_industry=restricted, on=period.end)
    if test.qualifies and not taxpayer.get("waives_small_low_profit"):
        effective = Decimal(test.rule.value["income_share"]) * Decimal(test.rule.value["rate"])
        sheet.add("small_low_profit_share", rate.decimal - effective, rules=(test.rule, rate))
        sheet.add("small_low_profit_limit", Decimal(test.rule.value["taxable_income"]), rules=(test.rule,))
    if taxpayer.get("high_tech"):
        rule = lookup("cit.reduced_rates", period.end)
        sheet.add("high_tech_share", rate.decimal - Decimal(rule.value["high_tech"]), rules=(rule, rate))
