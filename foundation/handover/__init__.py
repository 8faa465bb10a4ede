"""Handing over to a person: ask with a time limit, answer once, read the answer once.

Rule kept: the machine never answers. An answer is encrypted, given out once and then wiped.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from foundation.access import require_role
from foundation.audit import record
from foundation.credentials import open_bytes, seal_bytes
from foundation.models import Company, Handover, HandoverKind, HandoverState, Role, User
from kernel.errors import NotReady


def ask(
    *,
    company: Company,
    kind: HandoverKind,
    key: str,
    question: str,
    picture: bytes | None = None,
    context: Mapping[str, Any] | None = None,
    minutes: int = 10,
) -> Handover:
    """Open a question to a person. The same `key` is the same question while it is open."""
    handover, _made = Handover.objects.get_or_create(
        key=key,
        defaults={
            "company": company,
            "kind": kind,
            "question": question,
            "picture": picture,
            "context": dict(context or {}),
            "expires_at": timezone.now() + timedelta(minutes=minutes),
        },
    )
    return handover


def answer(handover: Handover, *, text: str, actor: User) -> None:
    """A person's answer. Raises `NotReady` when the question is no longer open, `NotPermitted` without the role."""
    require_role(actor, handover.company, Role.ACCOUNTANT)
    with transaction.atomic():
        taken = Handover.objects.filter(pk=handover.pk, state=HandoverState.OPEN, expires_at__gt=timezone.now()).update(
            state=HandoverState.ANSWERED, answer_ciphertext=seal_bytes(text.encode()).decode(), answered_by=actor
        )
        if not taken:
            raise NotReady("this question is closed", message_zh="该请求已处理或已超时，请重新发起")
        record(company=handover.company, actor=actor, action="handover.answered", subject=handover)


def answer_of(handover_id: int) -> str | None:
    """The answer, given out once; None while there is none or after it was read."""
    with transaction.atomic():
        handover = Handover.objects.select_for_update().get(pk=handover_id)
        if handover.state != HandoverState.ANSWERED or not handover.answer_ciphertext:
            return None
        sealed = handover.answer_ciphertext
        Handover.objects.filter(pk=handover_id).update(answer_ciphertext="", picture=None)
    return open_bytes(sealed.encode()).decode()


def expire_overdue() -> int:
    """Close questions whose time has run out; returns how many."""
    overdue = Handover.objects.filter(state=HandoverState.OPEN, expires_at__lte=timezone.now())
    return overdue.update(state=HandoverState.EXPIRED, picture=None)
