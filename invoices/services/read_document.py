"""From a document to checked, sorted invoices.

Stages: identify · read · normalise · verify signatures (slow, outside any transaction, repeatable), then in one
transaction with the end of the job: write · check arithmetic · find duplicates · check compliance · sort.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from foundation.audit import record
from foundation.documents.exports import (
    MAX_DEPTH,
    TOO_DEEP,
    Trouble,
    depth_of,
    document_path,
    mark,
    receive_inside,
)
from foundation.jobs import Effect
from foundation.models import Document, DocumentState
from invoices.domain.fapiao import Fapiao
from invoices.domain.normalise import normalise_fapiao
from invoices.readers import Unreadable
from invoices.readers.guarded import iter_container, read_file
from invoices.services.check_signatures import keep_signatures, signatures_of
from invoices.services.write_invoice import write_invoice
from invoices.signatures import SignatureOutcome

_GONE: Final = Trouble(
    "missing_file", "原件文件不在存储里，请重新上传。", "The file is not in the store; upload it again."
)
_NOTHING: Final = Trouble(
    "no_invoice", "文件里没有找到发票或票据，请确认文件或重新拍照。", "No invoice was found in the file."
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A document on its way: the values read so far, or what stopped it."""

    document: Document
    fapiaos: tuple[Fapiao, ...] = ()
    trouble: Trouble | None = None
    signatures: tuple[SignatureOutcome, ...] = ()
    inside: tuple[tuple[str, bytes], ...] = ()


def identify(reading: Reading) -> Reading:
    """The bytes must still be there."""
    return reading if document_path(reading.document).is_file() else replace(reading, trouble=_GONE)


def read(reading: Reading) -> Reading:
    """Ask the readers; their error is the document's."""
    path = document_path(reading.document)
    result = read_file(path, name=reading.document.name)
    if result.error is not None and result.error.code == "container":
        return _opened(reading, path)
    if result.error is not None:
        error = result.error
        return replace(reading, trouble=Trouble(error.code, error.message_zh, error.message_en))
    return replace(reading, fapiaos=tuple(result.fapiaos), trouble=None if result.fapiaos else _NOTHING)


def _opened(reading: Reading, path: Path) -> Reading:
    """A PDF that only carries other documents: they are received like those of an archive."""
    if depth_of(reading.document) >= MAX_DEPTH:
        return replace(reading, trouble=TOO_DEEP)
    try:
        return replace(reading, inside=tuple(iter_container(path)))
    except Unreadable as problem:
        error = problem.error
        return replace(reading, trouble=Trouble(error.code, error.message_zh, error.message_en))


def normalise(reading: Reading) -> Reading:
    """One way of writing for ids, names and numbers."""
    return replace(reading, fapiaos=tuple(normalise_fapiao(fapiao) for fapiao in reading.fapiaos))


def verify(reading: Reading) -> Reading:
    """Check the seals and signatures of the file."""
    return reading if reading.inside else replace(reading, signatures=signatures_of(reading.document))


STAGES: Final[tuple[Callable[[Reading], Reading], ...]] = (identify, read, normalise, verify)


def read_document(document: Document) -> Effect:
    """Run the slow stages; the effect writes, checks and sorts what was read."""
    Document.objects.filter(pk=document.pk).update(state=DocumentState.READING)
    reading = Reading(document)
    for stage in STAGES:
        if reading.trouble is None:
            reading = stage(reading)
    return partial(finish, reading)


def finish(reading: Reading) -> None:
    """Write every invoice of the reading, or what stopped it."""
    document = reading.document
    if reading.trouble is not None:
        mark(document, DocumentState.FAILED, reading.trouble)
        why = {"code": reading.trouble.code}
        record(company=document.company, actor=None, action="document.not_read", subject=document, content=why)
        return
    if reading.inside:
        receive_inside(document, reading.inside)
        return
    # The audit chain of the company is held from here to the end of the transaction: two workers that read the XML
    # and the PDF of one invoice at the same time write one after the other, so the second sees the first.
    content = {"invoices": len(reading.fapiaos)}
    record(company=document.company, actor=None, action="document.read", subject=document, content=content)
    keep_signatures(document, reading.signatures)
    for position, fapiao in enumerate(reading.fapiaos):
        write_invoice(document, fapiao, position=position)
    mark(document, DocumentState.READ)
