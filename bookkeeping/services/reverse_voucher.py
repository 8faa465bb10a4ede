"""Reverse a posted voucher by a red-letter voucher that names it (红字冲销).

Rule kept: nothing posted is changed; an invoice booked by the reversed voucher is free to be booked again.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from bookkeeping.domain.voucher import VoucherDraft, VoucherRefused, reversed_lines
from bookkeeping.models import Voucher, VoucherState
from bookkeeping.services.open_books import ensure_books
from bookkeeping.services.post_voucher import post_voucher
from bookkeeping.services.prepare_voucher import insert_voucher
from bookkeeping.services.review_voucher import review_voucher
from foundation.audit import record
from foundation.models import User
from foundation.provenance import Ref, sources_of
from invoices.exports import unmark_booked


@transaction.atomic
def reverse_voucher(voucher: Voucher, *, actor: User | None, day: date, reason: str) -> Voucher:
    """The posted red-letter voucher. Raises `VoucherRefused` when not posted, reversed before, or itself a reversal."""
    voucher = Voucher.objects.select_for_update().select_related("company").get(pk=voucher.pk)
    _check(voucher)
    name = f"{voucher.period} {voucher}"
    draft = VoucherDraft(
        date=day,
        description=f"冲销 {name}：{reason}"[:200],
        lines=reversed_lines(voucher.draft_lines()),
        key=f"reverse:{voucher.pk}",
        origin="reversal",
        sources=(Ref("voucher", voucher.pk),),
    )
    red = insert_voucher(
        ensure_books(voucher.company_id, day),
        draft,
        actor=actor,
        carries_forward=voucher.carries_forward,
        reverses=voucher,
    )
    red = post_voucher(review_voucher(red, actor=actor), actor=actor)
    for ref in sources_of(voucher.company_id, Ref("voucher", voucher.pk)):
        if ref.type == "invoice":
            unmark_booked(voucher.company_id, ref.id)
    record(
        company=voucher.company,
        actor=actor,
        action="voucher.reversed",
        subject=voucher,
        content={"by": red.pk, "reason": reason},
    )
    return red


def _check(voucher: Voucher) -> None:
    if voucher.state != VoucherState.POSTED:
        raise VoucherRefused(
            "only a posted voucher is reversed", message_zh="只有已记账的凭证才需冲销", rule="posted_only"
        )
    if voucher.reverses_id is not None:
        raise VoucherRefused("a reversal is not reversed", message_zh="红字冲销凭证不能再冲销", rule="no_chain")
    if Voucher.objects.filter(reverses=voucher).exists():
        raise VoucherRefused("it was reversed before", message_zh="该凭证已被冲销", rule="reversed_once")
