"""Withholding of individual income tax: wages (cumulative), annual bonus, severance, labour of three kinds.

Source: 税务总局公告2018年第61号, 2020年第13号 (first job, students), 2020年第19号 (low earners), 2025年第16号
(platforms); 财政部 税务总局公告2023年第30号 (bonus); 财税〔2018〕164号 (severance).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kernel.money import ZERO, round_to_fen
from kernel.period import AccountingPeriod
from law.brackets import bracket_of, tax_of
from law.store import RuleValue, lookup


@dataclass(frozen=True, slots=True)
class WageMonth:
    """Wages of one month in yuan; deductions are of the month, not cumulative.

    `withheld` is given where the tax is a fact already: months paid elsewhere or before, told as one row to date.
    """

    month: int
    salary: Decimal
    exempt: Decimal
    social_insurance_and_housing: Decimal
    special_additional: Decimal
    other_deductions: Decimal
    withheld: Decimal | None = None

    @property
    def after_deductions(self) -> Decimal:
        """Salary less all but the basic deduction."""
        taken = self.exempt + self.social_insurance_and_housing + self.special_additional + self.other_deductions
        return self.salary - taken


@dataclass(frozen=True, slots=True)
class Employment:
    """Since when, and the two special ways of counting the basic deduction."""

    employed_from: AccountingPeriod
    first_job_this_year: bool = False
    prior_year_income_up_to_60000: bool = False


@dataclass(frozen=True, slots=True)
class Withholding:
    """One month: taxable income to date, its step of the table, tax withheld this month (never below 0)."""

    month: int
    taxable_to_date: Decimal
    rate: Decimal
    quick_deduction: Decimal
    withheld: Decimal


def withhold_wages(year: int, months: Iterable[WageMonth], employment: Employment) -> list[Withholding]:
    """Cumulative withholding month by month; a fall in tax to date is not refunded. Raises `NoRuleInForce`."""
    results: list[Withholding] = []
    income = withheld = ZERO
    for wages in sorted(months, key=lambda wages: wages.month):
        end = AccountingPeriod(year, wages.month).end
        income += wages.after_deductions
        taxable = max(ZERO, income - basic_deduction(wages.month, employment, end))
        step = bracket_of(taxable, lookup("iit.withholding_brackets", end).value)
        due = round_to_fen(taxable * step.rate - step.quick_deduction)
        this_month = max(ZERO, due - withheld) if wages.withheld is None else wages.withheld
        withheld += this_month
        results.append(Withholding(wages.month, round_to_fen(taxable), step.rate, step.quick_deduction, this_month))
    return results


def basic_deduction(month: int, employment: Employment, on: date) -> Decimal:
    """Basic deduction to date by the end of `month` of the year of `on`, in yuan."""
    rule = lookup("iit.basic_deduction", on)
    if employment.prior_year_income_up_to_60000 and lookup("iit.full_year_deduction", on).flag:
        return Decimal(rule.value["year"])
    start = employment.employed_from
    first = start.month if start.year == on.year and not employment.first_job_this_year else 1
    return Decimal(rule.value["month"]) * max(0, month - first + 1)


def bonus_tax(bonus: Decimal, on: date) -> tuple[Withholding, RuleValue]:
    """Tax on an annual bonus taxed by itself: the step of a twelfth of it, applied to the whole."""
    lookup("iit.annual_bonus_separate", on)
    rule = lookup("iit.monthly_brackets", on)
    step = bracket_of(bonus / 12, rule.value)
    tax = round_to_fen(max(ZERO, bonus * step.rate - step.quick_deduction))
    return Withholding(on.month, bonus, step.rate, step.quick_deduction, tax), rule


def bonus_trap(bonus: Decimal, on: date) -> Decimal | None:
    """A lower bonus, at the limit of a step, that leaves more after its separate tax; `None` where none does."""
    kept = bonus - bonus_tax(bonus, on)[0].withheld
    limits = (step["up_to"] for step in lookup("iit.monthly_brackets", on).value if step["up_to"] is not None)
    lower = [Decimal(limit) * 12 for limit in limits if Decimal(limit) * 12 < bonus]
    better = [limit for limit in lower if limit - bonus_tax(limit, on)[0].withheld > kept]
    return max(better, default=None)


def labour_tax(income: Decimal, on: date) -> Withholding:
    """Withholding on one payment for labour: less 800 yuan or 20 %, by the three-step table."""
    rule = lookup("iit.labour_remuneration", on).value
    small = income <= rule["small_income"]
    deduction = Decimal(rule["small_deduction"]) if small else income * rule["share_deduction"]
    taxable = max(ZERO, income - deduction)
    step = bracket_of(taxable, rule["brackets"])
    return Withholding(
        on.month, round_to_fen(taxable), step.rate, step.quick_deduction, tax_of(taxable, rule["brackets"])
    )


CUMULATIVE_LABOUR = {"platform": "iit.platform_cumulative", "student": "iit.student_cumulative"}
"""Kinds of labour withheld on cumulatively, and the rule that holds the share taken off first."""


def cumulative_labour_tax(year: int, payments: Sequence[tuple[int, Decimal]], kind: str) -> list[Withholding]:
    """Cumulative withholding on platform work or student placements: (month, income) in yuan, from the first paid."""
    results: list[Withholding] = []
    income = withheld = ZERO
    for month, paid in sorted(payments):
        end = AccountingPeriod(year, month).end
        income += paid * (1 - lookup(CUMULATIVE_LABOUR[kind], end).decimal)
        worked = month - min(first for first, _ in payments) + 1
        taxable = max(ZERO, income - lookup("iit.basic_deduction", end).value["month"] * worked)
        step = bracket_of(taxable, lookup("iit.withholding_brackets", end).value)
        this_month = max(ZERO, round_to_fen(taxable * step.rate - step.quick_deduction) - withheld)
        withheld += this_month
        results.append(Withholding(month, round_to_fen(taxable), step.rate, step.quick_deduction, this_month))
    return results


def severance_tax(paid: Decimal, average_wage: Decimal, on: date) -> Withholding:
    """Tax on severance pay by itself: what passes three times last year's local average wage (yuan a year)."""
    taxable = max(ZERO, paid - average_wage * lookup("iit.severance", on).decimal)
    table = lookup("iit.withholding_brackets", on).value
    step = bracket_of(taxable, table)
    return Withholding(on.month, round_to_fen(taxable), step.rate, step.quick_deduction, tax_of(taxable, table))
