"""Jobs of tax filing."""

from __future__ import annotations

from foundation.jobs import Effect, job_handler
from foundation.models import Job
from tax_filing.services.file_many import FILE, file_planned
from tax_filing.services.plan_filing import PLAN, compute_plan
from tax_filing.services.submit_return import submit_return


@job_handler("tax_filing.submit", lease_seconds=300, max_attempts=20)
def submit(job: Job) -> Effect | None:
    """Send a submission and follow it up."""
    return submit_return(job.payload["submission_id"])


@job_handler(PLAN)
def plan(job: Job) -> None:
    """Compute the filing plan of one company."""
    compute_plan(job.payload["plan_id"])


@job_handler(FILE)
def file_one_planned(job: Job) -> None:
    """Put the returns of one planned company on their way."""
    file_planned(job.payload["plan_id"], approve=job.payload["approve"])
