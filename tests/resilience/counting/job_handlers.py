"""A job that takes a moment and whose effect is one audit entry: an effect counted twice would show."""

import time

from foundation.audit import record
from foundation.jobs import Effect, job_handler
from foundation.models import Job


@job_handler("counting.count", lease_seconds=3, max_attempts=50)
def count(job: Job) -> Effect:
    time.sleep(job.payload["seconds"])

    def effect() -> None:
        record(company=None, actor=None, action="counting.counted", subject=job.key)

    return effect
