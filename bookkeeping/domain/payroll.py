"""One person's pay of one month: contributions, tax withheld, net pay, and the steps that led there.

Rules kept: tax is that of `law.iit_withholding` over all months of the year, never anything else; a month's tax is
never below 0; what was withheld before stays. The annual bonus is taxed by itself once a year
(财政部 税务总局公告2023年第30号).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from kernel.errors import InvalidValue
from kernel.money import ZERO, round_to_fen, total
from kernel.period import AccountingPeriod
from law.contributions import HOUSING_FUND, Contribution, FundTerms, contribute
from law.iit_withholding import (
    Employment,
    WageMonth,
    Withholding,
    basic_deduction,
    bonus_tax,
    cumulative_labour_tax,
    labour_tax,
    severance_tax,
    withhold_wages,
)


class Engagement(StrEnum):
    """How somebody works here; decides how tax is withheld."""

    EMPLOYEE = "employee"
    LABOUR = "labour"
    STUDENT = "student"
    PLATFORM = "platform"


class BonusMethod(StrEnum):
    """How an annual bonus is taxed."""

    SEPARATE = "separate"
    COMBINED = "combined"


@dataclass(frozen=True, slots=True)
class Pay:
    """What a person is paid and what is kept back besides contributions and tax, in yuan."""

    base_salary: Decimal = ZERO
    allowances: Decimal = ZERO
    bonus: Decimal = ZERO
    absence: Decimal = ZERO
    exempt: Decimal = ZERO
    other_deductions: Decimal = ZERO
    annual_bonus: Decimal = ZERO
    bonus_method: BonusMethod = BonusMethod.SEPARATE
    severance: Decimal = ZERO
    withheld_other: Decimal = ZERO

    @property
    def wages(self) -> Decimal:
        """Pay of the month without annual bonus and severance."""
        return self.base_salary + self.allowances + self.bonus - self.absence

    @property
    def gross(self) -> Decimal:
        """Everything paid."""
        return self.wages + self.annual_bonus + self.severance

    @property
    def salary(self) -> Decimal:
        """Wage income of the month for withholding: a combined bonus is part of it."""
        return self.wages + (self.annual_bonus if self.bonus_method is BonusMethod.COMBINED else ZERO)


@dataclass(frozen=True, slots=True)
class PersonYear:
    """What the year's tax of a person starts from: earlier months, employment, deductions declared to date.

    `special_additional` and `other` are what is due by the end of the month less what earlier months took.
    """

    engagement: Engagement
    employment: Employment
    before: Sequence[WageMonth] = ()
    labour_before: Sequence[tuple[int, Decimal]] = ()
    bonus_taken: bool = False
    special_additional: Decimal = ZERO
    other: Decimal = ZERO
    average_wage: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PayResult:
    """The computed month in yuan. `trace` names every figure the tax was computed from."""

    gross: Decimal
    contributions: tuple[Contribution, ...]
    special_additional: Decimal
    other_deductions: Decimal
    wage_tax: Decimal
    bonus_tax: Decimal
    severance_tax: Decimal
    net: Decimal
    trace: dict[str, str] = field(default_factory=dict)

    @property
    def social_person(self) -> Decimal:
        """The employee's own social insurance."""
        return total(one.person for one in self.contributions if one.fund != HOUSING_FUND)

    @property
    def housing_person(self) -> Decimal:
        """The employee's own housing fund."""
        return total(one.person for one in self.contributions if one.fund == HOUSING_FUND)

    @property
    def social_employer(self) -> Decimal:
        """The employer's social insurance."""
        return total(one.employer for one in self.contributions if one.fund != HOUSING_FUND)

    @property
    def housing_employer(self) -> Decimal:
        """The employer's housing fund."""
        return total(one.employer for one in self.contributions if one.fund == HOUSING_FUND)

    @property
    def tax(self) -> Decimal:
        """All tax withheld this month."""
        return self.wage_tax + self.bonus_tax + self.severance_tax


def contributions_of(bases: Sequence[tuple[FundTerms, Decimal]]) -> list[Contribution]:
    """Every fund somebody is enrolled in. Raises `NotReady` for rates not settled."""
    return [contribute(terms, base) for terms, base in bases if base > 0]


def compute_pay(period: AccountingPeriod, pay: Pay, paid: Sequence[Contribution], year: PersonYear) -> PayResult:
    """The month of one person with the contributions `paid`. Raises `InvalidValue`, `NoRuleInForce`."""
    _check(pay, year)
    own = total(one.person for one in paid)
    if year.engagement is Engagement.EMPLOYEE:
        wage_tax, trace = _wage_tax(period, pay, own, year)
    else:
        wage_tax, trace = _labour(period, pay, year)
    of_bonus = _bonus_tax(period, pay)
    of_severance = _severance_tax(period, pay, year)
    net = pay.gross - own - wage_tax - of_bonus - of_severance - pay.withheld_other
    return PayResult(
        gross=pay.gross,
        contributions=tuple(paid),
        special_additional=year.special_additional,
        other_deductions=pay.other_deductions + year.other,
        wage_tax=wage_tax,
        bonus_tax=of_bonus,
        severance_tax=of_severance,
        net=net,
        trace=trace,
    )


