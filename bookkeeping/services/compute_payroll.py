"""Draft a month's payroll: start it from the month before, keep what is entered, compute every line.

Rules kept: only a draft is computed; a line that cannot be computed says why and keeps what was entered; computing
twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from bookkeeping.domain.payroll import compute_pay, contributions_of
from bookkeeping.domain.payroll_entries import expense_code
from bookkeeping.models import Employee, Payroll, PayrollLine, PayrollState
from bookkeeping.models.payroll import COMPUTED, ENTERED
from bookkeeping.selectors.books import Books, is_closed
from bookkeeping.selectors.contributions import TermsBook, enrolment_in
from bookkeeping.selectors.payroll import last_standing, payroll_of, settings_of, staff_in
from bookkeeping.selectors.payroll_catch_up import differences
from bookkeeping.selectors.payroll_year import Declared, YearBook
from bookkeeping.services.open_books import ensure_books
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.errors import InvalidValue, NotReady, PeriodClosed, Refusal
from kernel.money import ZERO
from kernel.period import AccountingPeriod
from law.contributions import Contribution

REPEATED = ("base_salary", "allowances", "other_deductions")
"""What a new month takes over from the month before."""


@transaction.atomic
def start_payroll(company: Company, period: AccountingPeriod, *, actor: User | None) -> Payroll:
    """The month's payroll, as a draft copied from the last one where there is none yet.

    Raises `PeriodClosed`, `NotReady` before payroll begins or while nobody is employed, `NotPermitted`.
    """
    if actor is not None:
        require_role(actor, company, Role.ACCOUNTANT)
    Company.objects.select_for_update().get(pk=company.pk)
    if found := payroll_of(company.pk, period):
        return found
    if is_closed(company.pk, period):
        raise PeriodClosed(f"{period} is closed", message_zh=f"账期 {period} 已结账")
    kept = settings_of(company.pk)
    if kept is None or str(period) < kept.begins or not staff_in(company.pk, period):
        raise NotReady(f"nobody is paid in {period}", message_zh=f"{period} 没有在职员工，或早于工资起算账期")
    taxed = period.shifted(1) if kept.pays_next_month else period
    payroll = Payroll.objects.create(company=company, period=str(period), tax_period=str(taxed))
    record(company=company, actor=actor, action="payroll.started", subject=payroll, content={"period": str(period)})
    return compute_payroll(payroll)


@transaction.atomic
def compute_payroll(payroll: Payroll) -> Payroll:
    """Every line computed anew from what is entered. Raises `NotReady` when the payroll is no draft."""
    payroll = draft_of(payroll)
    period = payroll.accounting_period
    _match_staff(payroll)
    kept = settings_of(payroll.company_id)
    books = ensure_books(payroll.company_id, period.end)
    desk = _Desk(payroll, books, YearBook(payroll, kept.average_wage if kept else None))
    lines = list(
        payroll.lines.select_related("employee").prefetch_related(
            "employee__enrolments", "employee__deductions", "employee__brought_forward"
        )
    )
    for line in lines:
        desk.fill(line)
    kept_fields = [*COMPUTED, "engagement", "expense_account", "contributions", "declared", "trace", "problem"]
    PayrollLine.objects.bulk_update(lines, kept_fields, batch_size=200)
    return payroll


@transaction.atomic
def save_sheet(
    payroll: Payroll, rows: Mapping[int, Mapping[str, Any]], *, actor: User, catches_up: bool | None = None
) -> Payroll:
    """Keep what was entered by line id and compute. Raises `InvalidValue` for a line of another payroll."""
    require_role(actor, payroll.company, Role.ACCOUNTANT)
    payroll = draft_of(payroll)
    lines = {line.pk: line for line in payroll.lines.all()}
    for key, values in rows.items():
        if key not in lines:
            raise InvalidValue(f"line {key} is not of this payroll", message_zh=f"工资表没有编号为 {key} 的行")
        for name in (*ENTERED, "bonus_method"):
            if name in values:
                setattr(lines[key], name, values[name])
    _check_entered(lines.values())
    PayrollLine.objects.bulk_update(list(lines.values()), [*ENTERED, "bonus_method"], batch_size=200)
    if catches_up is not None and catches_up != payroll.catches_up:
        payroll.catches_up = catches_up
        payroll.save(update_fields=["catches_up"])
    return compute_payroll(payroll)


@transaction.atomic
def discard_payroll(payroll: Payroll, *, actor: User) -> None:
    """Throw a draft away."""
    require_role(actor, payroll.company, Role.ACCOUNTANT)
    payroll = draft_of(payroll)
    record(
        company=payroll.company,
        actor=actor,
        action="payroll.discarded",
        subject=payroll,
        content={"period": payroll.period},
    )
    payroll.delete()


def draft_of(payroll: Payroll) -> Payroll:
    """The payroll locked until the commit. Raises `NotReady` when it is no draft."""
    locked = Payroll.objects.select_for_update().select_related("company").get(pk=payroll.pk)
    if locked.state != PayrollState.DRAFT:
        raise NotReady(
            "a confirmed payroll is not changed; correct it in a later month or reverse it",
            message_zh="工资表已确认，不能修改：请在以后月份更正，或先冲销",
        )
    return locked


def _check_entered(lines: Iterable[PayrollLine]) -> None:
    for line in lines:
        if any(getattr(line, name) < 0 for name in ENTERED):
            raise InvalidValue("amounts are not negative", message_zh="工资项目不能为负数，扣款请填在扣款栏")


def _match_staff(payroll: Payroll) -> None:
    """A line for everybody employed this month; who has left keeps a line only with an amount on it."""
    present = {line.employee_id: line for line in payroll.lines.all()}
    staff = staff_in(payroll.company_id, payroll.accounting_period)
    before = last_standing(payroll.company_id, payroll.accounting_period)
    last = {line.employee_id: line for line in before.lines.all()} if before else {}
    new = [_first_line(payroll, employee, last.get(employee.pk)) for employee in staff if employee.pk not in present]
    PayrollLine.objects.bulk_create(new)
    here = {employee.pk for employee in staff}
    gone = [
        line.pk for key, line in present.items() if key not in here and not any(getattr(line, name) for name in ENTERED)
    ]
    payroll.lines.filter(pk__in=gone).delete()


def _first_line(payroll: Payroll, employee: Employee, last: PayrollLine | None) -> PayrollLine:
    line = PayrollLine(payroll=payroll, employee=employee, engagement=employee.engagement)
    if last is None:
        line.base_salary = employee.base_salary
    else:
        for name in REPEATED:
            setattr(line, name, getattr(last, name))
    return line


class _Desk:
    """What computing the lines of one payroll needs, read once."""

    def __init__(self, payroll: Payroll, books: Books, years: YearBook) -> None:
        self.payroll, self.books, self.years = payroll, books, years
        self.period = payroll.accounting_period
        self.terms = TermsBook(payroll.company_id)
        self.late = differences(payroll, self.terms) if payroll.catches_up else {}

    def fill(self, line: PayrollLine) -> None:
        """The computed columns, or the reason why not."""
        line.problem = {}
        line.engagement = line.employee.engagement
        try:
            self._compute(line)
        except Refusal as refusal:
            for name in COMPUTED:
                setattr(line, name, ZERO)
            line.contributions, line.declared, line.trace = [], {}, {}
            line.problem = {"zh": refusal.message_zh, "en": refusal.message}

    def _compute(self, line: PayrollLine) -> None:
        employee = line.employee
        labour = not employee.is_staff
        chart = self.books.chart
        line.expense_account = employee.expense_account or expense_code(chart, employee.expense_use, labour=labour)
        enrolment = None if labour else enrolment_in(employee.enrolments.all(), self.period)
        paid = contributions_of(self.terms.bases(enrolment, self.period)) + self.late.get(employee.pk, [])
        year, declared = self.years.person(employee)
        result = compute_pay(self.payroll.taxed_in, line.pay, paid, year)
        line.taxed_salary = ZERO if labour else line.pay.salary
        line.other_taken = result.other_deductions
        for name in COMPUTED:
            if name not in {"taxed_salary", "other_taken"}:
                setattr(line, name, getattr(result, name))
        line.contributions = [_written(one) for one in result.contributions]
        line.declared = _texts(declared)
        line.trace = result.trace
        if line.net < 0:
            line.problem = {"zh": "实发为负数，请核对扣款", "en": "net pay is negative; check what is kept back"}


def _written(one: Contribution) -> dict[str, str]:
    names = ("fund", "base", "employer", "person", "source", "of")
    return {name: str(getattr(one, name)) for name in names if getattr(one, name) != ""}


def _texts(declared: Declared) -> dict[str, str]:
    return {kind: str(amount) for kind, amount in (declared.special | declared.other).items()}
