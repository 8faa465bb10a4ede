"""Receive files into a company: each becomes a document, and a job reads it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile

from foundation.documents.exports import receive_bytes, receive_chunks
from foundation.jobs import enqueue
from foundation.models import Company, Document, User

READ_JOB: Final = "invoices.read_document"


def receive_files(company: Company, files: Iterable[tuple[str, bytes]], actor: User | None) -> list[Document]:
    """One document for each file, in order; what cannot be taken is a refused document with its message."""
    return [receive_bytes(company, name, data, actor) for name, data in files]


def receive_uploads(company: Company, uploads: Iterable[UploadedFile[Any]], actor: User) -> list[Document]:
    """The same for files that come over the web, piece by piece."""
    return [receive_chunks(company, upload.name or "", upload.chunks(), actor) for upload in uploads]


def start_reading(document: Document) -> None:
    """Put the reading of a document on the job table; asking twice is asking once."""
    enqueue(READ_JOB, {"document_id": document.pk}, company=document.company, key=f"read:{document.pk}")
