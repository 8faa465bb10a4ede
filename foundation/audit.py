"""Writing and proving the audit trail. An entry is written in the transaction of the change it tells of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils import timezone

from foundation import audit_function
from foundation.bulk import insert_rows, marks, run, select
from foundation.models import AuditChain, AuditEntry, Company, User

GENESIS = "0" * 64
CHAIN = AuditChain._meta.db_table
COLUMNS = (
    "scope", "sequence", "company_id", "actor_id", "action", "subject", "content", "created_at",
    "previous_hash", "entry_hash",
)  # fmt: skip


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
    plain = json.loads(json.dumps(dict(content or {}), cls=DjangoJSONEncoder))
    ids = company.pk if company else None, actor.pk if actor else None
    return append(ids, action, _name_of(subject), plain)


def append(ids: tuple[int | None, int | None], action: str, subject: str, content: dict[str, Any]) -> AuditEntry:
    """The same for (company, actor) by id and content that is plain JSON already."""
    company_id, actor_id = ids
    entry = AuditEntry(
        scope=f"company:{company_id}" if company_id else "system",
        company_id=company_id,
        actor_id=actor_id,
        action=action,
        subject=subject,
        content=content,
        created_at=timezone.now(),
    )
    if connection.vendor == "postgresql":
        [(entry.sequence, entry.previous_hash, entry.entry_hash)] = select(_FUNCTION, _arguments(entry))
        return entry
    with transaction.atomic(savepoint=False):
        sequence, previous = _last_link(entry.scope)
        entry.sequence, entry.previous_hash = sequence + 1, previous or GENESIS
        entry.entry_hash = digest(entry)
        insert_rows(AuditEntry, COLUMNS, [_row(entry)])
        run(
            f"UPDATE {CHAIN} SET last_sequence = %s, last_hash = %s WHERE scope = %s",
            [entry.sequence, entry.entry_hash, entry.scope],
        )
    return entry


_FUNCTION = f"SELECT * FROM {audit_function.NAME}({marks(range(8))})"


def _arguments(entry: AuditEntry) -> list[Any]:
    head = [entry.scope, entry.company_id, entry.actor_id, entry.action, entry.subject]
    return [*head, _json(entry.content), entry.created_at, instant(entry.created_at)]


def _json(value: object) -> str:
    """JSON as hashes are made of it."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _last_link(scope: str) -> tuple[int, str]:
    """Sequence and hash of the chain's last entry; BEGIN IMMEDIATE has locked the chain."""
    statement = f"SELECT last_sequence, last_hash FROM {CHAIN} WHERE scope = %s"
    if not (found := select(statement, [scope])):
        AuditChain.objects.get_or_create(scope=scope)
        found = select(statement, [scope])
    return found[0][0], found[0][1]


def _row(entry: AuditEntry) -> list[Any]:
    made = connection.ops.adapt_datetimefield_value(entry.created_at)
    content = json.dumps(entry.content, ensure_ascii=False)
    own = {"created_at": made, "content": content}
    return [own.get(name, getattr(entry, name)) for name in COLUMNS]


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
        instant(entry.created_at),
        entry.previous_hash,
    ]
    return hashlib.sha256(_json(parts).encode()).hexdigest()


def instant(moment: datetime) -> int:
    """Microseconds since 1970, as an entry's hash counts them."""
    return int(moment.timestamp() * 1_000_000)


def broken_links(scope: str) -> list[int]:
    """Sequence numbers at which the chain does not hold; empty when it verifies."""
    broken, previous, expected = [], GENESIS, 1
    for entry in AuditEntry.objects.filter(scope=scope).order_by("sequence").iterator():
        if entry.sequence != expected or entry.previous_hash != previous or entry.entry_hash != digest(entry):
            broken.append(entry.sequence)
        previous, expected = entry.entry_hash, entry.sequence + 1
    return broken
