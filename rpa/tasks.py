"""Celery tasks of the bot's room."""

from __future__ import annotations

from celery import shared_task

from rpa.services.remove_old_evidence import remove_old_evidence


@shared_task(name="rpa.remove_old_evidence")  # type: ignore[untyped-decorator]
def remove_old_evidence_task() -> int:
    """Once a day: retention of evidence files."""
    return remove_old_evidence()
