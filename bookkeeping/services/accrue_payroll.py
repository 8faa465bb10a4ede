"""The accrual of a confirmed payroll as a closing step: one voucher for wages and the employer's contributions.

Rule kept: run again, it drafts only what is not in the books; a reversed accrual is due again while its payroll stands.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bookkeeping.domain.payroll_entries import accrual
from bookkeeping.domain.voucher import VoucherDraft
from bookkeeping.models import Payroll, Voucher
from bookkeeping.models.payroll import STANDING
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.payroll import ACCRUAL, SOURCE, booked, standing_vouchers
from foundation.provenance import Ref
from kernel.period import AccountingPeriod


class PayrollAccrual:
    """Wages of the period; before depreciation and everything that follows from profit."""

    name = "payroll"
    title = _("工资计提")
    order = 4

    def drafts(self, company_id: int, period: AccountingPeriod) -> list[VoucherDraft]:
        """The voucher still to be posted; none while the payroll is a draft."""
        payrolls = Payroll.objects.filter(company_id=company_id, period=str(period), state__in=STANDING)
        posted = standing_vouchers(company_id)
        return [draft for payroll in payrolls if ACCRUAL not in posted[payroll.pk] for draft in accrual_drafts(payroll)]


def accrual_drafts(payroll: Payroll) -> list[VoucherDraft]:
    """The accrual; empty when nothing was earned."""
    lines = accrual(
        books_of(payroll.company_id).chart, booked(payroll.company_id, payroll.lines.select_related("employee"))
    )
    if not lines:
        return []
    draft = VoucherDraft(
        date=payroll.accounting_period.end,
        description=f"计提 {payroll.period} 工资及社会保险、公积金",
        lines=lines,
        key=next_key(payroll, ACCRUAL),
        sources=(Ref(SOURCE, payroll.pk, ACCRUAL),),
        origin="payroll",
    )
    return [draft]


def next_key(payroll: Payroll, part: str) -> str:
    """A key of its own for each voucher of a part that follows a reversed one."""
    prefix = f"payroll:{payroll.pk}:{part}:"
    return f"{prefix}{Voucher.objects.filter(company_id=payroll.company_id, key__startswith=prefix).count() + 1}"
