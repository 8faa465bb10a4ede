"""Inputs of the withholding return: one line per person, wages to date, bonus, labour and severance by themselves.

Rule kept: tax is computed per person and month by `law.iit_withholding`; the form computes the month again from its
cells, so every figure has its trace. With a `period` the return is of that month, without one of the year so far.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from kernel.errors import InvalidValue
from kernel.finding import Finding
from kernel.money import ZERO, text, total
from kernel.period import AccountingPeriod, TaxPeriod
from law.brackets import bracket_of
from law.iit_withholding import (
    CUMULATIVE_LABOUR,
    Employment,
    WageMonth,
    Withholding,
    basic_deduction,
    bonus_tax,
    bonus_trap,
    cumulative_labour_tax,
    labour_tax,
    severance_tax,
    withhold_wages,
)
from law.store import lookup
from tax_filing.domain.facts.common import Facts, InputSheet, Prepared, amount, choice, group, rows, sources_of, warn

FORM: Final = "iit_withholding"
_MONTHLY: Final = ("salary", "exempt", "social_insurance_and_housing", "special_additional", "other_deductions")


@dataclass(frozen=True, slots=True)
class _Person:
    """One employee's year: months as paid, and what was withheld on each kind of income."""

    row: Facts
    months: tuple[WageMonth, ...]
    wages: tuple[Withholding, ...]
    bonus: Withholding | None
    labour: tuple[tuple[Decimal, Withholding], ...]
    severance: Withholding | None

    @property
    def others(self) -> list[Withholding]:
        """Everything but wages."""
        return [*(tax for _, tax in self.labour), *(one for one in (self.bonus, self.severance) if one)]


def prepare(facts: Facts) -> Prepared:
    """Inputs from the facts of a year up to a month. Raises `InvalidValue`, `NoRuleInForce`."""
    year = _year(facts)
    people = [_person(row, year) for row in rows(facts, "employees")]
    last = max((tax.month for person in people for tax in (*person.wages, *person.others)), default=1)
    stated = facts.get("period")
    end = AccountingPeriod.parse(str(stated)) if stated else AccountingPeriod(year, last)
    period = TaxPeriod(end.start if stated else date(year, 1, 1), end.end)
    sheet = InputSheet()
    for number, person in enumerate(people, start=1):
        _add(sheet, f"p{number}_", person, period)
    findings = tuple(finding for person in people for finding in _findings(person, period))
    names = tuple(str(person.row.get("name") or "") for person in people)
    answer = {"employees": [_shown_person(person) for person in people]}
    return Prepared(FORM, period, sheet.inputs(), findings, row_titles=names, answer=answer)


def _year(facts: Facts) -> int:
    year = int(facts.get("year") or str(facts.get("period") or "0")[:4])
    if not 2019 <= year <= 2999:
        raise InvalidValue("year is missing or out of range", message_zh="年度缺失或超出范围")
    return year


def _person(row: Facts, year: int) -> _Person:
    months = [_wage_month(month) for month in rows(row, "months")]
    bonus = group(row, "annual_bonus")
    separate: Withholding | None = None
    if bonus:
        months, separate = _with_bonus(months, bonus, year)
    months.sort(key=lambda wages: wages.month)
    wages = withhold_wages(year, months, _employment(row, year))
    labour = _labour(rows(row, "labour"), year)
    return _Person(row, tuple(months), tuple(wages), separate, tuple(labour), _severance(group(row, "severance"), year))


def _employment(row: Facts, year: int) -> Employment:
    start = row.get("employed_from")
    return Employment(
        employed_from=AccountingPeriod.parse(str(start)) if start else AccountingPeriod(year, 1),
        first_job_this_year=bool(row.get("first_job_this_year")),
        prior_year_income_up_to_60000=bool(row.get("prior_year_income_up_to_60000")),
    )


def _wage_month(row: Facts) -> WageMonth:
    month = int(row.get("month") or 0)
    if not 1 <= month <= 12:
        raise InvalidValue("a month is missing or out of range", message_zh="月份缺失或超出范围")
    known = amount(row, "withheld") if row.get("withheld") is not None else None
    return replace(WageMonth(month, *(amount(row, name) for name in _MONTHLY)), withheld=known)


def _with_bonus(months: list[WageMonth], bonus: Facts, year: int) -> tuple[list[WageMonth], Withholding | None]:
    """A combined bonus joins the wages of its month; a separate one is taxed by itself."""
    month = int(bonus.get("month") or 12)
    paid = amount(bonus, "amount")
    if choice(bonus, "method", ("separate", "combined"), "separate") == "separate":
        return months, bonus_tax(paid, AccountingPeriod(year, month).end)[0]
    if all(wages.month != month for wages in months):
        months = [*months, WageMonth(month, ZERO, ZERO, ZERO, ZERO, ZERO)]
    return [replace(wages, salary=wages.salary + paid) if wages.month == month else wages for wages in months], None


