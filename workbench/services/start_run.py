"""Starting the main job from the browser or the API: one run at a time per company and period."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from foundation.access import require_role
from foundation.jobs import enqueue
from foundation.models import Company, Job, JobState, Role, User
from kernel.errors import NotPermitted
from kernel.period import AccountingPeriod
from workbench.services.run_period import open_run

KIND = "workbench.run_period"


@transaction.atomic
def start_run(
    company: Company,
    period: AccountingPeriod,
    actor: User,
    *,
    accept_suggestions: bool,
    approve_hash: str = "",
    channel: str = "",
    until: str = "",
) -> Job:
    """The job of this run, up to the stage `until`; while one is under way, that one. Raises `NotPermitted`."""
    require_role(actor, company, Role.ACCOUNTANT)
    under_way = Job.objects.filter(
        company=company, kind=KIND, payload__period=str(period), state__in=[JobState.QUEUED, JobState.RUNNING]
    ).first()
    if under_way:
        return under_way
    payload = {
        "period": str(period), "actor_id": actor.pk, "accept_suggestions": accept_suggestions,
        "approve_hash": approve_hash, "channel": channel, "until": until,
    }  # fmt: skip
    open_run(company, period, actor)
    number = Job.objects.filter(company=company, kind=KIND).count() + 1
    return enqueue(KIND, payload, company=company, key=f"run:{company.pk}:{period}:{number}:{timezone.now():%Y%m%d}")


def start_runs(stories: Iterable[tuple[Company, AccountingPeriod]], actor: User, **wishes: Any) -> tuple[int, int]:
    """Start the same run for many; (started, left alone for want of the role)."""
    started = refused = 0
    for company, period in stories:
        try:
            start_run(company, period, actor, **wishes)
        except NotPermitted:
            refused += 1
        else:
            started += 1
    return started, refused
