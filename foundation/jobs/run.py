"""Running a job: claim by one conditional update, do the work, then effect and "done" in one transaction."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from foundation.jobs.holder import holder, is_dead
from foundation.jobs.registry import Effect, HandlerSpec, JobLater, handler_for
from foundation.models import Job, JobState
from kernel.errors import FinalFailure, Refusal

log = logging.getLogger(__name__)


class _LeaseLost(Exception):
    """Another worker took the job over; this one's effect must not count."""


def due(now: object = None) -> Q:
    """Jobs that may be claimed: queued and due, or running on a lease that has run out."""
    moment = now or timezone.now()
    return Q(state=JobState.QUEUED, run_after__lte=moment) | Q(state=JobState.RUNNING, lease_until__lt=moment)


def run_job(job_id: int) -> bool:
    """Run one job if it can be claimed. True when this call brought it to an end (done or failed)."""
    job = _claim(job_id)
    if job is None:
        return False
    spec = handler_for(job.kind)
    if job.attempts > spec.max_attempts:
        return _fail(job, f"given up after {spec.max_attempts} attempts; the last one died without a word")
    try:
        effect = spec.function(job)
        _finish(job, effect)
    except JobLater as later:
        return _requeue(job, later.seconds, error="", used_attempt=False)
    except _LeaseLost:
        log.warning("job %s: lease lost, effect rolled back", job.pk)
        return False
    except (Refusal, FinalFailure) as refusal:
        return _fail(job, refusal.message_zh)
    except Exception as error:  # the job table is where faults of handlers end up, all of them
        log.exception("job %s (%s) failed", job.pk, job.kind)
        return _retry_or_fail(job, spec, error)
    return True


def run_pending(*, company_id: int | None = None, kinds: Collection[str] = (), limit: int = 10_000) -> int:
    """Run due jobs in this process until none is left; returns how many ended. Used by commands and tests."""
    ended = 0
    for _ in range(limit):
        release_orphans()
        jobs = Job.objects.filter(due())
        if company_id is not None:
            jobs = jobs.filter(company_id=company_id)
        if kinds:
            jobs = jobs.filter(kind__in=kinds)
        job_id = jobs.order_by("run_after", "pk").values_list("pk", flat=True).first()
        if job_id is None:
            break
        ended += run_job(job_id)
    return ended


def release_orphans() -> int:
    """Put back jobs whose holder has surely died, without waiting for the lease to run out; returns how many."""
    held = Job.objects.filter(state=JobState.RUNNING).exclude(lease_holder="")
    released = 0
    for job_id, token, name in held.values_list("pk", "lease_token", "lease_holder"):
        if is_dead(name):
            mine = Job.objects.filter(pk=job_id, state=JobState.RUNNING, lease_token=token)
            released += mine.update(state=JobState.QUEUED, run_after=timezone.now(), rung_at=None, lease_until=None)
    return released


def _claim(job_id: int) -> Job | None:
    job = Job.objects.filter(pk=job_id).first()
    if job is None:
        return None
    now = timezone.now()
    claimed = Job.objects.filter(due(now), pk=job_id).update(
        state=JobState.RUNNING,
        lease_token=secrets.token_hex(16),
        lease_holder=holder(),
        lease_until=now + handler_for(job.kind).lease,
        attempts=F("attempts") + 1,
    )
    return Job.objects.get(pk=job_id) if claimed else None


def _finish(job: Job, effect: Effect | None) -> None:
    with transaction.atomic():
        if effect is not None:
            effect()
        _end(job, state=JobState.DONE, error="", finished_at=timezone.now(), lease_until=None)


def _end(job: Job, **columns: object) -> None:
    """Update the row while the lease is ours. Raises `_LeaseLost`."""
    if not Job.objects.filter(pk=job.pk, state=JobState.RUNNING, lease_token=job.lease_token).update(**columns):
        raise _LeaseLost


def _fail(job: Job, reason: str) -> bool:
    try:
        _end(job, state=JobState.FAILED, error=reason, finished_at=timezone.now(), lease_until=None)
    except _LeaseLost:
        return False
    return True


def _retry_or_fail(job: Job, spec: HandlerSpec, error: Exception) -> bool:
    reason = f"{type(error).__name__}: {error}"
    if job.attempts >= spec.max_attempts:
        return _fail(job, reason)
    return _requeue(job, min(2**job.attempts, 300), error=reason, used_attempt=True)


def _requeue(job: Job, seconds: float, *, error: str, used_attempt: bool) -> bool:
    try:
        _end(
            job,
            state=JobState.QUEUED,
            error=error,
            run_after=timezone.now() + timedelta(seconds=seconds),
            attempts=job.attempts if used_attempt else job.attempts - 1,
            lease_until=None,
            rung_at=None,
        )
    except _LeaseLost:
        log.warning("job %s: lease lost before it could be put back", job.pk)
    return False
