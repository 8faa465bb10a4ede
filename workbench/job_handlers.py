"""Jobs of the desk: the main job of a company, and the night."""

from __future__ import annotations

from datetime import date
from typing import Final

from foundation.jobs import Effect, job_handler
from foundation.models import Company, Job, User
from kernel.period import AccountingPeriod
from workbench.models import NightlyItem
from workbench.services.nightly.close_night import REPORT_JOB, close_night
from workbench.services.nightly.morning_report import morning_report
from workbench.services.nightly.open_night import CLOSE_JOB, ITEM_JOB, OPEN_JOB, open_night
from workbench.services.nightly.work_item import work_item
from workbench.services.run_period import Request, run_period

NIGHT_ATTEMPTS: Final = 10
"""With pauses that double up to five minutes: about half an hour of trying."""


@job_handler("workbench.run_period", lease_seconds=900, max_attempts=3)
def run(job: Job) -> None:
    """Run the period; every stage keeps its own effects safe, so there is none left for the end."""
    assert job.company is not None  # noqa: S101 (set by start_run)
    payload = job.payload
    run_period(
        Request(
            company=job.company,
            period=AccountingPeriod.parse(payload["period"]),
            actor=User.objects.get(pk=payload["actor_id"]),
            accept_suggestions=payload["accept_suggestions"],
            channel=payload.get("channel", ""),
            approve_hash=payload.get("approve_hash", ""),
            until=payload.get("until", ""),
        )
    )


@job_handler(OPEN_JOB, lease_seconds=900, max_attempts=NIGHT_ATTEMPTS)
def open_one(job: Job) -> None:
    """Make the items of a night; what was made before a kill stays."""
    open_night(_night(job), Company.objects.all())


@job_handler(ITEM_JOB, lease_seconds=900, max_attempts=NIGHT_ATTEMPTS)
def company_night(job: Job) -> Effect | None:
    """One company's night."""
    item = NightlyItem.objects.select_related("company").get(pk=job.payload["item_id"])
    return work_item(item, last_attempt=job.attempts >= NIGHT_ATTEMPTS)


@job_handler(CLOSE_JOB, lease_seconds=300, max_attempts=NIGHT_ATTEMPTS)
def close_one(job: Job) -> Effect:
    """Wait for the companies, then order the reports."""
    return close_night(_night(job), job.created_at)


@job_handler(REPORT_JOB, lease_seconds=120, max_attempts=NIGHT_ATTEMPTS)
def report(job: Job) -> Effect | None:
    """One person's morning report."""
    return morning_report(User.objects.get(pk=job.payload["user_id"]), _night(job))


def _night(job: Job) -> date:
    return date.fromisoformat(job.payload["night"])
