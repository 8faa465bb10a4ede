"""Post a reviewed voucher (记账): give it the next number and put it into the balances, for good.

Rules kept: posting is irreversible; numbers have no gaps. The period's row is the lock that puts posters in a queue,
and the database trigger moves the period's last number and the balances in the same transaction.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from bookkeeping.domain.digest import batch_digest
from bookkeeping.domain.voucher import VoucherRefused
from bookkeeping.models import BooksPeriod, Voucher, VoucherState
from bookkeeping.selectors.proof import POSTED, digest_of
from bookkeeping.services.open_books import check_open
from foundation.audit import record
from foundation.models import User
from kernel.period import AccountingPeriod


@transaction.atomic
def post_voucher(voucher: Voucher, *, actor: User | None) -> Voucher:
    """The voucher, posted. Posting twice changes nothing. Raises `VoucherRefused` when it is not reviewed."""
    month = BooksPeriod.objects.select_for_update().get(company_id=voucher.company_id, period=voucher.period)
    voucher = Voucher.objects.select_for_update().select_related("company").get(pk=voucher.pk)
    if voucher.state == VoucherState.POSTED:
        return voucher
    check_open(voucher.period, is_closed=month.is_closed)
    if voucher.state != VoucherState.REVIEWED:
        raise VoucherRefused("review comes before posting", message_zh="凭证须先审核再记账", rule="review_first")
    voucher.state = VoucherState.POSTED
    voucher.number = month.last_numbers.get(voucher.voucher_type, 0) + 1
    voucher.posted_by, voucher.posted_at = actor, timezone.now()
    voucher.save(update_fields=["state", "number", "posted_by", "posted_at"])
    record(
        company=voucher.company,
        actor=actor,
        action=POSTED,
        subject=voucher,
        content={"vouchers": [voucher.pk], "digest": batch_digest([digest_of(voucher)])},
    )
    return voucher


def post_reviewed(company_id: int, period: AccountingPeriod, *, actor: User | None) -> int:
    """Post every reviewed voucher of the period in order of date; how many were posted."""
    waiting = Voucher.objects.filter(company_id=company_id, period=str(period), state=VoucherState.REVIEWED)
    vouchers = list(waiting.order_by("date", "pk"))
    for voucher in vouchers:
        post_voucher(voucher, actor=actor)
    return len(vouchers)
