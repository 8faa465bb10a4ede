"""Review or post many vouchers at once; one that is refused does not hold up the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bookkeeping.models import Voucher, VoucherState
from bookkeeping.services.post_voucher import post_voucher
from bookkeeping.services.review_voucher import review_voucher
from foundation.access import require_role
from foundation.models import Company, Role, User
from kernel.errors import Refusal


@dataclass
class BatchOutcome:
    """How many took the step, and what was said of the others."""

    done: int = 0
    refused: list[tuple[Voucher, Refusal]] = field(default_factory=list)


def review_many(company: Company, ids: Sequence[int], *, actor: User) -> BatchOutcome:
    """Review the drafts among these vouchers."""
    require_role(actor, company, Role.ACCOUNTANT)
    outcome = BatchOutcome()
    for voucher in _of(company, ids, VoucherState.DRAFT):
        try:
            review_voucher(voucher, actor=actor)
            outcome.done += 1
        except Refusal as refusal:
            outcome.refused.append((voucher, refusal))
    return outcome


def post_many(company: Company, ids: Sequence[int], *, actor: User) -> BatchOutcome:
    """Post the reviewed ones among these vouchers, in order of date."""
    require_role(actor, company, Role.ACCOUNTANT)
    outcome = BatchOutcome()
    for voucher in _of(company, ids, VoucherState.REVIEWED):
        try:
            post_voucher(voucher, actor=actor)
            outcome.done += 1
        except Refusal as refusal:
            outcome.refused.append((voucher, refusal))
    return outcome


def _of(company: Company, ids: Sequence[int], state: VoucherState) -> list[Voucher]:
    return list(Voucher.objects.filter(company=company, pk__in=ids, state=state).order_by("date", "pk"))
