"""Write down what happened to a submission. Events are never changed; each carries the hash of the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from foundation.models import User
from kernel.errors import InvalidValue
from tax_filing.models import Submission, SubmissionEvent

GENESIS = "0" * 64


def record_event(
    submission_key: str, kind: str, detail: Mapping[str, Any] | None = None, evidence: Mapping[str, Any] | None = None
) -> SubmissionEvent:
    """The door through which a channel reports. Raises `InvalidValue` for a key nobody knows."""
    submission = Submission.objects.filter(key=submission_key).first()
    if submission is None:
        raise InvalidValue(f"no submission {submission_key!r}", message_zh=f"没有编号为“{submission_key}”的申报")
    content = dict(detail or {})
    if evidence:
        content["evidence"] = dict(evidence)
    return append_event(submission, kind, content)


def append_event(
    submission: Submission, kind: str, detail: Mapping[str, Any] | None = None, *, actor: User | None = None
) -> SubmissionEvent:
    """The next event of the submission's chain."""
    plain = json.loads(json.dumps(dict(detail or {}), cls=DjangoJSONEncoder))
    with transaction.atomic():
        # The submission's row is the lock that puts writers of one chain in a queue.
        Submission.objects.select_for_update().get(pk=submission.pk)
        last = SubmissionEvent.objects.filter(submission=submission).order_by("-sequence").first()
        event = SubmissionEvent(
            submission=submission,
            sequence=last.sequence + 1 if last else 1,
            kind=kind,
            detail=plain,
            actor=actor,
            at=timezone.now(),
            previous_hash=last.entry_hash if last else GENESIS,
        )
        event.entry_hash = digest(event)
        event.save(force_insert=True)
    return event


def digest(event: SubmissionEvent) -> str:
    """SHA-256 over the event and the hash of the one before."""
    parts = [
        event.submission_id,
        event.sequence,
        event.kind,
        event.detail,
        event.actor_id,
        _instant(event.at),
        event.previous_hash,
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _instant(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000)


def broken_events(submission: Submission) -> list[int]:
    """Numbers at which the chain does not hold; empty when it verifies."""
    broken, previous = [], GENESIS
    for expected, event in enumerate(submission.events.order_by("sequence"), start=1):
        if event.sequence != expected or event.previous_hash != previous or event.entry_hash != digest(event):
            broken.append(event.sequence)
        previous = event.entry_hash
    return broken
