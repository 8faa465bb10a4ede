"""Handing out the bytes of a document. Only views that have checked membership call this.

Rules kept: a received file is hostile; a browser saves it, or shows it in a page that may run nothing. Bytes that are
no longer those received are never handed out as if they were.
"""

from __future__ import annotations

import hashlib

from django.http import FileResponse, Http404

from foundation.documents import store
from foundation.documents.media_types import IMAGES, PDF
from foundation.models import Document
from kernel.errors import Refusal

_SHOWABLE = frozenset({PDF, *IMAGES})


class DocumentDamaged(Refusal):
    """The stored bytes are not those that were received."""

    code = "document_damaged"


def is_intact(document: Document) -> bool | None:
    """Whether the stored bytes still have the hash they came with; None where no bytes are kept."""
    path = store.path_of(document.company_id, document.sha256)
    if not path.is_file():
        return None
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == document.sha256


def document_response(document: Document, *, inline: bool = False) -> FileResponse:
    """The file as a download, or inline for types a browser can show safely.

    Raises Http404 for bytes not kept, `DocumentDamaged` for bytes that changed since they were received.
    """
    path = store.path_of(document.company_id, document.sha256)
    intact = is_intact(document)
    if intact is None:
        raise Http404
    if not intact:
        raise DocumentDamaged(
            f"document {document.pk} no longer has the hash it came with",
            message_zh="原件与收到时的哈希值不符，可能被改动，请从备份恢复",
        )
    show = inline and document.media_type in _SHOWABLE
    response = FileResponse(
        path.open("rb"),
        as_attachment=not show,
        filename=document.name,
        content_type=document.media_type if show else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=3600"
    return response
