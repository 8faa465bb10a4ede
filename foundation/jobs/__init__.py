"""Work that is never lost: the database row is the job, the broker only a doorbell.

A handler does its slow, repeatable work and returns its effect. The effect runs once, in the same transaction that
marks the job done; a worker that lost its lease rolls its effect back.
"""

from foundation.jobs.enqueue import enqueue
from foundation.jobs.registry import Effect, JobLater, job_handler
from foundation.jobs.run import run_job, run_pending

__all__ = ["Effect", "JobLater", "enqueue", "job_handler", "run_job", "run_pending"]