def _labour(payments: Sequence[Facts], year: int) -> list[tuple[Decimal, Withholding]]:
    ordinary: list[tuple[Decimal, Withholding]] = []
    cumulative: dict[str, list[tuple[int, Decimal]]] = {kind: [] for kind in CUMULATIVE_LABOUR}
    for payment in payments:
        month, income = int(payment.get("month") or 0), amount(payment, "income")
        kind = choice(payment, "kind", ("ordinary", *CUMULATIVE_LABOUR), "ordinary")
        if kind in cumulative:
            cumulative[kind].append((month, income))
        else:
            ordinary.append((income, labour_tax(income, AccountingPeriod(year, month).end)))
    for kind, paid in cumulative.items():
        taxes = cumulative_labour_tax(year, paid, kind)
        ordinary += [(income, tax) for (_, income), tax in zip(sorted(paid), taxes, strict=True)]
    return ordinary


def _severance(paid: Facts, year: int) -> Withholding | None:
    if not paid:
        return None
    end = AccountingPeriod(year, int(paid.get("month") or 12)).end
    return severance_tax(amount(paid, "amount"), amount(paid, "average_wage"), end)


def _add(sheet: InputSheet, prefix: str, person: _Person, period: TaxPeriod) -> None:
    """One person's inputs: wages to date as of the last month paid, the rest as far as it lies in the period."""
    _add_wages(sheet, prefix, person, period)
    inside = range(period.start.month, period.end.month + 1)
    paid = sources_of(person.row)
    if person.bonus and person.bonus.month in inside:
        rule = lookup("iit.monthly_brackets", period.end)
        sheet.add(f"{prefix}bonus", person.bonus.taxable_to_date, sources=paid)
        sheet.add(f"{prefix}bonus_tax", person.bonus.withheld, rules=(rule,))
    for income, tax in person.labour:
        if tax.month in inside:
            rule = lookup("iit.labour_remuneration", period.end)
            sheet.add(f"{prefix}labour", income, sources=paid)
            sheet.add(f"{prefix}labour_tax", tax.withheld, rules=(rule,))
    if person.severance and person.severance.month in inside:
        sheet.add(f"{prefix}severance_tax", person.severance.withheld, rules=(lookup("iit.severance", period.end),))
    sheet.add(f"{prefix}other_tax_to_date", total(tax.withheld for tax in person.others))


def _add_wages(sheet: InputSheet, prefix: str, person: _Person, period: TaxPeriod) -> None:
    if not person.months:
        return
    last, result = person.months[-1], person.wages[-1]
    end = AccountingPeriod(period.end.year, last.month).end
    paid = sources_of(person.row)
    in_period = period.start.month <= last.month <= period.end.month
    sheet.add(f"{prefix}paid_in_period", int(in_period))
    if in_period:
        sheet.add(f"{prefix}income", last.salary, sources=paid)
        sheet.add(f"{prefix}exempt", last.exempt)
    names = ("income", "exempt", "special_deductions", "special_additional", "other_deductions")
    for name, given in zip(names, _MONTHLY, strict=True):
        sheet.add(f"{prefix}{name}_to_date", total(getattr(month, given) for month in person.months), sources=paid)
    basic = basic_deduction(last.month, _employment(person.row, period.end.year), end)
    sheet.add(f"{prefix}basic_to_date", basic, rules=(lookup("iit.basic_deduction", end),))
    brackets = lookup("iit.withholding_brackets", end)
    step = bracket_of(result.taxable_to_date, brackets.value)
    sheet.add(f"{prefix}rate", step.rate, rules=(brackets,))
    sheet.add(f"{prefix}quick_deduction", step.quick_deduction, rules=(brackets,))
    before = person.wages[:-1]
    sheet.add(f"{prefix}withheld_before", total(tax.withheld for tax in before))
    inside = [tax.withheld for tax in before if tax.month >= period.start.month]
    sheet.add(f"{prefix}wages_tax_before_in_period", total(inside))
    if last.withheld is not None:
        sheet.add(f"{prefix}tax_is_stated", 1)
        sheet.add(f"{prefix}stated_tax", last.withheld)


def _findings(person: _Person, period: TaxPeriod) -> list[Finding]:
    """A bonus just above a step leaves less in the hand than one at the step."""
    if not person.bonus or not period.start.month <= person.bonus.month <= period.end.month:
        return []
    paid = person.bonus.taxable_to_date
    better = bonus_trap(paid, AccountingPeriod(period.end.year, person.bonus.month).end)
    if better is None:
        return []
    name = str(person.row.get("name") or "")
    return [
        warn(
            "IIT_BONUS_TRAP",
            f"{name}的全年一次性奖金 {text(paid)} 落在税率临界区间，发 {text(better)} 到手更多",
            f"The annual bonus of {name}, {text(paid)}, lies just above a step: {text(better)} would leave more",
            bonus=paid,
            better=better,
        )
    ]


def _shown_person(person: _Person) -> dict[str, Any]:
    paid = [*person.wages, *person.others]
    return {
        "name": str(person.row.get("name") or ""),
        "months": [_shown(result) for result in person.wages],
        "annual_bonus": _shown(person.bonus) if person.bonus else None,
        "labour": [_shown(tax) for _, tax in person.labour],
        "severance": _shown(person.severance) if person.severance else None,
        "withheld_total": text(total(result.withheld for result in paid)),
    }


def _shown(result: Withholding) -> dict[str, Any]:
    return {
        "month": result.month,
        "taxable_to_date": text(result.taxable_to_date),
        "rate": str(result.rate),
        "quick_deduction": text(result.quick_deduction),
        "withheld": text(result.withheld),
    }
