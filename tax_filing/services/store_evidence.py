"""Keep a screenshot or file as proof of a step."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.models import User
from kernel.errors import InvalidValue
from tax_filing.domain.package import sha256
from tax_filing.models import Evidence, Submission
from tax_filing.services.record_event import append_event

LARGEST_EVIDENCE = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file offered as proof."""

    kind: str
    name: str
    media_type: str
    content: bytes


def store_evidence(submission: Submission, file: EvidenceFile, *, actor: User | None = None) -> Evidence:
    """The stored proof. The same bytes are kept once. Raises `InvalidValue` when the file is too large."""
    if len(file.content) > LARGEST_EVIDENCE:
        raise InvalidValue("the file is too large", message_zh="文件过大")
    digest = sha256(file.content)
    found = Evidence.objects.filter(submission=submission, sha256=digest).first()
    if found:
        return found
    evidence = Evidence.objects.create(
        submission=submission,
        kind=file.kind,
        name=file.name,
        media_type=file.media_type,
        content=file.content,
        sha256=digest,
    )
    append_event(submission, "evidence_stored", {"name": file.name, "sha256": digest}, actor=actor)
    return evidence
