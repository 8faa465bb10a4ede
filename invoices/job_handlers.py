"""Job handlers of this room."""

from __future__ import annotations

from functools import partial
from typing import Final

from foundation.documents.exports import Trouble, mark
from foundation.jobs import Effect, job_handler
from foundation.models import Document, DocumentState, Job
from invoices.services.read_document import read_document
from invoices.services.receive_files import READ_JOB

_ATTEMPTS: Final = 3
_BROKEN: Final = Trouble(
    "reader_failed",
    "读取这个文件时系统出错，已记录；请换一种格式（XML、OFD、PDF）上传，或联系支持。",
    "Reading this file failed inside the system; try another format (XML, OFD, PDF) or call support.",
)


@job_handler(READ_JOB, lease_seconds=1200, max_attempts=_ATTEMPTS)
def read(job: Job) -> Effect | None:
    """Read one document. A fault of a reader is retried; the last attempt says so on the document."""
    document = Document.objects.select_related("company").get(pk=job.payload["document_id"])
    try:
        return read_document(document)
    except Exception:
        if job.attempts < _ATTEMPTS:
            raise
        return partial(mark, document, DocumentState.FAILED, _BROKEN)
