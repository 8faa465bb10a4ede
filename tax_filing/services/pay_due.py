"""Pay what accepted returns owe, through the channel that filed them, and book the payment.

Rule kept: a return is paid once; the payment is booked from the liability accounts the returns were accrued on, and
what the bureau took beyond them is a late-payment surcharge.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from bookkeeping.exports import DraftLine, VoucherDraft, is_closed, post_draft
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from foundation.provenance import Ref
from kernel.errors import InvalidValue
from kernel.money import ZERO, money, total
from kernel.period import AccountingPeriod
from tax_filing.channels import PayingChannel, PaymentMade, channel_named
from tax_filing.domain.due import CIT, VAT_GENERAL, VAT_SMALL_SCALE
from tax_filing.domain.ledger_map import ledger_map
from tax_filing.models import Submission, SubmissionState, TaxPayment
from tax_filing.selectors.returns import still_owed
from tax_filing.services.record_event import append_event


def pay_due(company: Company, period: AccountingPeriod, *, actor: User) -> list[TaxPayment]:
    """Payments made now for accepted, unpaid returns. Raises `NotPermitted` and the channel's failures."""
    require_role(actor, company, Role.ACCOUNTANT)
    owing = Submission.objects.filter(
        company=company,
        accounting_period=str(period),
        state=SubmissionState.ACCEPTED,
        total_payable__gt=ZERO,
        payment__isnull=True,
    ).select_related("replaces")
    unpaid = [submission for submission in owing.order_by("pk") if still_owed(submission)]
    return [paid for submission in unpaid if (paid := pay_submission(submission, actor=actor))]


def pay_submission(submission: Submission, *, actor: User) -> TaxPayment | None:
    """Pay one return; None when its channel cannot pay (the person pays at the bureau)."""
    channel = channel_named(submission.channel)
    if not isinstance(channel, PayingChannel):
        return None
    return record_payment(submission, channel.pay(submission.reference), actor=actor)


def record_payment(submission: Submission, made: PaymentMade, *, actor: User) -> TaxPayment:
    """Write a payment down and book it; a payment already written down is given again."""
    require_role(actor, submission.company, Role.ACCOUNTANT)
    with transaction.atomic():
        Submission.objects.select_for_update().get(pk=submission.pk)
        found = TaxPayment.objects.filter(submission=submission).first()
        if found:
            return found
        payment = TaxPayment.objects.create(
            submission=submission, number=made.number, amount=made.amount, paid_on=made.paid_on
        )
        payment.voucher_id = _book(submission, made, actor)
        payment.save(update_fields=["voucher_id"])
        content = {"number": made.number, "amount": str(made.amount), "voucher": payment.voucher_id}
        append_event(submission, "paid", content, actor=actor)
        record(company=submission.company, actor=actor, action="tax.paid", subject=submission, content=content)
    return payment


def _book(submission: Submission, made: PaymentMade, actor: User) -> int | None:
    """The voucher of the payment; None for taxes that are not the company's own."""
    lines = _liabilities(submission)
    if not lines:
        return None
    accounts = ledger_map(submission.company.accounting_standard).accounts
    surcharge = made.amount - total(line.debit - line.credit for line in lines)
    if surcharge < 0:
        raise InvalidValue("less was paid than is owed", message_zh="缴款金额少于应缴合计", short=str(-surcharge))
    if surcharge:
        lines.append(DraftLine(accounts["late_surcharge"], surcharge, ZERO, "滞纳金"))
    bank = DraftLine(accounts["bank"], ZERO, made.amount, "缴纳税款")
    description = f"缴纳 {submission.tax_period} 税款（{made.number}）"
    draft = VoucherDraft(
        date=_booking_day(submission.company, made.paid_on),
        description=description,
        lines=(*lines, bank),
        key=f"tax_payment:{submission.pk}",
        sources=(Ref("submission", submission.pk),),
        origin="tax",
    )
    return post_draft(submission.company_id, draft, actor)


def _liabilities(submission: Submission) -> list[DraftLine]:
    """What is paid, on the accounts it was accrued on; a correction pays what goes beyond the return it replaces."""
    accounts = ledger_map(submission.company.accounting_standard).accounts
    main = {VAT_GENERAL: "vat_unpaid", VAT_SMALL_SCALE: "vat", CIT: "cit"}.get(submission.form)
    if main is None:
        return []
    owed = _owed_by_account(submission, main)
    if submission.replaces and TaxPayment.objects.filter(submission=submission.replaces).exists():
        before = _owed_by_account(submission.replaces, main)
        owed = {name: value - before.get(name, ZERO) for name, value in owed.items()}
    return [
        DraftLine(accounts[name], max(value, ZERO), max(-value, ZERO), name) for name, value in owed.items() if value
    ]


def _owed_by_account(submission: Submission, main: str) -> dict[str, Decimal]:
    """Tax and surtaxes of a return in yuan, by the name of their account."""
    surtaxes = {name: max(ZERO, money(value)) for name, value in submission.tax_return.surtaxes.items()}
    return {main: max(ZERO, submission.tax_return.tax_payable)} | surtaxes


def _booking_day(company: Company, paid_on: date) -> date:
    """The day of payment, or the first day of the first later month that is open."""
    period = AccountingPeriod.of(paid_on)
    while is_closed(company.pk, period):
        period = period.shifted(1)
    return max(paid_on, period.start)
