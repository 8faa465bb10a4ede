"""The door of the document store.

receive_bytes(company, name, data, actor, parent=None, read=True) -> Document   same bytes, same document
receive_chunks(company, name, chunks, actor, parent=None) -> Document  the same for uploads in pieces
open_document(document) -> bytes ; document_path(document) -> Path ; document_response(document, inline=False)
is_intact(document) -> bool | None                                     whether the bytes have the hash they came with
register_unpacker(media_type, unpacker) ; register_reader(media_types, reader)
register_claim(media_types, claim, reader)                             the files of a type whose content the claim knows
receive_inside(document, [(name, bytes)]) ; depth_of(document)         for containers only their reader recognises
mark(document, state, trouble=None)
"""

from __future__ import annotations

from pathlib import Path

from foundation.documents import store
from foundation.documents.receive import (
    MAX_DEPTH,
    TOO_DEEP,
    Trouble,
    depth_of,
    mark,
    receive_bytes,
    receive_chunks,
)
from foundation.documents.registry import register_claim, register_reader, register_unpacker
from foundation.documents.serving import document_response, is_intact
from foundation.documents.unpack import receive_inside
from foundation.models import Document

__all__ = [
    "MAX_DEPTH",
    "TOO_DEEP",
    "Trouble",
    "depth_of",
    "document_path",
    "document_response",
    "is_intact",
    "mark",
    "open_document",
    "receive_bytes",
    "receive_chunks",
    "receive_inside",
    "register_claim",
    "register_reader",
    "register_unpacker",
]


def document_path(document: Document) -> Path:
    """Where the bytes lie. They are never written to."""
    return store.path_of(document.company_id, document.sha256)


def open_document(document: Document) -> bytes:
    """The bytes as received. Raises `FileNotFoundError` for a refused document, whose bytes are not kept."""
    return document_path(document).read_bytes()
