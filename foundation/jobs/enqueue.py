"""Putting a job on the table and ringing the doorbell once the transaction has committed."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from foundation.models import Company, Job

log = logging.getLogger(__name__)


def enqueue(
    kind: str, payload: Mapping[str, Any], *, company: Company | None, key: str, run_after: datetime | None = None
) -> Job:
    """The job with this `key`, made now if it is new. Asking twice is asking once."""
    due = run_after or timezone.now()
    job, made = Job.objects.get_or_create(
        key=key, defaults={"kind": kind, "payload": dict(payload), "company": company, "run_after": due}
    )
    if made and due <= timezone.now():
        transaction.on_commit(partial(ring, job.pk))
    return job


def ring(job_id: int) -> None:
    """Tell a worker. A doorbell that fails is only logged: the sweeper rings again."""
    if settings.JOBS_DOORBELL == "off":
        return
    from foundation.jobs.tasks import ring_task  # tasks import run, run imports enqueue's row type

    try:
        ring_task.delay(job_id)
    except Exception:  # any broker fault; the job row is safe
        log.warning("doorbell for job %s failed", job_id, exc_info=True)
    else:
        Job.objects.filter(pk=job_id).update(rung_at=timezone.now())
