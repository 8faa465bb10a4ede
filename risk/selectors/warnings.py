"""Warnings as other rooms and pages read them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from kernel.period import AccountingPeriod
from risk.models import PeriodWarning, WarningSeverity, WarningState

STANDING = (WarningState.OPEN, WarningState.ACKNOWLEDGED)


def warnings_of_period(company_id: int, period: AccountingPeriod) -> QuerySet[PeriodWarning]:
    """All warnings of a period, standing ones first, then by gravity."""
    gravity = Case(
        When(severity=WarningSeverity.BLOCK, then=Value(0)),
        When(severity=WarningSeverity.WARN, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    settled = Case(When(state__in=STANDING, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = PeriodWarning.objects.filter(company_id=company_id, period=str(period))
    return rows.annotate(settled=settled, gravity=gravity).order_by("settled", "gravity", "indicator")


def open_warnings(company_id: int, period: AccountingPeriod) -> list[PeriodWarning]:
    """Warnings that still stand (open or acknowledged), gravest first."""
    return list(warnings_of_period(company_id, period).filter(state__in=STANDING))


def counts_by_company(company_ids: Iterable[int], period: AccountingPeriod) -> dict[int, dict[str, int]]:
    """Open warnings per company and severity, in one query."""
    rows = (
        PeriodWarning.objects.filter(company_id__in=list(company_ids), period=str(period), state=WarningState.OPEN)
        .values_list("company_id", "severity")
        .annotate(number=Count("pk"))
        .order_by()
    )
    counts: dict[int, dict[str, int]] = {}
    for company_id, severity, number in rows:
        counts.setdefault(company_id, {})[severity] = number
    return counts
