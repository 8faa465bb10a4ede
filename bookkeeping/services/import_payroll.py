"""Take employees or a month's amounts in from an Excel file: all of it or nothing, with every error by row and column.

Rule kept: a number known before changes that employee, and only in the columns the file has; people who are not in the
file stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction

from bookkeeping.domain.payroll_table import (
    COMPUTED_TITLES,
    EMPLOYEE_COLUMNS,
    IGNORED_BESIDE_EMPLOYEES,
    MONTH_COLUMNS,
    RowError,
    Table,
    nothing,
    read_rows,
)
from bookkeeping.models import Employee, Payroll
from bookkeeping.models.payroll import ENTERED
from bookkeeping.selectors.contributions import enrolment_in
from bookkeeping.services.compute_payroll import draft_of, save_sheet
from bookkeeping.services.keep_employees import CARD, PERSONAL, enrol, save_employee
from bookkeeping.services.open_books import ensure_books
from bookkeeping.spreadsheets import read_table
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.errors import Refusal
from kernel.period import AccountingPeriod
from law.contributions import city_code


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows went in; none when there are errors."""

    rows: int
    errors: tuple[RowError, ...] = ()


class _Undo(Exception):
    """Rolls the half-written import back."""


def import_employees(company: Company, content: bytes, period: AccountingPeriod, *, actor: User) -> Imported:
    """Employees entered or changed by number; bases begin with the month given or `period`. Raises `InvalidValue`."""
    require_role(actor, company, Role.ACCOUNTANT)
    table = read_rows(read_table(content), EMPLOYEE_COLUMNS, IGNORED_BESIDE_EMPLOYEES)
    if table.errors:
        return Imported(0, tuple(table.errors))
    ensure_books(company.pk, company.first_period.start)
    known = {one.number: one for one in Employee.objects.filter(company=company).prefetch_related("enrolments")}
    try:
        with transaction.atomic():
            for number, values in table.rows.items():
                _one(number, table, partial(_write, company, known.get(values["number"]), values, period, actor))
            if table.errors:
                raise _Undo
            record(company=company, actor=actor, action="employee.imported", content={"rows": len(table.rows)})
    except _Undo:
        return Imported(0, tuple(table.errors))
    return Imported(len(table.rows))


def _one(number: int, table: Table, write: Callable[[], None]) -> None:
    """Write a row; a refusal becomes an error of the row."""
    try:
        with transaction.atomic():
            write()
    except Refusal as refusal:
        table.errors.append(RowError(number, "", refusal.message_zh, refusal.message))


def _write(
    company: Company, known: Employee | None, values: Mapping[str, Any], period: AccountingPeriod, actor: User
) -> None:
    card = {name: values[name] for name in CARD if values.get(name) not in {None, ""}}
    personal = {name: values[name] for name in PERSONAL if values.get(name)}
    employee = save_employee(company, card, personal, actor=actor, employee=known)
    if values.get("city"):
        begins = AccountingPeriod.parse(values["begins"]) if values.get("begins") else period
        bases = (nothing(values, "social_base"), nothing(values, "housing_base"))
        now = enrolment_in(employee.enrolments.all(), begins)
        city = city_code(values["city"], begins.end)
        if now is None or (now.city, now.social_base, now.housing_base) != (city, *bases):
            enrol(employee, begins, city, bases, actor=actor)


def import_month(payroll: Payroll, content: bytes, *, actor: User) -> Imported:
    """Amounts of a draft by employee number. Raises `InvalidValue` for an unreadable file, `NotReady` if confirmed."""
    require_role(actor, payroll.company, Role.ACCOUNTANT)
    with transaction.atomic():
        payroll = draft_of(payroll)
        table = read_rows(read_table(content), MONTH_COLUMNS, COMPUTED_TITLES)
        rows = _matched(payroll, table)
        if table.errors:
            return Imported(0, tuple(table.errors))
        save_sheet(payroll, rows, actor=actor)
        content_of = {"period": payroll.period, "rows": len(rows)}
        record(company=payroll.company, actor=actor, action="payroll.imported", subject=payroll, content=content_of)
    return Imported(len(rows))


def _matched(payroll: Payroll, table: Table) -> dict[int, dict[str, Any]]:
    """Amounts by line; who is not on the payroll, or has another name there, is an error."""
    lines = {line.employee.number: line for line in payroll.lines.select_related("employee")}
    rows: dict[int, dict[str, Any]] = {}
    for number, values in table.rows.items():
        line = lines.get(values.get("number", ""))
        if line is None:
            message = ("不在本月工资表中，请先建员工资料", "is not on this payroll; enter the employee first")
            table.errors.append(RowError(number, "工号", f"{values.get('number')} {message[0]}", message[1]))
        elif values.get("name") and values["name"] != line.employee.name:
            said = f"姓名“{values['name']}”与员工资料“{line.employee.name}”不符"
            table.errors.append(RowError(number, "姓名", said, "the name is not that of the employee"))
        else:
            rows[line.pk] = {name: values[name] for name in ENTERED if name in values}
            if values.get("bonus_method"):
                rows[line.pk]["bonus_method"] = values["bonus_method"]
    return rows