def wage_month(period: AccountingPeriod, pay: Pay, own: Decimal, year: PersonYear) -> WageMonth:
    """The month as withholding wants it; `own` are the employee's contributions."""
    other = pay.other_deductions + year.other
    return WageMonth(period.month, pay.salary, pay.exempt, own, year.special_additional, other)


def _wage_tax(period: AccountingPeriod, pay: Pay, own: Decimal, year: PersonYear) -> tuple[Decimal, dict[str, str]]:
    months = [*year.before, wage_month(period, pay, own, year)]
    results = withhold_wages(period.year, months, year.employment)
    last, before = results[-1], total(one.withheld for one in results[:-1])
    basic = basic_deduction(period.month, year.employment, period.end)
    steps = {
        "income": total(month.salary for month in months),
        "exempt": total(month.exempt for month in months),
        "basic_deduction": basic,
        "special_deductions": total(month.social_insurance_and_housing for month in months),
        "special_additional": total(month.special_additional for month in months),
        "other_deductions": total(month.other_deductions for month in months),
        "withheld_before": before,
    }
    return last.withheld, {name: str(amount) for name, amount in steps.items()} | _step(last)


def _labour(period: AccountingPeriod, pay: Pay, year: PersonYear) -> tuple[Decimal, dict[str, str]]:
    if year.engagement is Engagement.LABOUR:
        found = labour_tax(pay.wages, period.end)
    else:
        payments = [*year.labour_before, (period.month, pay.wages)]
        found = cumulative_labour_tax(period.year, payments, year.engagement)[-1]
    earlier = total(amount for _month, amount in year.labour_before)
    return found.withheld, {"income": str(earlier + pay.wages)} | _step(found)


def _step(found: Withholding) -> dict[str, str]:
    return {
        "taxable": str(found.taxable_to_date),
        "rate": str(found.rate),
        "quick_deduction": str(found.quick_deduction),
        "withheld": str(found.withheld),
    }


def _bonus_tax(period: AccountingPeriod, pay: Pay) -> Decimal:
    if not pay.annual_bonus or pay.bonus_method is BonusMethod.COMBINED:
        return ZERO
    return bonus_tax(pay.annual_bonus, period.end)[0].withheld


def _severance_tax(period: AccountingPeriod, pay: Pay, year: PersonYear) -> Decimal:
    if not pay.severance:
        return ZERO
    if year.average_wage is None:
        raise InvalidValue(
            "severance pay needs last year's local average wage",
            message_zh="计算解除劳动关系补偿的个人所得税，需先在“缴费标准”中填写当地上年职工平均工资",
        )
    return severance_tax(pay.severance, year.average_wage, period.end).withheld


def _check(pay: Pay, year: PersonYear) -> None:
    if pay.wages < 0:
        raise InvalidValue("deductions for absence exceed the pay", message_zh="缺勤扣款大于应发工资")
    if pay.annual_bonus and pay.bonus_method is BonusMethod.SEPARATE and year.bonus_taken:
        raise InvalidValue(
            "an annual bonus is taxed by itself once a year", message_zh="全年一次性奖金单独计税每人每年只能用一次"
        )
    if year.engagement is not Engagement.EMPLOYEE and (pay.annual_bonus or pay.severance or pay.exempt):
        raise InvalidValue(
            "labour remuneration has no bonus, severance or exempt income",
            message_zh="劳务报酬没有全年一次性奖金、离职补偿和免税收入",
        )


@dataclass(frozen=True, slots=True)
class BonusChoice:
    """Tax withheld in the month with the bonus by itself and with the bonus in the wages, in yuan."""

    separate: Decimal
    combined: Decimal

    @property
    def better(self) -> BonusMethod:
        """The lesser tax; by itself when equal."""
        return BonusMethod.COMBINED if self.combined < self.separate else BonusMethod.SEPARATE


def bonus_choice(period: AccountingPeriod, pay: Pay, own: Decimal, year: PersonYear) -> BonusChoice:
    """Both ways of taxing the bonus, measured on the tax of the months so far and this one."""

    def tax(method: BonusMethod) -> Decimal:
        chosen = replace(pay, bonus_method=method)
        return _wage_tax(period, chosen, own, year)[0] + _bonus_tax(period, chosen)

    return BonusChoice(round_to_fen(tax(BonusMethod.SEPARATE)), round_to_fen(tax(BonusMethod.COMBINED)))
