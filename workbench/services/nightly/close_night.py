"""The end of a night: once every company is through, or the hour has come, the morning reports go out."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone

from foundation.jobs import Effect, JobLater, enqueue
from foundation.models import Job, JobState, Role, User
from workbench.models import ENDED, NightlyItem, NightState
from workbench.selectors.nightly import items_looked_after
from workbench.services.nightly.open_night import job_key
from workbench.services.nightly.outcome import Issue, Trouble

REPORT_JOB: Final = "workbench.morning_report"
LOOK_AGAIN_SECONDS: Final = 10


def close_night(night: date, opened_at: datetime) -> Effect:
    """Put a report for everybody concerned on the job table. Raises `JobLater` while companies are under way."""
    unfinished = NightlyItem.objects.filter(night=night).exclude(state__in=ENDED)
    for item in unfinished.select_related("company"):
        give_up_if_dead(item)
    if unfinished.exists() and timezone.now() < report_moment(opened_at):
        raise JobLater(LOOK_AGAIN_SECONDS)
    return lambda: _order_reports(night)


def report_moment(opened_at: datetime) -> datetime:
    """The first `MORNING_REPORT_AT` after the night was opened."""
    local = timezone.localtime(opened_at)
    hour, minute = (int(part) for part in settings.MORNING_REPORT_AT.split(":"))
    same_day = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return same_day if same_day > local else same_day + timedelta(days=1)


def give_up_if_dead(item: NightlyItem) -> None:
    """An item whose job was given up on (every worker that took it died) says so."""
    if Job.objects.filter(key=job_key(item), state=JobState.FAILED).exists():
        lost = Issue("given_up", Trouble.SYSTEM, item.stage)
        mine = NightlyItem.objects.filter(pk=item.pk, turn=item.turn, finished_at=None)
        mine.update(state=NightState.FAILED, issues=[*item.issues, lost.kept()], finished_at=timezone.now())


def _order_reports(night: date) -> None:
    for user in people_concerned(night):
        payload = {"user_id": user.pk, "night": night.isoformat()}
        enqueue(REPORT_JOB, payload, company=None, key=f"morning:{night}:{user.pk}")


def people_concerned(night: date) -> list[User]:
    """Active accountants and above who look after a company of that night."""
    people = User.objects.filter(is_active=True, memberships__role__gte=Role.ACCOUNTANT).distinct()
    return [one for one in people if items_looked_after(one).filter(night=night).exists()]
