"""What Celery beat starts on the desk."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from workbench.services.nightly.open_night import start_night


@shared_task(name="workbench.start_night")  # type: ignore[untyped-decorator]
def start_night_task() -> None:
    """Begin tonight's batch. The rows do the rest, whatever becomes of this message."""
    start_night(timezone.localdate())
