"""Inputs of the CIT prepayment return A200000: year-to-date figures and the small low-profit test.

Source: 税务总局公告2025年第17号; 财政部 税务总局公告2023年第12号; 税务总局公告2023年第6号.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from kernel.finding import Finding
from kernel.money import ZERO
from law.small_low_profit import QuarterFigures, SmallLowProfitTest, small_low_profit_test
from law.store import lookup
from tax_filing.domain.facts.common import (
    Facts,
    InputSheet,
    Prepared,
    amount,
    group,
    rows,
    sources_of,
    tax_period,
    warn,
)

FORM: Final = "cit_prepayment"
_ADDED: Final = (
    "revenue", "other_income", "equity_disposal_income", "investment_income", "hedging_income", "fair_value_income",
    "credit_impairment", "asset_impairment", "asset_disposal_income", "non_operating_income", "special_business_income",
)  # fmt: skip
_TAKEN_OFF: Final = (
    "cost", "taxes_and_surcharges", "selling_expenses", "administrative_expenses", "research_expenses",
    "finance_expenses", "non_operating_expenses", "non_taxable_income", "accelerated_depreciation",
    "exempt_income_and_super_deductions", "income_relief",
)  # fmt: skip
_OTHER: Final = (
    "losses_brought_forward",
    "prepaid_to_date",
    "other_tax_relief",
    "tax_credits",
    "special_business_prepaid",
)


def prepare(facts: Facts) -> Prepared:
    """Inputs and findings from the facts of one tax period. Raises `InvalidValue`, `NoRuleInForce`."""
    period = tax_period(facts)
    figures = group(facts, "year_to_date")
    sheet = InputSheet()
    for name in (*_ADDED, *_TAKEN_OFF):
        sheet.add(name, amount(figures, name), sources=sources_of(group(facts, "sources_by_line").get(name) or {}))
    for name in _OTHER:
        sheet.add(name, amount(facts, name))
    profit_given = figures.get("profit") is not None and figures.get("revenue") is None
    sheet.add("profit_given", int(profit_given))
    sheet.add("profit", amount(figures, "profit") if profit_given else ZERO)
    floor = lookup("cit.row32_floor", period.end)
    sheet.add("row32_floor", int(floor.flag), rules=(floor,))
    income = _taxable_income(sheet, profit_given=profit_given)
    quarters = [_quarter(row) for row in rows(facts, "quarters")]
    test = small_low_profit_test(
        taxable_income=income,
        quarters=quarters,
        restricted_industry=bool(group(facts, "taxpayer").get("restricted_industry")),
        on=period.end,
    )
    _add_head(sheet, quarters, test)
    findings = _findings(quarters, test, income)
    return Prepared(FORM, period, sheet.inputs(), tuple(findings), extra={"small_low_profit": test})


def _taxable_income(sheet: InputSheet, *, profit_given: bool) -> Decimal:
    """Line 25 before it is on the form, for the income condition."""
    if profit_given:
        before_losses = sheet.of("profit")
    else:
        before_losses = sum((sheet.of(name) for name in _ADDED), ZERO) - sum(
            (sheet.of(name) for name in _TAKEN_OFF), ZERO
        )
    return before_losses - max(ZERO, min(sheet.of("losses_brought_forward"), before_losses))


def _quarter(row: Facts) -> QuarterFigures:
    return QuarterFigures(
        amount(row, "headcount_start"),
        amount(row, "headcount_end"),
        amount(row, "assets_start"),
        amount(row, "assets_end"),
    )


def _add_head(sheet: InputSheet, quarters: list[QuarterFigures], test: SmallLowProfitTest) -> None:
    for number, quarter in enumerate(quarters, start=1):
        for name in ("headcount_start", "headcount_end", "assets_start", "assets_end"):
            sheet.add(f"q{number}_{name}", getattr(quarter, name))
    sheet.add("average_headcount", test.headcount)
    sheet.add("average_assets", test.assets)
    sheet.add("restricted_industry", int("restricted_industry" in test.failed))
    sheet.add("small_low_profit", int(test.qualifies), rules=(test.rule,))
    if test.qualifies:
        rate = lookup("cit.rate", test.rule.effective_from)
        effective = Decimal(test.rule.value["income_share"]) * Decimal(test.rule.value["rate"])
        sheet.add("small_low_profit_share", rate.decimal - effective, rules=(test.rule, rate))


def _findings(quarters: list[QuarterFigures], test: SmallLowProfitTest, income: Decimal) -> list[Finding]:
    findings = []
    if not quarters:
        findings.append(
            warn(
                "CIT_HEADCOUNT_AND_ASSETS_MISSING",
                "没有从业人数和资产总额，小型微利条件只按所得额判断，请补充",
                "Headcount and assets are missing: the small low-profit test rests on income alone, please add them",
            )
        )
    limit = Decimal(test.rule.value["taxable_income"])
    if (
        "taxable_income" in test.failed
        and income <= limit * lookup("cit.cliff_warning", test.rule.effective_from).decimal
    ):
        findings.append(
            warn(
                "CIT_JUST_OVER_THE_LIMIT",
                "应纳税所得额刚刚超过小型微利上限，全额适用25%，请复核",
                "Taxable income is just over the small low-profit limit, all of it is taxed at 25 %: please review",
                taxable_income=income,
                limit=limit,
            )
        )
    return findings
