"""The main job as a job: pressed in the browser, run by a worker."""

from __future__ import annotations

from foundation.jobs import job_handler
from foundation.models import Job, User
from kernel.period import AccountingPeriod
from workbench.services.run_period import Request, run_period


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
        )
    )
