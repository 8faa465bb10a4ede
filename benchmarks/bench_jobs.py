"""What the job table costs: an empty job enqueued and run, against one bare insert and update."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.test.utils import override_settings

from benchmarks.figure import Figure, against, in_turns
from foundation.jobs import enqueue, job_handler, run_pending
from foundation.models import AuditChain, Job

JOBS = 200


class _Undo(Exception):
    """Rolls the measured rows back: the benchmark leaves no trace."""


@job_handler("bench.nothing")
def _nothing(_job: Job) -> None:
    return None


def _through_the_table() -> None:
    for number in range(JOBS):
        enqueue("bench.nothing", {}, company=None, key=f"bench:{number}")
    run_pending(kinds=["bench.nothing"])


def _bare() -> None:
    for number in range(JOBS):
        AuditChain.objects.create(scope=f"bench:{number}")
        AuditChain.objects.filter(scope=f"bench:{number}").update(last_sequence=1)


def _undone(run: object) -> None:
    try:
        with transaction.atomic():
            run()  # type: ignore[operator]
            raise _Undo
    except _Undo:
        return


def figures() -> Iterator[Figure]:
    """Milliseconds a job, and the ratio to the bare statements."""
    with override_settings(JOBS_DOORBELL="off"):
        seconds = in_turns({"jobs": lambda: _undone(_through_the_table), "bare": lambda: _undone(_bare)})
    per_job = sorted(seconds["jobs"])[len(seconds["jobs"]) // 2] / JOBS * 1000
    yield Figure("job, enqueued and run", per_job, "ms", "bare insert + update", against(seconds, "jobs", "bare"))
