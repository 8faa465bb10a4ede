"""The monthly withholding return: each employee's wages, bonus and labour remuneration to date.

Rule kept: tax is computed per person and month by `law.iit_withholding`; here facts are read and lines laid out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from kernel.errors import InvalidValue
from kernel.money import ZERO, text, total
from kernel.period import AccountingPeriod, TaxPeriod
from law.calendar import filing_deadline
from law.iit_withholding import (
    CUMULATIVE_LABOUR,
    Employment,
    WageMonth,
    Withholding,
    bonus_tax,
    cumulative_labour_tax,
    labour_tax,
    severance_tax,
    withhold_wages,
)
from law.store import lookup, sources
from tax_filing.domain.facts.common import Facts, amount, choice, group, rows

FORM: Final = "iit_withholding"
EDITION: Final = "2019"


def compute(facts: Facts) -> dict[str, Any]:
    """The return in the shape of the command contract. Raises `InvalidValue`, `NoRuleInForce`."""
    year = int(facts.get("year") or 0)
    employees = [_employee(row, year) for row in rows(facts, "employees")]
    last = max((month for employee in employees for month in employee["_months"]), default=1)
    period = TaxPeriod(date(year, 1, 1), AccountingPeriod(year, last).end)
    deadline = filing_deadline(period)
    for employee in employees:
        del employee["_months"]
    return {
        "form": FORM,
        "edition": EDITION,
        "tax_period": {"start": period.start.isoformat(), "end": period.end.isoformat()},
        "deadline": deadline.day.isoformat(),
        "deadline_provisional": deadline.provisional,
        "lines": {"main": {str(number): employee["line"] for number, employee in enumerate(employees, start=1)}},
        "tax_payable": text(total(Decimal(employee["withheld_total"]) for employee in employees)),
        "surtaxes": {},
        "cross_checks": [_totals_check(employees)],
        "findings": [],
        "employees": employees,
        "trace": _trace(period.end),
    }


def _employee(row: Facts, year: int) -> dict[str, Any]:
    if not 2019 <= year <= 2999:
        raise InvalidValue("year is missing or out of range", message_zh="年度缺失或超出范围")
    months = [_wage_month(month) for month in rows(row, "months")]
    bonus = group(row, "annual_bonus")
    separate: Withholding | None = None
    if bonus:
        months, separate = _with_bonus(months, bonus, year)
    wages = withhold_wages(year, months, _employment(row, year))
    labour = _labour(rows(row, "labour"), year)
    severance = _severance(group(row, "severance"), year)
    paid = [*wages, *labour, *(one for one in (separate, severance) if one)]
    return {
        "name": str(row.get("name") or ""),
        "months": [_shown(result) for result in wages],
        "annual_bonus": _shown(separate) if separate else None,
        "labour": [_shown(result) for result in labour],
        "severance": _shown(severance) if severance else None,
        "withheld_total": text(total(result.withheld for result in paid)),
        "line": _line(months, wages, paid),
        "_months": [result.month for result in paid],
    }


def _employment(row: Facts, year: int) -> Employment:
    start = row.get("employed_from")
    return Employment(
        employed_from=AccountingPeriod.parse(str(start)) if start else AccountingPeriod(year, 1),
        first_job_this_year=bool(row.get("first_job_this_year")),
        prior_year_income_up_to_60000=bool(row.get("prior_year_income_up_to_60000")),
    )


def _wage_month(row: Facts) -> WageMonth:
    names = ("salary", "exempt", "social_insurance_and_housing", "special_additional", "other_deductions")
    month = int(row.get("month") or 0)
    if not 1 <= month <= 12:
        raise InvalidValue("a month is missing or out of range", message_zh="月份缺失或超出范围")
    known = amount(row, "withheld") if row.get("withheld") is not None else None
    return replace(WageMonth(month, *(amount(row, name) for name in names)), withheld=known)


def _with_bonus(months: list[WageMonth], bonus: Facts, year: int) -> tuple[list[WageMonth], Withholding | None]:
    """A combined bonus joins the wages of its month; a separate one is taxed by itself."""
    month = int(bonus.get("month") or 12)
    paid = amount(bonus, "amount")
    if choice(bonus, "method", ("separate", "combined"), "separate") == "separate":
        return months, bonus_tax(paid, AccountingPeriod(year, month).end)[0]
    if all(wages.month != month for wages in months):
        months = [*months, WageMonth(month, ZERO, ZERO, ZERO, ZERO, ZERO)]
    return [replace(wages, salary=wages.salary + paid) if wages.month == month else wages for wages in months], None


def _labour(payments: Sequence[Facts], year: int) -> list[Withholding]:
    ordinary: list[Withholding] = []
    cumulative: dict[str, list[tuple[int, Decimal]]] = {kind: [] for kind in CUMULATIVE_LABOUR}
    for payment in payments:
        month, income = int(payment.get("month") or 0), amount(payment, "income")
        kind = choice(payment, "kind", ("ordinary", *CUMULATIVE_LABOUR), "ordinary")
        if kind in cumulative:
            cumulative[kind].append((month, income))
        else:
            ordinary.append(labour_tax(income, AccountingPeriod(year, month).end))
    return ordinary + [tax for kind, paid in cumulative.items() for tax in cumulative_labour_tax(year, paid, kind)]


def _severance(paid: Facts, year: int) -> Withholding | None:
    if not paid:
        return None
    end = AccountingPeriod(year, int(paid.get("month") or 12)).end
    return severance_tax(amount(paid, "amount"), amount(paid, "average_wage"), end)


def _shown(result: Withholding) -> dict[str, Any]:
    return {
        "month": result.month,
        "taxable_to_date": text(result.taxable_to_date),
        "rate": str(result.rate),
        "quick_deduction": text(result.quick_deduction),
        "withheld": text(result.withheld),
    }


def _line(months: Sequence[WageMonth], wages: Sequence[Withholding], paid: Sequence[Withholding]) -> dict[str, str]:
    """The employee's row of the return, cumulative."""
    return {
        "income_to_date": text(total(wages.salary for wages in months)),
        "exempt_to_date": text(total(wages.exempt for wages in months)),
        "special_deductions_to_date": text(total(wages.social_insurance_and_housing for wages in months)),
        "special_additional_to_date": text(total(wages.special_additional for wages in months)),
        "other_deductions_to_date": text(total(wages.other_deductions for wages in months)),
        "taxable_to_date": text(wages[-1].taxable_to_date if wages else ZERO),
        "withheld_to_date": text(total(result.withheld for result in paid)),
        "withheld_this_month": text(wages[-1].withheld if wages else ZERO),
    }


def _totals_check(employees: Sequence[dict[str, Any]]) -> dict[str, Any]:
    lines = total(Decimal(employee["line"]["withheld_to_date"]) for employee in employees)
    people = total(Decimal(employee["withheld_total"]) for employee in employees)
    return {"rule": "W_TOTAL", "holds": lines == people, "message": "各人累计预扣之和=申报合计"}


def _trace(on: date) -> dict[str, Any]:
    rules = [lookup(name, on) for name in ("iit.withholding_brackets", "iit.basic_deduction")]
    return {
        "main": {
            "formula": "taxable_to_date * rate - quick_deduction - withheld_before",
            "inputs": {},
            "rules": [{"name": rule.rule, "value": rule.title, "source": rule.source} for rule in rules],
            "sources": sources(rules),
        }
    }
