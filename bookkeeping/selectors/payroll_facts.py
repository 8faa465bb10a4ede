"""Payroll as facts of the withholding return, in the shape of the command `compute_return iit_withholding`.

Rule kept: only what was brought forward states its tax; the tax of every month kept here is left to be computed.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from bookkeeping.models import Employee, PayrollLine
from bookkeeping.selectors.payroll import settings_of
from bookkeeping.selectors.payroll_year import as_wage_month, brought, brought_month, lines_of_year
from kernel.money import ZERO, text
from kernel.period import AccountingPeriod
from law.iit_withholding import WageMonth

LABOUR_KINDS = {"labour": "ordinary", "student": "student", "platform": "platform"}


def payroll_facts(company_id: int, year: int, period: AccountingPeriod) -> dict[str, Any]:
    """`{"year", "employees": [...]}` of the confirmed payrolls taxed in a year, up to and with the month `period`."""
    by_person: dict[int, list[PayrollLine]] = defaultdict(list)
    for line in lines_of_year(company_id, year, tax_period__lte=str(period)):
        by_person[line.employee_id].append(line)
    people = Employee.objects.filter(pk__in=by_person).prefetch_related("brought_forward")
    kept = settings_of(company_id)
    average = text(kept.average_wage) if kept and kept.average_wage else "0.00"
    return {"year": year, "employees": [_person(one, year, by_person[one.pk], average) for one in people]}


def _person(employee: Employee, year: int, lines: list[PayrollLine], average: str) -> dict[str, Any]:
    opening = brought(employee.brought_forward.all(), AccountingPeriod(year, 12))
    wages = [line for line in lines if line.engagement == "employee"]
    months = [brought_month(opening)] if opening else []
    months += [as_wage_month(line, with_tax=False) for line in wages]
    return {
        "name": employee.name,
        "number": employee.number,
        "employed_from": str(AccountingPeriod.of(employee.hired_on)),
        "first_job_this_year": employee.first_job_year == year,
        "prior_year_income_up_to_60000": employee.low_income_year == year,
        "months": [_month(month) for month in months],
        "annual_bonus": next((_bonus(line) for line in wages if line.annual_bonus and _separate(line)), None),
        "severance": next((_severance(line, average) for line in wages if line.severance), None),
        "labour": [
            {"month": _of(line), "income": text(line.gross), "kind": LABOUR_KINDS[line.engagement]}
            for line in lines
            if line.engagement in LABOUR_KINDS
        ],
    }


def _month(month: WageMonth) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "month": month.month,
        "salary": text(month.salary),
        "exempt": text(month.exempt),
        "social_insurance_and_housing": text(month.social_insurance_and_housing),
        "special_additional": text(month.special_additional),
        "other_deductions": text(month.other_deductions),
    }
    return facts if month.withheld is None else facts | {"withheld": text(month.withheld or ZERO)}


def _separate(line: PayrollLine) -> bool:
    return line.bonus_method == "separate"


def _bonus(line: PayrollLine) -> dict[str, Any]:
    return {"month": _of(line), "amount": text(line.annual_bonus), "method": "separate"}


def _severance(line: PayrollLine, average: str) -> dict[str, Any]:
    return {"month": _of(line), "amount": text(line.severance), "average_wage": average}


def _of(line: PayrollLine) -> int:
    return line.payroll.taxed_in.month
