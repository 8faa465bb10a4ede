"""A person compared an invoice with its document: what the reader had read right is written down for good."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from foundation.models import User
from invoices.mapping import to_fapiao
from invoices.models import FieldCorrection, FieldReview, Invoice
from invoices.services.correct_field import LINES, ChangedMeanwhile, measured_confidence, whole
from invoices.services.editable import FIELDS, TRAVEL_FIELDS, shown

_NOT_READ: Final = frozenset({"purpose", "is_red_letter"})
"""What people fill in, and what is no field of the screen."""


def state_of(invoice: Invoice) -> str:
    """A short name for all the screen shows of the invoice: the same as long as nothing changed."""
    findings = sorted(invoice.findings.values_list("rule", flat=True))
    seen = (repr(to_fapiao(invoice)), invoice.verdict, invoice.decision, invoice.purpose, findings)
    return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()[:24]


def confirm_seen(invoice: Invoice, seen: str) -> None:
    """Raises `ChangedMeanwhile` when the invoice is not what the person saw."""
    if seen != state_of(invoice):
        raise ChangedMeanwhile(
            "somebody changed the invoice meanwhile; look at it again",
            message_zh="这张发票刚才被别人改过，请看过新内容再处理。",
        )


def record_review(invoice: Invoice, actor: User) -> None:
    """One row for each field the paper carries, as the reader had left it. A second review adds nothing."""
    first: dict[str, FieldCorrection] = {}
    for correction in invoice.corrections.order_by("pk"):
        first.setdefault(whole(correction.field), correction)
    rows = (_review(invoice, name, value, first.get(name), actor) for name, value in _values(invoice).items())
    FieldReview.objects.bulk_create([row for row in rows if row], ignore_conflicts=True)


def _values(invoice: Invoice) -> dict[str, str]:
    """What stands now, by field; the lines are one field."""
    values = {name: shown(getattr(invoice, name)) for name in FIELDS if name not in _NOT_READ}
    journey: dict[str, Any] = invoice.travel or {}
    values |= {f"travel.{name}": shown(journey.get(name)) for name in TRAVEL_FIELDS}
    return values | {LINES: str(invoice.lines.count() or "")}


def _review(
    invoice: Invoice, name: str, value: str, correction: FieldCorrection | None, actor: User
) -> FieldReview | None:
    read = value if correction is None else correction.old
    if not read and not value:
        return None
    return FieldReview(
        company_id=invoice.company_id,
        invoice=invoice,
        kind=invoice.kind,
        method=invoice.method,
        field=name,
        read=read or None,
        confidence=measured_confidence(invoice).get(name),
        was_doubtful=name in invoice.reading.get("doubtful", []),
        is_exact=correction is None or (name != LINES and shown(correction.old) == value),
        reviewed_by=actor,
    )
