"""Provenance: from any figure to what it was made from, and from any source to what it went into."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from foundation.models import ProvenanceLink


@dataclass(frozen=True, slots=True)
class Ref:
    """A thing by type ("invoice", "voucher", "return"), id and, where needed, part ("main.15.total", "line.2")."""

    type: str
    id: int
    part: str = ""


def link(*, company_id: int, target: Ref, source: Ref, note: str = "") -> None:
    """Write down that `target` was made from `source`. Saying it twice changes nothing."""
    link_many(company_id=company_id, pairs=[(target, source)], note=note)


def link_many(*, company_id: int, pairs: Iterable[tuple[Ref, Ref]], note: str = "") -> None:
    """The same for many (target, source) pairs in one statement."""
    rows = [
        ProvenanceLink(
            company_id=company_id,
            target_type=target.type,
            target_id=target.id,
            target_part=target.part,
            source_type=source.type,
            source_id=source.id,
            source_part=source.part,
            note=note,
        )
        for target, source in pairs
    ]
    ProvenanceLink.objects.bulk_create(rows, ignore_conflicts=True)


def sources_of(company_id: int, target: Ref) -> list[Ref]:
    """What `target` was made from; for a Ref without part, the sources of all its parts."""
    links = ProvenanceLink.objects.filter(company_id=company_id, target_type=target.type, target_id=target.id)
    if target.part:
        links = links.filter(target_part=target.part)
    return [Ref(row.source_type, row.source_id, row.source_part) for row in links.order_by("pk")]


def used_by(company_id: int, source: Ref) -> list[Ref]:
    """What was made from `source`; for a Ref without part, from any of its parts."""
    links = ProvenanceLink.objects.filter(company_id=company_id, source_type=source.type, source_id=source.id)
    if source.part:
        links = links.filter(source_part=source.part)
    return [Ref(row.target_type, row.target_id, row.target_part) for row in links.order_by("pk")]
