"""Short ways to employ people and to enter their month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bookkeeping.models import Employee, Payroll
from bookkeeping.services.compute_payroll import save_sheet, start_payroll
from bookkeeping.services.keep_employees import enrol, save_employee
from bookkeeping.services.keep_rates import save_rate
from bookkeeping.services.open_books import open_books
from bookkeeping.services.settle_payroll import confirm_payroll
from foundation.models import Company, User
from kernel.period import AccountingPeriod

D = Decimal
SEPTEMBER, OCTOBER, NOVEMBER = (AccountingPeriod(2026, month) for month in (9, 10, 11))
CARD = {
    "number": "001",
    "name": "林一",
    "engagement": "employee",
    "department": "行政部",
    "expense_use": "administrative",
    "hired_on": date(2026, 9, 1),
    "base_salary": D("20000.00"),
}
RATE = {
    "floor": None,
    "cap": None,
    "employer_rate": None,
    "person_rate": None,
    "person_extra": D(0),
    "whole_yuan": False,
}

Hire = Callable[..., Employee]
Month = Callable[..., Payroll]


def rate(company: Company, actor: User, city: str, fund: str, employer: str, person: str, **more: Any) -> None:
    """The company's own rates of a fund from 2026-01 on."""
    values = {**RATE, "employer_rate": D(employer), "person_rate": D(person), **more}
    save_rate(company, {"begins": "2026-01", "city": city, "fund": fund, **values}, actor=actor)


@pytest.fixture
def hire(small_scale: Company, accountant: User) -> Hire:
    """Employ somebody, by default insured in Shanghai on the salary."""
    open_books(small_scale, actor=None)
    rate(small_scale, accountant, "shanghai", "injury", "0.002", "0")
    rate(small_scale, accountant, "shanghai", "housing_fund", "0.07", "0.07")

    def employ(*, base: str = "20000.00", personal: dict[str, str] | None = None, **values: Any) -> Employee:
        employee = save_employee(small_scale, CARD | values, personal or {}, actor=accountant)
        if D(base):
            enrol(employee, SEPTEMBER, "shanghai", (D(base), D(base)), actor=accountant)
        return employee

    return employ


@pytest.fixture
def month(small_scale: Company, accountant: User) -> Month:
    """The payroll of a month with amounts by employee number, confirmed unless told otherwise."""

    def run(period: AccountingPeriod, entered: dict[str, dict[str, Any]] | None = None, **how: Any) -> Payroll:
        payroll = start_payroll(small_scale, period, actor=accountant)
        lines = {line.employee.number: line.pk for line in payroll.lines.select_related("employee")}
        rows = {lines[number]: values for number, values in (entered or {}).items()}
        payroll = save_sheet(payroll, rows, actor=accountant, catches_up=how.get("catches_up"))
        return confirm_payroll(payroll, actor=accountant) if how.get("confirm", True) else payroll

    return run
