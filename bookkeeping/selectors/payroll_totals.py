"""What the confirmed payrolls say of a tax month: people, income and tax withheld."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bookkeeping.models import PayrollLine
from bookkeeping.models.payroll import STANDING
from kernel.money import ZERO
from kernel.period import AccountingPeriod


@dataclass(frozen=True, slots=True)
class PayrollPerson:
    """One person's wages taxed in the month, yuan."""

    name: str
    income: Decimal
    tax: Decimal


def payroll_people(company_id: int, period: AccountingPeriod) -> list[PayrollPerson]:
    """People of confirmed payrolls whose wages are taxed in the month, several lines of one person added up."""
    lines = PayrollLine.objects.filter(
        payroll__company_id=company_id, payroll__tax_period=str(period), payroll__state__in=STANDING
    ).select_related("employee")
    sums: dict[int, PayrollPerson] = {}
    for line in lines.order_by("employee__number", "pk"):
        known = sums.get(line.employee_id, PayrollPerson(line.employee.name, ZERO, ZERO))
        sums[line.employee_id] = PayrollPerson(known.name, known.income + line.gross, known.tax + line.tax)
    return list(sums.values())
