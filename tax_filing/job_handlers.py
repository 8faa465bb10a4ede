"""Jobs of tax filing."""

from __future__ import annotations

from foundation.jobs import Effect, job_handler
from foundation.models import Job
from tax_filing.services.submit_return import submit_return


@job_handler("tax_filing.submit", lease_seconds=300, max_attempts=20)
def submit(job: Job) -> Effect | None:
    """Send a submission and follow it up."""
    return submit_return(job.payload["submission_id"])
