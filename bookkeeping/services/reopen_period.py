"""Reopen the latest closed period (反结账), with a reason on record."""

from __future__ import annotations

from django.db import transaction

from bookkeeping.models import BooksPeriod
from bookkeeping.services.close_period import set_period_in_work
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.errors import InvalidValue, NotReady
from kernel.period import AccountingPeriod


@transaction.atomic
def reopen_period(company_id: int, period: AccountingPeriod, *, actor: User, reason: str) -> None:
    """Open the period again; what was posted stays posted.

    Raises `NotReady` unless it is the latest closed one, `InvalidValue` without a reason, `NotPermitted`.
    """
    company = Company.objects.get(pk=company_id)
    require_role(actor, company, Role.SUPERVISOR)
    if not reason.strip():
        raise InvalidValue("a reason is needed", message_zh="反结账必须填写原因")
    latest = BooksPeriod.objects.select_for_update().filter(company=company, is_closed=True).order_by("-period").first()
    if latest is None or latest.period != str(period):
        raise NotReady("only the latest closed period can be reopened", message_zh="只能反结账最近一个已结账的账期")
    latest.is_closed, latest.closed_at, latest.closed_by = False, None, None
    latest.save(update_fields=["is_closed", "closed_at", "closed_by"])
    set_period_in_work(company)
    record(
        company=company,
        actor=actor,
        action="period.reopened",
        subject=latest,
        content={"period": str(period), "reason": reason.strip()},
    )
