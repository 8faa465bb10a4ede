"""The two Celery tasks: answer the doorbell, and sweep for jobs nobody answers for."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from foundation.jobs.enqueue import ring
from foundation.jobs.run import due, release_orphans, run_job
from foundation.models import Job

SWEEP_AT_MOST = 500


@shared_task(name="foundation.jobs.ring")  # type: ignore[untyped-decorator]
def ring_task(job_id: int) -> None:
    """Run the job named by the doorbell; a job already taken is left alone."""
    run_job(job_id)


@shared_task(name="foundation.jobs.sweep")  # type: ignore[untyped-decorator]
def sweep() -> int:
    """Ring again for due jobs whose doorbell was never heard or whose worker died. Returns how many."""
    release_orphans()
    stale = timezone.now() - timedelta(seconds=3 * settings.JOBS_SWEEP_SECONDS)
    unheard = Q(rung_at=None) | Q(rung_at__lt=stale)
    job_ids = list(
        Job.objects.filter(due()).filter(unheard).order_by("run_after").values_list("pk", flat=True)[:SWEEP_AT_MOST]
    )
    for job_id in job_ids:
        ring(job_id)
    return len(job_ids)
