"""Confirm a payroll, pay it, reverse it.

Rules kept: months are confirmed in their order; what is confirmed accrues at once; each part is paid once; a reversal
takes back the accrual and every payment, and only of the latest month.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from bookkeeping.domain.payroll_entries import PARTS, payment
from bookkeeping.domain.voucher import VoucherDraft
from bookkeeping.models import Payroll, PayrollState, Voucher
from bookkeeping.models.payroll import STANDING
from bookkeeping.selectors.books import books_of, is_closed
from bookkeeping.selectors.payroll import SOURCE, booked, is_awaited, settings_of, standing_vouchers
from bookkeeping.services.accrue_payroll import accrual_drafts, next_key
from bookkeeping.services.compute_payroll import compute_payroll, draft_of
from bookkeeping.services.post_drafts import post_draft
from bookkeeping.services.reverse_voucher import reverse_voucher
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Role, User
from foundation.provenance import Ref
from kernel.errors import InvalidValue, NotReady, PeriodClosed
from kernel.money import text, total

TITLES = {
    "wages": "发放 {} 工资",
    "contributions": "缴纳 {} 社会保险费、住房公积金",
    "tax": "缴纳 {} 代扣个人所得税",
}


@transaction.atomic
def confirm_payroll(payroll: Payroll, *, actor: User) -> Payroll:
    """The payroll confirmed and accrued. Raises `NotReady` with problems or an earlier month open, `PeriodClosed`."""
    require_role(actor, payroll.company, Role.ACCOUNTANT)
    payroll = compute_payroll(draft_of(payroll))
    if is_closed(payroll.company_id, payroll.accounting_period):
        raise PeriodClosed(f"{payroll.period} is closed", message_zh=f"账期 {payroll.period} 已结账")
    _must_be_in_order(payroll)
    lines = list(payroll.lines.select_related("employee"))
    wrong = [line for line in lines if line.problem]
    if wrong:
        names = "、".join(line.employee.name for line in wrong[:5])
        raise NotReady(
            f"{len(wrong)} lines have problems: {names}", message_zh=f"有 {len(wrong)} 人的工资还有问题：{names}"
        )
    payroll.state, payroll.confirmed_at, payroll.confirmed_by = PayrollState.CONFIRMED, timezone.now(), actor
    payroll.save(update_fields=["state", "confirmed_at", "confirmed_by"])
    for draft in accrual_drafts(payroll):
        post_draft(payroll.company_id, draft, actor)
    content = {
        "period": payroll.period,
        "people": len(lines),
        "gross": text(total(line.gross for line in lines)),
        "tax": text(total(line.tax for line in lines)),
        "net": text(total(line.net for line in lines)),
    }
    record(company=payroll.company, actor=actor, action="payroll.confirmed", subject=payroll, content=content)
    return payroll


def _must_be_in_order(payroll: Payroll) -> None:
    """Cumulative tax needs the months before; a later month must not stand already."""
    kept, period = settings_of(payroll.company_id), payroll.accounting_period
    before = period.shifted(-1)
    if kept and str(before) >= kept.begins and is_awaited(payroll.company_id, before):
        raise NotReady(f"confirm {before} first", message_zh=f"请先确认 {before} 的工资表")
    if _later(payroll):
        raise NotReady("a later payroll stands already", message_zh="以后月份的工资表已确认，请先冲销")


def _later(payroll: Payroll) -> bool:
    rows = Payroll.objects.filter(company_id=payroll.company_id, period__gt=payroll.period, state__in=STANDING)
    return rows.exists()


@transaction.atomic
def pay_payroll(payroll: Payroll, part: str, day: date, bank: str, *, actor: User) -> int:
    """The voucher that pays one of `PARTS` out of the account `bank`; paid before, the voucher already there.

    Raises `NotReady` for a draft or when there is nothing to pay, `InvalidValue` for an unknown part or account.
    """
    require_role(actor, payroll.company, Role.ACCOUNTANT)
    payroll = Payroll.objects.select_for_update().select_related("company").get(pk=payroll.pk)
    if payroll.state not in STANDING or part not in PARTS:
        raise NotReady("only a confirmed payroll is paid", message_zh="请先确认工资表")
    if found := standing_vouchers(payroll.company_id)[payroll.pk].get(part):
        return found.pk
    voucher = post_draft(payroll.company_id, _payment(payroll, part, day, bank), actor)
    if part == "wages":
        payroll.state = PayrollState.PAID
        payroll.save(update_fields=["state"])
    record(
        company=payroll.company,
        actor=actor,
        action="payroll.paid",
        subject=payroll,
        content={"part": part, "voucher": voucher, "day": day.isoformat()},
    )
    return voucher


def _payment(payroll: Payroll, part: str, day: date, bank: str) -> VoucherDraft:
    books = books_of(payroll.company_id)
    if books.chart.path(bank)[0] not in books.cash_codes or not books.chart.is_leaf(bank):
        raise InvalidValue(f"{bank} is no cash or bank account", message_zh=f"{bank} 不是末级的现金或银行科目")
    lines = payment(books.chart, booked(payroll.company_id, payroll.lines.select_related("employee")), part, bank)
    if not lines:
        raise NotReady("there is nothing to pay", message_zh="没有需要支付的金额")
    return VoucherDraft(
        date=day,
        description=TITLES[part].format(payroll.period),
        lines=lines,
        key=next_key(payroll, part),
        sources=(Ref(SOURCE, payroll.pk, part),),
        origin="payroll",
    )


@transaction.atomic
def reverse_payroll(payroll: Payroll, *, actor: User, day: date, reason: str) -> Payroll:
    """The payroll reversed with all its vouchers, its month free for a new one. Raises `NotReady`, `InvalidValue`."""
    require_role(actor, payroll.company, Role.SUPERVISOR)
    payroll = Payroll.objects.select_for_update().select_related("company").get(pk=payroll.pk)
    if payroll.state not in STANDING or _later(payroll):
        raise NotReady("only the latest confirmed payroll is reversed", message_zh="只能冲销最后一个已确认的工资表")
    if not reason.strip():
        raise InvalidValue("a reversal needs a reason", message_zh="冲销须填写原因")
    vouchers = standing_vouchers(payroll.company_id)[payroll.pk]
    for voucher in vouchers.values():
        reverse_voucher(Voucher.objects.get(pk=voucher.pk), actor=actor, day=max(day, voucher.date), reason=reason)
    payroll.state = PayrollState.REVERSED
    payroll.save(update_fields=["state"])
    record(
        company=payroll.company,
        actor=actor,
        action="payroll.reversed",
        subject=payroll,
        content={"period": payroll.period, "reason": reason.strip()[:100], "vouchers": len(vouchers)},
    )
    return payroll
