"""The demo client's wages of a month: people entered, insured at the place's rates, the payroll confirmed and paid.

Rule kept: what is paid is what the bank statement says; the deductions are such that no tax is withheld.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from bookkeeping.exports import (
    confirm_payroll,
    declare_deduction,
    enrol,
    pay_payroll,
    save_employee,
    save_rate,
    start_payroll,
)
from foundation.models import Company, User
from kernel.money import ZERO
from kernel.period import AccountingPeriod
from samples.demo.ledger import PAID_BY_PAYROLL
from samples.demo.plan import CompanyPlan, Worker
from samples.demo.statement import statement

_BANK: Final = "1002"


def pay(plan: CompanyPlan, company: Company, month: AccountingPeriod, actor: User) -> None:
    """Employ, insure, confirm and pay on the days of the statement."""
    for fund, rates in plan.wages.rates.items():
        save_rate(company, _rate(plan.wages.city, fund, rates, month), actor=actor)
    for worker in plan.wages.people:
        _employ(company, worker, plan.wages.city, month, actor)
    payroll = confirm_payroll(start_payroll(company, month, actor=actor), actor=actor)
    for movement in statement(plan, month).movements:
        if part := PAID_BY_PAYROLL.get(movement.text):
            pay_payroll(payroll, part, movement.day, _BANK, actor=actor)


def _rate(city: str, fund: str, rates: tuple[Decimal, Decimal], month: AccountingPeriod) -> dict[str, object]:
    employer, own = rates
    limits = {"floor": None, "cap": None, "person_extra": ZERO, "whole_yuan": False}
    said = {"city": city, "fund": fund, "begins": str(month), "employer_rate": employer, "person_rate": own}
    return said | limits


def _employ(company: Company, worker: Worker, city: str, month: AccountingPeriod, actor: User) -> None:
    card = {
        "number": worker.number,
        "name": worker.name,
        "expense_use": worker.use,
        "hired_on": month.start,
        "base_salary": worker.salary,
    }
    employee = save_employee(company, card, {}, actor=actor)
    if worker.base:
        enrol(employee, month, city, (worker.base, ZERO), actor=actor)
    for kind, amount in worker.deductions.items():
        said = {"kind": kind, "amount": amount, "begins": str(month), "ends": ""}
        declare_deduction(employee, said, actor=actor)
