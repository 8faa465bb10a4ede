"""Receiving a file: hash, store, row, audit entry, and the job that goes on with it.

Rule kept: a file that cannot be taken is a row with a clear message, never an exception that stops its neighbours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import transaction

from foundation.audit import record
from foundation.documents import store
from foundation.documents.media_types import ARCHIVE, MSG, UNKNOWN, media_type_of
from foundation.documents.registry import Reader, reader_for, unpacker_for
from foundation.jobs import enqueue
from foundation.models import Company, Document, DocumentState, User

MAX_DEPTH: Final = 3
UNPACK_JOB: Final = "foundation.unpack_document"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a file was not taken or not read: a code and one clear sentence in both languages."""

    code: str
    zh: str
    en: str


EMPTY: Final = Trouble("empty", "文件是空的（0 字节），请重新导出或拍照。", "The file is empty (0 bytes).")
UNSUPPORTED: Final = Trouble(
    "unsupported_type",
    "不支持这种文件，请上传 PDF、OFD、XML、图片、ZIP 或邮件（.eml）。",
    "This type of file is not supported; send PDF, OFD, XML, images, ZIP or e-mail (.eml).",
)
HINTS: Final = {
    MSG: Trouble(
        "outlook_message",
        "不支持 Outlook 的 .msg 邮件，请另存为 .eml，或直接上传附件。",
        "Outlook .msg mails are not supported; save as .eml or send the attachments.",
    ),
    ARCHIVE: Trouble(
        "other_archive",
        "不支持 RAR、7z 压缩包，请改用 ZIP，或直接上传里面的文件。",
        "RAR and 7z archives are not supported; use ZIP or send the files inside.",
    ),
}
TOO_DEEP: Final = Trouble("too_deep", "压缩包套压缩包太多层，未打开。", "Containers are nested too deeply; not opened.")


def receive_bytes(
    company: Company, name: str, data: bytes, actor: User | None, *, parent: Document | None = None, read: bool = True
) -> Document:
    """The document of these bytes, made now if the company has not received them before.

    With `read` false nobody is asked to read it: the caller does.
    """
    return receive_chunks(company, name, [data], actor, parent=parent, read=read)


def receive_chunks(
    company: Company,
    name: str,
    chunks: Iterable[bytes],
    actor: User | None,
    *,
    parent: Document | None = None,
    read: bool = True,
) -> Document:
    """The same for a file that comes in pieces, so that a large upload never stands in memory at once."""
    stored = store.keep(company.pk, chunks, limit=settings.MAX_DOCUMENT_BYTES)
    with transaction.atomic():
        document, made = Document.objects.get_or_create(
            company=company,
            sha256=stored.sha256,
            defaults={
                "name": safe_name(name),
                "size": stored.size,
                "media_type": _media_type(company.pk, stored),
                "parent": parent,
                "received_by": actor,
            },
        )
        if made:
            content = {"name": document.name, "sha256": document.sha256, "size": document.size}
            record(company=company, actor=actor, action="document.received", subject=document, content=content)
            if read:
                _dispatch(document, stored)
        elif read and document.error_code == UNSUPPORTED.code and _taken(document):
            # Somebody reads this type by now.
            mark(document, DocumentState.RECEIVED)
            _dispatch(document, stored)
    return document


def safe_name(name: str) -> str:
    """The last part of a file name without control characters, at most 255 characters."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    printable = "".join(character for character in last if character.isprintable()).strip()
    return (printable or "unnamed")[-255:]


def mark(document: Document, state: DocumentState, trouble: Trouble | None = None) -> None:
    """Write down how far the document is; `trouble` says what went wrong, nothing clears an old message."""
    said = trouble or Trouble("", "", "")
    document.state, document.error_code = state, said.code
    document.error_zh, document.error_en = said.zh[:400], said.en[:400]
    document.save(update_fields=["state", "error_code", "error_zh", "error_en"])


def _dispatch(document: Document, stored: store.Stored) -> None:
    reader = _reader_of(document) if stored.kept else None
    if trouble := _refusal(document, stored, has_reader=reader is not None):
        mark(document, DocumentState.REFUSED, trouble)
    elif unpacker_for(document.media_type):
        enqueue(UNPACK_JOB, {"document_id": document.pk}, company=document.company, key=f"unpack:{document.pk}")
    elif reader is not None:
        reader(document)


def _refusal(document: Document, stored: store.Stored, *, has_reader: bool) -> Trouble | None:
    if stored.size == 0:
        return EMPTY
    if not stored.kept:
        limit = settings.MAX_DOCUMENT_BYTES // (1024 * 1024)
        return Trouble(
            "too_large",
            f"文件有 {stored.size / 1048576:.0f} MB，超过每个文件 {limit} MB 的上限。",
            f"The file has {stored.size / 1048576:.0f} MB; the limit is {limit} MB a file.",
        )
    if not has_reader and not unpacker_for(document.media_type):
        return HINTS.get(document.media_type, UNSUPPORTED)
    return TOO_DEEP if unpacker_for(document.media_type) and depth_of(document) >= MAX_DEPTH else None


def _taken(document: Document) -> bool:
    return bool(unpacker_for(document.media_type) or _reader_of(document))


def _reader_of(document: Document) -> Reader | None:
    return reader_for(document.media_type, store.path_of(document.company_id, document.sha256))


def depth_of(document: Document) -> int:
    """In how many containers the document came."""
    depth, above = 0, document.parent
    while above is not None:
        depth, above = depth + 1, above.parent
    return depth


def _media_type(company_id: int, stored: store.Stored) -> str:
    if not stored.kept:
        return UNKNOWN
    return media_type_of(store.path_of(company_id, stored.sha256).read_bytes())
