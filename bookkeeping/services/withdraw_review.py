"""Withdraw a review (反审核): only before posting."""

from __future__ import annotations

from django.db import transaction

from bookkeeping.domain.voucher import VoucherRefused
from bookkeeping.models import Voucher, VoucherState
from foundation.audit import record
from foundation.models import User


@transaction.atomic
def withdraw_review(voucher: Voucher, *, actor: User) -> Voucher:
    """Back to draft. Raises `VoucherRefused` unless the voucher is reviewed and not posted."""
    voucher = Voucher.objects.select_for_update().select_related("company").get(pk=voucher.pk)
    if voucher.state != VoucherState.REVIEWED:
        raise VoucherRefused(
            "only a reviewed voucher that is not posted can be taken back",
            message_zh="只有已审核、未记账的凭证可以反审核；已记账的请红字冲销",
            rule="reviewed_only",
        )
    voucher.state, voucher.reviewed_by, voucher.review_rule = VoucherState.DRAFT, None, None
    voucher.save(update_fields=["state", "reviewed_by", "review_rule"])
    record(company=voucher.company, actor=actor, action="voucher.review_withdrawn", subject=voucher)
    return voucher
