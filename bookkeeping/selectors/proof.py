"""The proof that posted vouchers say what they said when they were posted: digests in the audit trail, made anew.

Triggers refuse changes; this shows one that got round them (a restored copy, an edited database file).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from bookkeeping.domain.digest import LineFacts, batch_digest, extras, voucher_digest
from bookkeeping.models import JournalLine, Voucher
from bookkeeping.models.fields import to_millionths
from foundation.models import AuditEntry
from kernel.money import to_fen

POSTED = "voucher.posted"


def digest_of(voucher: Voucher) -> str:
    """The digest of one posted voucher from its rows."""
    return dict(digests(Voucher.objects.filter(pk=voucher.pk)))[voucher.pk]


def digests(vouchers: Any) -> Iterator[tuple[int, str]]:
    """(id, digest) of vouchers (a queryset), in order of id."""
    rows = (
        JournalLine.objects.filter(voucher__in=vouchers)
        .order_by("voucher_id", "position")
        .values_list(
            "voucher_id", "account__code", "debit", "credit", "counterparty", "description",
            "analysis_id", "quantity", "foreign_amount",
        )
    )  # fmt: skip
    heads = {
        row[0]: row[1:] for row in vouchers.values_list("pk", "period", "voucher_type", "number", "date", "description")
    }
    for voucher_id, group in groupby(rows, key=lambda row: row[0]):
        *place, day, description = heads[voucher_id]
        yield voucher_id, voucher_digest(tuple(place), day.isoformat(), description, _facts(group))


def _facts(rows: Iterable[tuple[Any, ...]]) -> list[LineFacts]:
    return [
        (
            code,
            to_fen(debit),
            to_fen(credit),
            party,
            text,
            extras(analysis_id, to_millionths(quantity), to_fen(foreign)),
        )
        for _id, code, debit, credit, party, text, analysis_id, quantity, foreign in rows
    ]


def changed_batches(company_id: int) -> list[int]:
    """Sequence numbers of audit entries whose vouchers no longer say what was posted; empty when all hold."""
    changed = []
    for entry in AuditEntry.objects.filter(company_id=company_id, action=POSTED).order_by("sequence").iterator():
        found = dict(digests(Voucher.objects.filter(company_id=company_id, pk__in=entry.content["vouchers"])))
        if batch_digest(found.get(pk, "") for pk in entry.content["vouchers"]) != entry.content["digest"]:
            changed.append(entry.sequence)
    return changed
