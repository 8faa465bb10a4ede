"""Close a period (结账): it takes nothing from now on, and the next one opens."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from bookkeeping.models import BooksPeriod
from bookkeeping.services.closing_checks import closing_checks
from bookkeeping.services.open_books import ensure_books, ensure_period
from foundation.access import require_role
from foundation.audit import record
from foundation.models import Company, Role, User
from kernel.errors import NotReady
from kernel.finding import Finding, Severity
from kernel.period import AccountingPeriod


class ClosingBlocked(NotReady):
    """Checks stand in the way; `facts["findings"]` lists them."""

    code = "closing_blocked"


@transaction.atomic
def close_period(company_id: int, period: AccountingPeriod, actor: User | None) -> list[Finding]:
    """Close and return the findings that do not block. Closing a closed period changes nothing.

    Raises `ClosingBlocked` while a blocking finding stands, `NotPermitted` below supervisor.
    """
    company = ensure_books(company_id, period.end).company
    if actor is not None:
        require_role(actor, company, Role.SUPERVISOR)
    month = BooksPeriod.objects.select_for_update().get(company=company, period=str(period))
    if month.is_closed:
        return []
    findings = closing_checks(company_id, period)
    blocking = [finding for finding in findings if finding.severity is Severity.BLOCK]
    if blocking:
        raise ClosingBlocked(
            "; ".join(finding.message_en for finding in blocking),
            message_zh="；".join(finding.message_zh for finding in blocking),
            findings=blocking,
        )
    month.is_closed, month.closed_at, month.closed_by = True, timezone.now(), actor
    month.save(update_fields=["is_closed", "closed_at", "closed_by"])
    following = period.shifted(1)
    ensure_period(company, following)
    set_period_in_work(company)
    record(company=company, actor=actor, action="period.closed", subject=month, content={"period": str(period)})
    return findings


def set_period_in_work(company: Company) -> None:
    """Every page opens on the first open month."""
    first = BooksPeriod.objects.filter(company=company, is_closed=False).order_by("period").first()
    if first is not None:
        Company.objects.filter(pk=company.pk).update(period_in_work=first.period)
