"""Choose a company's set of voucher types: one word, three or five.

Rule kept: numbers run by type, so the set changes only while no voucher stands in a month that is still open.
"""

from __future__ import annotations

from django.db import transaction

from bookkeeping.domain.voucher_types import DEFAULT_SCHEME, SCHEMES
from bookkeeping.models import BooksPeriod, Voucher
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.errors import InvalidValue, NotReady


def may_change_types(company_id: int) -> bool:
    """Whether the open months hold no voucher yet, posted or waiting."""
    open_months = BooksPeriod.objects.filter(company_id=company_id, is_closed=False).values("period")
    return not Voucher.objects.filter(company_id=company_id, period__in=open_months).exists()


@transaction.atomic
def set_voucher_types(company: Company, scheme: str, *, actor: User) -> None:
    """The company's policy `voucher_types`. Raises `InvalidValue` for an unknown set, `NotReady` in mid-month."""
    require_role(actor, company, Role.SUPERVISOR)
    if scheme not in SCHEMES:
        raise InvalidValue(f"no set of voucher types {scheme!r}", message_zh=f"没有凭证字方案“{scheme}”")
    row = Company.objects.select_for_update().get(pk=company.pk)
    before = row.policy.get("voucher_types", DEFAULT_SCHEME)
    if before == scheme:
        return
    if not may_change_types(company.pk):
        raise NotReady(
            "there are vouchers in an open month; change at the start of a month",
            message_zh="未结账的账期已有凭证，凭证字只能在月初录入凭证之前更改",
        )
    row.policy = row.policy | {"voucher_types": scheme}
    row.save(update_fields=["policy"])
    content = {"before": before, "after": scheme}
    record(company=row, actor=actor, action="voucher_types.changed", subject=row, content=content)
