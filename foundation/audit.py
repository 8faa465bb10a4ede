"""Writing and proving the audit trail. An entry is written in the transaction of the change it tells of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from foundation.models import AuditChain, AuditEntry, Company, User

GENESIS = "0" * 64


def record(
    *,
    company: Company | None,
    actor: User | None,
    action: str,
    subject: models.Model | str = "",
    content: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry to the company's chain (to the system's when `company` is None).

    `action` reads `noun.verb_in_past` ("voucher.posted"). `actor` None means the system itself acted.
    """
    scope = f"company:{company.pk}" if company else "system"
    plain = json.loads(json.dumps(dict(content or {}), cls=DjangoJSONEncoder))
    with transaction.atomic():
        chain = _locked(scope)
        entry = AuditEntry(
            scope=scope,
            sequence=chain.last_sequence + 1,
            company=company,
            actor=actor,
            action=action,
            subject=_name_of(subject),
            content=plain,
            created_at=timezone.now(),
            previous_hash=chain.last_hash or GENESIS,
        )
        entry.entry_hash = digest(entry)
        entry.save(force_insert=True)
        AuditChain.objects.filter(scope=scope).update(last_sequence=entry.sequence, last_hash=entry.entry_hash)
    return entry


def _locked(scope: str) -> AuditChain:
    chains = AuditChain.objects.select_for_update().filter(scope=scope)
    if (chain := chains.first()) is None:
        AuditChain.objects.get_or_create(scope=scope)
        chain = chains.get()
    return chain


def _name_of(subject: models.Model | str) -> str:
    return subject if isinstance(subject, str) else f"{type(subject).__name__.lower()}:{subject.pk}"


def digest(entry: AuditEntry) -> str:
    """SHA-256 over all columns of the entry and the hash of the one before."""
    parts = [
        entry.scope,
        entry.sequence,
        entry.company_id,
        entry.actor_id,
        entry.action,
        entry.subject,
        entry.content,
        _instant(entry.created_at),
        entry.previous_hash,
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _instant(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000)


def broken_links(scope: str) -> list[int]:
    """Sequence numbers at which the chain does not hold; empty when it verifies."""
    broken, previous, expected = [], GENESIS, 1
    for entry in AuditEntry.objects.filter(scope=scope).order_by("sequence").iterator():
        if entry.sequence != expected or entry.previous_hash != previous or entry.entry_hash != digest(entry):
            broken.append(entry.sequence)
        previous, expected = entry.entry_hash, entry.sequence + 1
    return broken
