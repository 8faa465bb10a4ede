"""What later notices changed about months already confirmed: contributions then due less those taken.

Reason: bases and rates are published weeks or months after they take effect.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from bookkeeping.domain.payroll import contributions_of
from bookkeeping.models import Payroll, PayrollLine
from bookkeeping.models.payroll import STANDING
from bookkeeping.selectors.contributions import TermsBook, enrolment_in
from kernel.money import ZERO
from kernel.period import AccountingPeriod
from law.contributions import Contribution

MONTHS_BACK = 12


def differences(payroll: Payroll, terms: TermsBook) -> dict[int, list[Contribution]]:
    """By employee, the difference of each fund and earlier month. Raises `NotReady`."""
    period = payroll.accounting_period
    rows = PayrollLine.objects.filter(
        payroll__company_id=payroll.company_id,
        payroll__state__in=STANDING,
        payroll__period__lt=payroll.period,
        payroll__period__gte=str(period.shifted(-MONTHS_BACK)),
        engagement="employee",
    )
    lines = list(rows.select_related("payroll", "employee").prefetch_related("employee__enrolments"))
    taken = _taken(lines)
    found: dict[int, list[Contribution]] = defaultdict(list)
    for line in lines:
        month = line.payroll.accounting_period
        found[line.employee_id] += _of_month(line, month, taken[line.employee_id, str(month)], terms)
    return dict(found)


_Sides = dict[str, tuple[Decimal, Decimal]]


def _taken(lines: list[PayrollLine]) -> dict[tuple[int, str], _Sides]:
    """By employee and month, what each fund took of both sides so far, later differences included."""
    sums: dict[tuple[int, str], _Sides] = defaultdict(dict)
    for line in lines:
        for row in line.contributions:
            funds = sums[line.employee_id, row.get("of") or line.payroll.period]
            employer, person = funds.get(row["fund"], (ZERO, ZERO))
            funds[row["fund"]] = (employer + Decimal(row["employer"]), person + Decimal(row["person"]))
    return sums


def _of_month(line: PayrollLine, month: AccountingPeriod, taken: _Sides, terms: TermsBook) -> list[Contribution]:
    due = contributions_of(terms.bases(enrolment_in(line.employee.enrolments.all(), month), month))
    found = []
    for one in due:
        employer, person = taken.get(one.fund, (ZERO, ZERO))
        if (one.employer, one.person) != (employer, person):
            rest = (one.employer - employer, one.person - person)
            found.append(Contribution(one.fund, one.base, *rest, source=one.source, of=str(month)))
    return found
