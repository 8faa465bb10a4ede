"""Payrolls of a company: who is paid, what stands confirmed, which vouchers were made of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from bookkeeping.domain.payroll_entries import Booked
from bookkeeping.models import Employee, Payroll, PayrollLine, PayrollSettings, PayrollState, Voucher, VoucherState
from bookkeeping.models.payroll import STANDING
from bookkeeping.selectors.analysis import items_by_name, items_named
from foundation.models import ProvenanceLink
from kernel.period import AccountingPeriod

SOURCE, ACCRUAL = "payroll", "accrual"


def settings_of(company_id: int) -> PayrollSettings | None:
    """How wages are kept here; None while nobody was entered."""
    return PayrollSettings.objects.filter(company_id=company_id).first()


def staff_in(company_id: int, period: AccountingPeriod) -> list[Employee]:
    """Everybody employed on a day of the month, by number."""
    rows = Employee.objects.filter(company_id=company_id, hired_on__lte=period.end)
    return [employee for employee in rows if employee.works_in(period)]


def payroll_of(company_id: int, period: AccountingPeriod) -> Payroll | None:
    """The payroll of the month that is not reversed."""
    rows = Payroll.objects.filter(company_id=company_id, period=str(period))
    return rows.exclude(state=PayrollState.REVERSED).first()


def standing_payrolls(company_id: int, through: AccountingPeriod) -> list[Payroll]:
    """Confirmed and paid payrolls up to a month."""
    return list(Payroll.objects.filter(company_id=company_id, period__lte=str(through), state__in=STANDING))


def is_awaited(company_id: int, period: AccountingPeriod) -> bool:
    """Whether the month needs a payroll that is not confirmed yet."""
    kept = settings_of(company_id)
    if kept is None or str(period) < kept.begins:
        return False
    payroll = payroll_of(company_id, period)
    if payroll is None:
        return bool(staff_in(company_id, period))
    return payroll.state == PayrollState.DRAFT


def last_standing(company_id: int, before: AccountingPeriod) -> Payroll | None:
    """The latest confirmed payroll before a month."""
    rows = Payroll.objects.filter(company_id=company_id, period__lt=str(before), state__in=STANDING)
    return rows.order_by("period").last()


def standing_vouchers(company_id: int) -> dict[int, dict[str, Voucher]]:
    """By payroll, its parts (`accrual`, `wages`, `contributions`, `tax`) that stand posted and not reversed."""
    links = ProvenanceLink.objects.filter(company_id=company_id, target_type="voucher", source_type=SOURCE)
    rows = list(links.exclude(source_part="").values_list("target_id", "source_id", "source_part"))
    vouchers = Voucher.objects.filter(
        company_id=company_id,
        pk__in={voucher for voucher, _payroll, _part in rows},
        state=VoucherState.POSTED,
        reversed_by=None,
        reverses=None,
    ).in_bulk()
    found: dict[int, dict[str, Voucher]] = defaultdict(dict)
    for voucher, payroll, part in rows:
        if voucher in vouchers:
            found[payroll][part] = vouchers[voucher]
    return found


def booked(company_id: int, lines: Iterable[PayrollLine]) -> list[Booked]:
    """Lines as the vouchers take them, with the people's departments and names where the company keeps such lists."""
    known = items_by_name(company_id)
    return [
        Booked(
            expense_account=line.expense_account,
            wages=line.gross - line.annual_bonus - line.severance,
            annual_bonus=line.annual_bonus,
            severance=line.severance,
            social_employer=line.social_employer,
            housing_employer=line.housing_employer,
            social_person=line.social_person,
            housing_person=line.housing_person,
            tax=line.tax,
            withheld_other=line.withheld_other,
            net=line.net,
            labour="" if line.engagement == "employee" else line.employee.name,
            analysis=items_named(known, department=line.employee.department, employee=line.employee.name),
        )
        for line in lines
    ]
