"""Post a voucher (记账): give it the next number and put it into the balances, for good.

Rules kept: posting is irreversible; numbers have no gaps; the same key is posted once. The period's row is the lock
that puts posters in a queue, and the database trigger does the balances in the same transaction.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from bookkeeping.domain.voucher import VoucherDraft, VoucherRefused
from bookkeeping.models import BooksPeriod, Voucher, VoucherState
from bookkeeping.services.open_books import ensure_books
from bookkeeping.services.prepare_voucher import check_open, insert_voucher
from bookkeeping.services.review_voucher import review_voucher
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.period import AccountingPeriod


@transaction.atomic
def post_voucher(voucher: Voucher, *, actor: User | None) -> Voucher:
    """The voucher, posted. Posting twice changes nothing. Raises `VoucherRefused` when it is not reviewed."""
    month = BooksPeriod.objects.select_for_update().get(company_id=voucher.company_id, period=voucher.period)
    voucher = Voucher.objects.select_for_update().select_related("company").get(pk=voucher.pk)
    if voucher.state == VoucherState.POSTED:
        return voucher
    check_open(voucher.company_id, AccountingPeriod.parse(voucher.period))
    if voucher.state != VoucherState.REVIEWED:
        raise VoucherRefused("review comes before posting", message_zh="凭证须先审核再记账", rule="review_first")
    number = month.last_number + 1
    BooksPeriod.objects.filter(pk=month.pk).update(last_number=number)
    voucher.state, voucher.number = VoucherState.POSTED, number
    voucher.posted_by, voucher.posted_at = actor, timezone.now()
    voucher.save(update_fields=["state", "number", "posted_by", "posted_at"])
    record(
        company=voucher.company,
        actor=actor,
        action="voucher.posted",
        subject=voucher,
        content={"period": voucher.period, "number": number, "key": voucher.key or ""},
    )
    return voucher


def post_draft(company_id: int, draft: VoucherDraft, actor: User | None) -> int:
    """Post `draft` and return the voucher's id; the same `key` returns the voucher already there.

    Raises `VoucherRefused`, `InvalidValue`, `PeriodClosed`, `NotPermitted`.
    """
    if actor is not None:
        require_role(actor, Company.objects.get(pk=company_id), Role.ACCOUNTANT)
    if (found := _with_key(company_id, draft.key)) is not None:
        return _finish(found, actor).pk
    try:
        with transaction.atomic():
            books = ensure_books(company_id, draft.date)
            return _finish(insert_voucher(books, draft, actor=actor), actor).pk
    except IntegrityError:
        # Somebody else posted the same key between the look and the write.
        if (found := _with_key(company_id, draft.key)) is None:
            raise
        return found.pk


def _with_key(company_id: int, key: str) -> Voucher | None:
    return Voucher.objects.filter(company_id=company_id, key=key).first() if key else None


def _finish(voucher: Voucher, actor: User | None) -> Voucher:
    return post_voucher(review_voucher(voucher, actor=actor), actor=actor)


def post_reviewed(company_id: int, period: AccountingPeriod, *, actor: User | None) -> int:
    """Post every reviewed voucher of the period in order of date; how many were posted."""
    waiting = Voucher.objects.filter(company_id=company_id, period=str(period), state=VoucherState.REVIEWED)
    vouchers = list(waiting.order_by("date", "pk"))
    for voucher in vouchers:
        post_voucher(voucher, actor=actor)
    return len(vouchers)
