"""Inputs of the CIT prepayment return A200000: year-to-date figures and the small low-profit test.

Source: 税务总局公告2025年第17号; 财政部 税务总局公告2023年第12号; 税务总局公告2023年第6号.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from kernel.finding import Finding
from kernel.money import ZERO, round_to_fen
from kernel.period import TaxPeriod
from law.small_low_profit import QuarterFigures, SmallLowProfitTest, small_low_profit_test
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

FORM: Final = "cit_prepayment"
_OPERATING_ADDED: Final = (
    "revenue", "other_income", "equity_disposal_income", "investment_income", "hedging_income", "fair_value_income",
    "credit_impairment", "asset_impairment", "asset_disposal_income",
)  # fmt: skip
_OPERATING_TAKEN: Final = (
    "cost", "taxes_and_surcharges", "selling_expenses", "administrative_expenses", "research_expenses",
    "finance_expenses",
)  # fmt: skip
_ADDED: Final = ("non_operating_income", "special_business_income", "other_special_income")
_TAKEN_OFF: Final = (
    "non_operating_expenses", "non_taxable_income", "exempt_income_and_super_deductions", "government_bond_interest",
    "exempt_dividends", "research_super_deduction", "disabled_wages_super_deduction", "income_relief",
    "farming_income_relief", "technology_income_relief",
)  # fmt: skip
_OTHER: Final = (
    "losses_brought_forward", "prepaid_to_date", "other_tax_relief", "tax_credits", "special_business_prepaid",
    "special_equipment", "wages_in_cost", "wages_paid", "fixed_tax",
)  # fmt: skip
_OF_WHICH: Final = ("own_exports", "agency_exports", "export_agency_fees")
_DEPRECIATION: Final = {"accelerated": "1", "one_off": "2"}


def prepare(facts: Facts) -> Prepared:
    """Inputs and findings from the facts of one tax period. Raises `InvalidValue`, `NoRuleInForce`."""
    period = tax_period(facts)
    refuse_assessed(facts)
    figures = group(facts, "year_to_date")
    sheet = InputSheet()
    for name in (*_OPERATING_ADDED, *_OPERATING_TAKEN, *_ADDED, *_TAKEN_OFF):
        sheet.add(name, amount(figures, name), sources=sources_of(group(facts, "sources_by_line").get(name) or {}))
    for name in _OTHER:
        sheet.add(name, amount(facts, name))
    for name in _OF_WHICH:
        sheet.add(name, amount(figures, name))
    _add_depreciation(sheet, facts)
    _add_method(sheet, facts, period)
    profit_given = figures.get("profit") is not None and figures.get("revenue") is None
    sheet.add("profit_given", int(profit_given))
    sheet.add("profit", amount(figures, "profit") if profit_given else ZERO)
    floor = lookup("cit.row32_floor", period.end)
    sheet.add("row32_floor", int(floor.flag), rules=(floor,))
    income = sheet.of("average_income") if sheet.of("by_average") else _taxable_income(sheet, profit_given=profit_given)
    quarters = [_quarter(row) for row in rows(facts, "quarters")]
    test = small_low_profit_test(
        taxable_income=income,
        quarters=quarters,
        restricted_industry=bool(group(facts, "taxpayer").get("restricted_industry")),
        on=period.end,
    )
    _add_head(sheet, quarters, test)
    _add_high_tech(sheet, group(facts, "taxpayer"), test, period)
    findings = _findings(quarters, test, income)
    return Prepared(FORM, period, sheet.inputs(), tuple(findings), extra={"small_low_profit": test})


def _taxable_income(sheet: InputSheet, *, profit_given: bool) -> Decimal:
    """Line 25 before it is on the form, for the income condition."""
    profit = sheet.of("profit") if profit_given else _sum(sheet, _OPERATING_ADDED) - _sum(sheet, _OPERATING_TAKEN)
    reductions = sheet.of("a1_reduction") + sheet.of("a2_reduction")
    before_losses = profit + _sum(sheet, _ADDED) - _sum(sheet, _TAKEN_OFF) - reductions
    return before_losses - max(ZERO, min(sheet.of("losses_brought_forward"), before_losses))


def _sum(sheet: InputSheet, names: Sequence[str]) -> Decimal:
    return sum((sheet.of(name) for name in names), ZERO)


def _add_depreciation(sheet: InputSheet, facts: Facts) -> None:
    """A201020: what is deducted faster than booked. A lone year-to-date figure is equipment deducted at once."""
    lump = amount(group(facts, "year_to_date"), "accelerated_depreciation")
    sheet.add("a2_accelerated", lump)
    sheet.add("a2_reduction", lump)
    for row in rows(facts, "accelerated_assets"):
        line = _DEPRECIATION[choice(row, "kind", tuple(_DEPRECIATION), "accelerated")]
        for name in ("original", "booked", "ordinary", "accelerated"):
            sheet.add(f"a{line}_{name}", amount(row, name), sources=sources_of(row))
        reduction = max(ZERO, amount(row, "accelerated") - amount(row, "booked"))
        sheet.add(f"a{line}_reduction", reduction, sources=sources_of(row))


def _add_method(sheet: InputSheet, facts: Facts, period: TaxPeriod) -> None:
    """Prepayment on last year's average or on a tax the bureau fixed, instead of actual profit."""
    method = choice(facts, "method", ("actual", "average", "fixed"), "actual")
    rule = lookup("cit.prepayment_methods", period.end)
    sheet.add("by_average", int(method == "average"), rules=(rule,))
    sheet.add("by_fixed_tax", int(method == "fixed"), rules=(rule,))
    share = Decimal(period.end.month) / 12
    sheet.add("average_income", round_to_fen(amount(facts, "last_year_taxable_income") * share))


def _add_high_tech(sheet: InputSheet, taxpayer: Facts, test: SmallLowProfitTest, period: TaxPeriod) -> None:
    """One preferential rate at a time: the small low-profit one comes first, being the lower."""
    if taxpayer.get("high_tech") and not test.qualifies:
        rule = lookup("cit.reduced_rates", period.end)
        rate = lookup("cit.rate", period.end)
        sheet.add("high_tech_share", rate.decimal - Decimal(rule.value["high_tech"]), rules=(rule, rate))


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
