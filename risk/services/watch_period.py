"""Watch a period: gather its facts, inspect them, and keep its warnings up to date.

Rule kept: watching twice changes nothing. A person's judgement stands until the warning gets graver; a warning that no
longer trips is resolved by the system, and it opens again when it comes back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from bookkeeping.exports import closing_checks
from foundation.audit import record
from foundation.models import Company, User
from kernel.errors import NotReady
from kernel.finding import Severity
from kernel.period import AccountingPeriod
from risk.domain.from_findings import warnings_of
from risk.domain.inspect import RiskWarning, inspect
from risk.models import PeriodWarning, WarningState
from risk.selectors.facts import facts_of
from risk.selectors.warnings import STANDING, open_warnings

_GRAVITY = [str(severity) for severity in Severity]
_CONTENT = (
    "severity", "title_zh", "title_en", "message_zh", "message_en", "evidence", "threshold", "source", "action_zh",
    "action_en",
)  # fmt: skip


def watch_period(company_id: int, period: AccountingPeriod, actor: User | None = None) -> list[PeriodWarning]:
    """The warnings that stand after watching, gravest first."""
    company = Company.objects.get(pk=company_id)
    found = current_warnings(company, period)
    with transaction.atomic():
        changes = _keep(company, period, found, timezone.now())
        if changes:
            record(company=company, actor=actor, action="period.watched", subject=str(period), content=changes)
    return open_warnings(company_id, period)


def current_warnings(company: Company, period: AccountingPeriod) -> list[RiskWarning]:
    """What trips now: the indicators on the period's facts, and the closing checks of the books."""
    vat_status = _vat_status(company, period)
    facts = facts_of(company, period, vat_status)
    tripped = inspect(facts, period, vat_status=vat_status, industry=company.industry)
    return [*tripped, *warnings_of(closing_checks(company.pk, period))]


def _vat_status(company: Company, period: AccountingPeriod) -> str:
    try:
        return company.status_on(period.end).vat_status
    except NotReady:
        return ""


def _keep(
    company: Company, period: AccountingPeriod, found: Iterable[RiskWarning], now: datetime
) -> dict[str, list[str]]:
    """Bring the rows of the period in line with `found`; the names of what was raised and what was resolved."""
    rows = PeriodWarning.objects.select_for_update().filter(company=company, period=str(period))
    kept = {row.indicator: row for row in rows}
    raised: list[str] = []
    for warning in found:
        row = kept.pop(warning.indicator, None)
        if row is None or _reopens(row, warning):
            raised.append(warning.indicator)
        _write(row or PeriodWarning(company=company, period=str(period), indicator=warning.indicator), warning, now)
    resolved = [row.indicator for row in kept.values() if row.state in STANDING]
    rows.filter(indicator__in=resolved).update(state=WarningState.RESOLVED, decided_by=None, decided_at=now, note="")
    return {name: names for name, names in (("raised", raised), ("resolved", resolved)) if names}


def _reopens(row: PeriodWarning, warning: RiskWarning) -> bool:
    graver = _GRAVITY.index(str(warning.severity)) > _GRAVITY.index(row.severity)
    return row.state == WarningState.RESOLVED or (graver and row.state != WarningState.OPEN)


def _write(row: PeriodWarning, warning: RiskWarning, now: datetime) -> None:
    if row.pk is None:
        row.first_seen_at = now
    elif _reopens(row, warning):
        row.state, row.decided_by, row.decided_at, row.note = WarningState.OPEN, None, None, ""
    for name in _CONTENT:
        value = getattr(warning, name)
        setattr(row, name, dict(value) if name == "evidence" else str(value))
    row.last_seen_at = now
    row.save()
