"""Check the electronic seals and signatures of a received file and keep what was found as evidence.

Rule kept: a file whose signatures cannot be looked at is no error of the reading; a signature that cannot be verified
is kept as broken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from django.conf import settings

from foundation.documents.exports import document_path
from foundation.documents.media_types import PDF
from foundation.models import Document
from invoices.models import SignatureCheck
from invoices.readers import Unreadable
from invoices.readers.guarded import file_signatures
from invoices.signatures import CHECKS, SignatureOutcome


def signatures_of(document: Document) -> tuple[SignatureOutcome, ...]:
    """What the file bears; nothing for media without signatures and for damaged files."""
    path = document_path(document)
    if document.media_type not in CHECKS:
        return ()
    if document.media_type == PDF and b"/ByteRange" not in path.read_bytes():
        return ()
    try:
        return file_signatures(path, document.media_type, settings.SIGNATURE_ROOTS)
    except Unreadable:
        return ()


def keep_signatures(document: Document, found: Sequence[SignatureOutcome]) -> None:
    """Write down what is new; the same result again adds nothing."""
    known = [_values(row) for row in SignatureCheck.objects.filter(document=document).order_by("pk")]
    for outcome in found:
        if asdict(outcome) not in known:
            SignatureCheck.objects.create(company_id=document.company_id, document=document, **asdict(outcome))


def _values(row: SignatureCheck) -> dict[str, object]:
    return {name: getattr(row, name) for name in SignatureOutcome.__dataclass_fields__}
