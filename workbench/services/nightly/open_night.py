"""Opening a night: one row and one job per company, those whose duties are due soonest first.

Rule kept: opening it again, after a kill in the middle or by hand, adds only what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from foundation.access import require_role
from foundation.audit import record
from foundation.jobs import enqueue
from foundation.models import Company, Job, Role, User
from kernel.errors import NotReady
from kernel.period import AccountingPeriod
from workbench.models import ENDED, NightlyItem, NightState
from workbench.selectors.nightly_order import open_deadline

OPEN_JOB: Final = "workbench.open_night"
ITEM_JOB: Final = "workbench.company_night"
CLOSE_JOB: Final = "workbench.close_night"


def start_night(night: date) -> Job:
    """Put the opening of a night on the job table; a second call changes nothing."""
    return enqueue(OPEN_JOB, {"night": night.isoformat()}, company=None, key=f"night:{night}")


def open_night(night: date, companies: Iterable[Company]) -> int:
    """Make the items that are missing, in order of deadlines; how many were made."""
    known = set(NightlyItem.objects.filter(night=night).values_list("company_id", flat=True))
    fresh = [(open_deadline(company, _period(company)), company) for company in companies if company.pk not in known]
    fresh.sort(key=lambda pair: (pair[0] or date.max, pair[1].pk))
    begun = timezone.now() - timedelta(milliseconds=len(fresh))
    for place, (deadline, company) in enumerate(fresh):
        with transaction.atomic():
            item, _made = NightlyItem.objects.get_or_create(
                company=company, night=night, defaults={"deadline": deadline}
            )
            # Jobs are claimed in the order of this moment, whoever rings for them.
            _enqueue(item, run_after=begun + timedelta(milliseconds=place))
    enqueue(CLOSE_JOB, {"night": night.isoformat()}, company=None, key=f"night:{night}:end")
    return len(fresh)


@transaction.atomic
def work_again(item: NightlyItem, actor: User) -> NightlyItem:
    """Start a company's ended night anew, in a person's name. Raises `NotPermitted`, `NotReady` while it runs."""
    require_role(actor, item.company, Role.ACCOUNTANT)
    locked = NightlyItem.objects.select_for_update().get(pk=item.pk)
    if locked.state not in ENDED:
        raise NotReady("the company's night has not ended", message_zh="这家公司正在处理，请等它结束")
    locked.turn += 1
    locked.state, locked.stage, locked.results, locked.issues = NightState.QUEUED, "", [], []
    locked.started_at = locked.finished_at = None
    locked.save()
    record(company=item.company, actor=actor, action="night.asked_again", subject=item.night.isoformat())
    _enqueue(locked)
    return locked


def _enqueue(item: NightlyItem, **options: object) -> Job:
    payload = {"item_id": item.pk}
    return enqueue(ITEM_JOB, payload, company=item.company, key=job_key(item), **options)  # type: ignore[arg-type]


def job_key(item: NightlyItem) -> str:
    """The key of the job that works on the item now."""
    return f"night:{item.night}:{item.company_id}:{item.turn}"


def _period(company: Company) -> AccountingPeriod:
    return AccountingPeriod.parse(company.period_in_work or company.books_begin)
