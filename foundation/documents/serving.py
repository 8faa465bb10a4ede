"""Handing out the bytes of a document. Only views that have checked membership call this.

Rule kept: a received file is hostile; a browser saves it, or shows it in a page that may run nothing.
"""

from __future__ import annotations

from django.http import FileResponse, Http404

from foundation.documents import store
from foundation.documents.media_types import IMAGES, PDF
from foundation.models import Document

_SHOWABLE = frozenset({PDF, *IMAGES})


def document_response(document: Document, *, inline: bool = False) -> FileResponse:
    """The file as a download, or inline for types a browser can show safely. Raises Http404 for bytes not kept."""
    path = store.path_of(document.company_id, document.sha256)
    if not path.is_file():
        raise Http404
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
