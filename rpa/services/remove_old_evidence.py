"""Retention: traces hold cookies and go soon, pictures later; hashes and seal stay for good."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from rpa.evidence import folder
from rpa.models import BotRun, BotStep


def remove_old_evidence() -> int:
    """Delete files older than RPA_TRACE_DAYS (traces) and RPA_EVIDENCE_DAYS (pictures). Returns how many."""
    now = timezone.now()
    traces = BotRun.objects.filter(started_at__lt=now - timedelta(days=settings.RPA_TRACE_DAYS)).exclude(trace_file="")
    old_steps = BotStep.objects.filter(started_at__lt=now - timedelta(days=settings.RPA_EVIDENCE_DAYS))
    pictures = old_steps.exclude(picture_file="")
    files = [*traces.values_list("trace_file", flat=True), *pictures.values_list("picture_file", flat=True)]
    for name in files:
        (folder() / name).unlink(missing_ok=True)
    traces.update(trace_file="")
    pictures.update(picture_file="")
    return len(files)
