"""What a person's tax of a month starts from: the year's earlier months and the deductions declared to date.

Rule kept: a deduction counts from the month somebody works here; what was brought forward covers its own months.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bookkeeping.domain.payroll import BonusMethod, Engagement, PersonYear
from bookkeeping.models import Employee, Payroll, PayrollLine, SpecialDeduction, WagesBroughtForward
from bookkeeping.models.payroll import STANDING
from kernel.money import ZERO, total
from kernel.period import AccountingPeriod
from law.iit_withholding import Employment, WageMonth
from law.special_additional import is_other_deduction, only_annual


@dataclass(frozen=True, slots=True)
class Declared:
    """Deductions to date in yuan: special additional ones by kind, and the other ones."""

    special: dict[str, Decimal]
    other: dict[str, Decimal]


def employment_of(employee: Employee, year: int) -> Employment:
    """Since when, and which of the two special rules holds this year."""
    return Employment(
        employed_from=AccountingPeriod.of(employee.hired_on),
        first_job_this_year=employee.first_job_year == year,
        prior_year_income_up_to_60000=employee.low_income_year == year,
    )


def lines_of_year(company_id: int, year: int, **limits: str) -> list[PayrollLine]:
    """Confirmed lines taxed in a year in order of their months, within `limits` on fields of their payrolls."""
    rows = PayrollLine.objects.filter(
        payroll__company_id=company_id, payroll__tax_period__startswith=f"{year}-", payroll__state__in=STANDING
    ).filter(**{f"payroll__{name}": value for name, value in limits.items()})
    return list(rows.select_related("payroll", "employee").order_by("payroll__period", "employee__number"))


def as_wage_month(line: PayrollLine, *, with_tax: bool) -> WageMonth:
    """A confirmed line as withholding takes it; `with_tax` states what was withheld instead of computing it again."""
    own = line.social_person + line.housing_person
    return WageMonth(
        line.payroll.taxed_in.month,
        line.taxed_salary,
        line.exempt,
        own,
        line.special_additional,
        line.other_taken,
        withheld=line.wage_tax if with_tax else None,
    )


def brought(rows: Iterable[WagesBroughtForward], period: AccountingPeriod) -> WagesBroughtForward | None:
    """What was brought forward into the year of `period`, before it."""
    found = [row for row in rows if row.through.startswith(f"{period.year}-") and row.through < str(period)]
    return max(found, key=lambda row: row.through, default=None)


def brought_month(row: WagesBroughtForward) -> WageMonth:
    """The brought forward sums as one row to date."""
    return WageMonth(
        AccountingPeriod.parse(row.through).month,
        row.salary,
        row.exempt,
        row.contributions,
        row.special_additional,
        row.other_deductions,
        withheld=row.withheld,
    )


def declared_to_date(
    employee: Employee, deductions: Iterable[SpecialDeduction], period: AccountingPeriod, after: str = ""
) -> Declared:
    """Sums from the first month worked here this year (and after the month `after`) to `period`."""
    first = max(AccountingPeriod(period.year, 1), AccountingPeriod.of(employee.hired_on))
    last = period if employee.left_on is None else min(period, AccountingPeriod.of(employee.left_on))
    special: dict[str, Decimal] = defaultdict(lambda: ZERO)
    other: dict[str, Decimal] = defaultdict(lambda: ZERO)
    month = first
    while month <= last:
        for row in deductions:
            if str(month) > after and row.covers(month) and not only_annual(row.kind, month.end):
                sums = other if is_other_deduction(row.kind, month.end) else special
                sums[row.kind] += row.amount
        month = month.shifted(1)
    return Declared(dict(special), dict(other))


class YearBook:
    """Everybody's year up to the month a payroll is taxed in, read at once."""

    def __init__(self, payroll: Payroll, average_wage: Decimal | None = None) -> None:
        self.period, self.average_wage = payroll.taxed_in, average_wage
        self._lines: dict[int, list[PayrollLine]] = defaultdict(list)
        for line in lines_of_year(payroll.company_id, self.period.year, period__lt=payroll.period):
            self._lines[line.employee_id].append(line)

    def person(self, employee: Employee) -> tuple[PersonYear, Declared]:
        """The feed of one person, and the deductions declared since January. Needs the related rows prefetched."""
        lines = self._lines[employee.pk]
        opening = brought(employee.brought_forward.all(), self.period)
        deductions = list(employee.deductions.all())
        due = declared_to_date(employee, deductions, self.period, opening.through if opening else "")
        before = [brought_month(opening)] if opening else []
        special_taken = total(line.special_additional for line in lines)
        other_taken = total(line.other_taken - line.other_deductions for line in lines)
        staff = employee.is_staff
        year = PersonYear(
            engagement=Engagement(employee.engagement),
            employment=employment_of(employee, self.period.year),
            before=[*before, *(as_wage_month(line, with_tax=True) for line in lines if line.engagement == "employee")],
            labour_before=[
                (line.payroll.taxed_in.month, line.gross) for line in lines if line.engagement != "employee"
            ],
            bonus_taken=any(line.annual_bonus and line.bonus_method == BonusMethod.SEPARATE for line in lines),
            special_additional=total(due.special.values()) - special_taken if staff else ZERO,
            other=total(due.other.values()) - other_taken if staff else ZERO,
            average_wage=self.average_wage,
        )
        return year, declared_to_date(employee, deductions, self.period)
