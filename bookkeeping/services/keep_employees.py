"""Employees and what their pay follows from: enter and change them, enrol them, note declared deductions.

Rules kept: identity number, telephone and bank account are sealed and never stand in the audit trail; a deduction is
one the law knows; what was brought forward ends before the first payroll here.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from stdnum.cn import ric

from bookkeeping.models import (
    Employee,
    InsuranceEnrolment,
    PayrollLine,
    PayrollSettings,
    SpecialDeduction,
    WagesBroughtForward,
)
from bookkeeping.models.employee import RESIDENT_CARD
from bookkeeping.models.payroll import STANDING
from bookkeeping.selectors.books import books_of
from foundation.access import require_role
from foundation.audit import record
from foundation.credentials import reveal_secret, store_secret
from foundation.models import Company, Role, User
from kernel.errors import InvalidValue
from kernel.period import AccountingPeriod
from law.contributions import city_code
from law.special_additional import EXCLUSIVE, check_amount

CARD = (
    "number", "name", "engagement", "department", "expense_use", "expense_account", "hired_on", "left_on",
    "base_salary", "first_job_year", "low_income_year", "identity_type",
)  # fmt: skip
PERSONAL = ("identity", "phone", "bank_account")


@transaction.atomic
def save_employee(
    company: Company,
    values: Mapping[str, Any],
    personal: Mapping[str, str],
    *,
    actor: User,
    employee: Employee | None = None,
) -> Employee:
    """The employee entered or changed; sealed fields left empty stay as they were.

    Raises `InvalidValue` for a taken number, an identity number that cannot be, an account that is no leaf.
    """
    require_role(actor, company, Role.ACCOUNTANT)
    fresh = employee is None
    employee = employee or Employee(company=company)
    for name in CARD:
        if name in values:
            setattr(employee, name, values[name])
    _check_card(employee, personal)
    if identity := personal.get("identity", "").strip():
        employee.identity_tail = identity[-4:]
    try:
        with transaction.atomic():
            employee.save()
    except IntegrityError as error:
        raise InvalidValue(
            f"{employee.number} is taken or the dates are reversed",
            message_zh=f"工号 {employee.number} 已存在，或离职日期早于入职日期",
        ) from error
    _seal(employee, personal)
    _begin(company)
    content = {name: str(getattr(employee, name)) for name in CARD if name != "base_salary"}
    action = "employee.added" if fresh else "employee.changed"
    record(company=company, actor=actor, action=action, subject=employee, content=content)
    return employee


def _check_card(employee: Employee, personal: Mapping[str, str]) -> None:
    if not employee.number.strip() or not employee.name.strip():
        raise InvalidValue("number and name are needed", message_zh="工号和姓名必填")
    identity = personal.get("identity", "").strip()
    if identity and employee.identity_type == RESIDENT_CARD and not ric.is_valid(identity):
        raise InvalidValue("the identity number fails its check", message_zh="身份证号码位数或校验码有误")
    if employee.base_salary < 0:
        raise InvalidValue("the salary is negative", message_zh="基本工资不能为负数")
    if employee.left_on and employee.left_on < employee.hired_on:
        raise InvalidValue("left before joining", message_zh="离职日期早于入职日期")
    chart = books_of(employee.company_id).chart
    code = employee.expense_account
    if code and not chart.is_leaf(chart[code].code):
        raise InvalidValue(f"{code} is no leaf", message_zh=f"科目 {code} 不是末级科目")


def _seal(employee: Employee, personal: Mapping[str, str]) -> None:
    given = {name: value.strip() for name in PERSONAL if (value := personal.get(name, "")).strip()}
    if given:
        known = reveal_secret(employee.company, employee.secret_purpose) or {}
        store_secret(employee.company, employee.secret_purpose, known | given)


def _begin(company: Company) -> None:
    """Payroll begins with the month in work when the first employee is entered."""
    PayrollSettings.objects.get_or_create(
        company=company, defaults={"begins": company.period_in_work or company.books_begin}
    )


@transaction.atomic
def enrol(
    employee: Employee, begins: AccountingPeriod, city: str, bases: tuple[Decimal, Decimal], *, actor: User
) -> InsuranceEnrolment:
    """Social insurance and housing fund on these bases from a month on; the same month again replaces it."""
    require_role(actor, employee.company, Role.ACCOUNTANT)
    social, housing = bases
    if social < 0 or housing < 0 or not city.strip():
        raise InvalidValue("a city and bases from 0 on are needed", message_zh="请填写参保地，基数不能为负数")
    row, _made = InsuranceEnrolment.objects.update_or_create(
        employee=employee,
        begins=str(begins),
        defaults={"city": city_code(city, begins.end), "social_base": social, "housing_base": housing},
    )
    content = {"begins": str(begins), "city": row.city, "social_base": str(social), "housing_base": str(housing)}
    record(company=employee.company, actor=actor, action="employee.enrolled", subject=employee, content=content)
    return row


@transaction.atomic
def declare_deduction(employee: Employee, values: Mapping[str, Any], *, actor: User) -> SpecialDeduction:
    """A deduction as declared: `kind`, `amount`, `begins`, `ends`. Raises `InvalidValue`, `NoRuleInForce`."""
    require_role(actor, employee.company, Role.ACCOUNTANT)
    begins, ends = AccountingPeriod.parse(values["begins"]), values.get("ends") or ""
    last = AccountingPeriod.parse(ends) if ends else AccountingPeriod(begins.year, 12)
    if last < begins:
        raise InvalidValue("it ends before it begins", message_zh="终止账期早于起始账期")
    whole_years = (last.year - begins.year) * 12 + last.month - begins.month + 1
    check_amount(values["kind"], values["amount"], begins.end, months=min(12, whole_years))
    row = SpecialDeduction(
        employee=employee, kind=values["kind"], amount=values["amount"], begins=str(begins), ends=ends
    )
    _check_together(row)
    row.save()
    content = {"kind": row.kind, "amount": str(row.amount), "begins": row.begins, "ends": row.ends}
    record(
        company=employee.company, actor=actor, action="employee.deduction_declared", subject=employee, content=content
    )
    return row


def _check_together(row: SpecialDeduction) -> None:
    """Loan and rent exclude each other, and each stands once at a time (国发〔2018〕41号第二十条)."""
    if row.kind not in EXCLUSIVE:
        return
    for other in SpecialDeduction.objects.filter(employee=row.employee, kind__in=EXCLUSIVE):
        if (not other.ends or other.ends >= row.begins) and (not row.ends or row.ends >= other.begins):
            raise InvalidValue(
                "loan interest and rent are not deducted at the same time",
                message_zh="住房贷款利息与住房租金不能同时扣除，请先终止原来的扣除",
            )


@transaction.atomic
def end_deduction(row: SpecialDeduction, last: AccountingPeriod | None, *, actor: User) -> None:
    """The deduction ends with a month; without a month the entry was a mistake and goes."""
    require_role(actor, row.employee.company, Role.ACCOUNTANT)
    if last is None:
        row.delete()
    elif str(last) < row.begins:
        raise InvalidValue("it ends before it begins", message_zh="终止账期早于起始账期")
    else:
        row.ends = str(last)
        row.save(update_fields=["ends"])
    record(
        company=row.employee.company,
        actor=actor,
        action="employee.deduction_ended",
        subject=row.employee,
        content={"kind": row.kind, "ends": str(last or "")},
    )


@transaction.atomic
def bring_forward(
    employee: Employee, through: AccountingPeriod, sums: Mapping[str, Decimal], *, actor: User
) -> WagesBroughtForward:
    """What was paid and withheld this year through a month, before payroll here. Raises `InvalidValue`."""
    require_role(actor, employee.company, Role.ACCOUNTANT)
    lines = PayrollLine.objects.filter(
        employee=employee, payroll__state__in=STANDING, payroll__period__startswith=f"{through.year}-"
    )
    if lines.exists():
        raise InvalidValue("this year is paid here already", message_zh="本年已有确认的工资表，不能再填以前月份累计")
    if any(amount < 0 for amount in sums.values()):
        raise InvalidValue("sums are not negative", message_zh="累计数不能为负数")
    WagesBroughtForward.objects.filter(employee=employee, through__startswith=f"{through.year}-").delete()
    row = WagesBroughtForward.objects.create(employee=employee, through=str(through), **sums)
    content = {"through": str(through)} | {name: str(amount) for name, amount in sums.items()}
    record(company=employee.company, actor=actor, action="employee.brought_forward", subject=employee, content=content)
    return row
