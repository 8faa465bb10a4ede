"""Check the electronic seals and signatures of a received file and keep what was found as evidence.

Rule kept: a file whose signatures cannot be looked at is no error of the reading; a signature that cannot be verified
is kept as broken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Final

from django.conf import settings

from foundation.documents.exports import document_path
from foundation.documents.media_types import OFD, PDF
from foundation.models import Document
from invoices.models import SignatureCheck
from invoices.readers import Unreadable
from invoices.signatures import Certificate, SignatureOutcome, check_ofd, check_pdf, load_roots

_CHECKS: Final[dict[str, Callable[[bytes, Sequence[Certificate]], list[SignatureOutcome]]]] = {
    PDF: check_pdf,
    OFD: check_ofd,
}


def signatures_of(document: Document) -> tuple[SignatureOutcome, ...]:
    """What the file bears; nothing for media without signatures and for damaged files."""
    check = _CHECKS.get(document.media_type)
    if check is None:
        return ()
    try:
        return tuple(check(document_path(document).read_bytes(), load_roots(settings.SIGNATURE_ROOTS)))
    except Unreadable:
        return ()


def keep_signatures(document: Document, found: Sequence[SignatureOutcome]) -> None:
    """Write down what is new; the same result again adds nothing."""
    known = [_values(row) for row in document.signatures.order_by("pk")]
    for outcome in found:
        if asdict(outcome) not in known:
            SignatureCheck.objects.create(company_id=document.company_id, document=document, **asdict(outcome))


def _values(row: SignatureCheck) -> dict[str, object]:
    return {name: getattr(row, name) for name in SignatureOutcome.__dataclass_fields__}
