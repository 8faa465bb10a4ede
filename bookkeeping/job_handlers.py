"""Job handlers of this room."""

from __future__ import annotations

from functools import partial
from typing import Final

from bookkeeping.services.import_statement import READ_JOB, keep, read
from bookkeeping.services.refit_engine import REFIT_JOB, refit_engine
from foundation.documents.exports import Trouble, mark, open_document
from foundation.jobs import Effect, job_handler
from foundation.models import Document, DocumentState, Job
from kernel.errors import InvalidValue

_ATTEMPTS: Final = 3


@job_handler(READ_JOB, lease_seconds=600, max_attempts=_ATTEMPTS)
def read_statement(job: Job) -> Effect:
    """Read one statement that came with other files."""
    document = Document.objects.select_related("company", "received_by").get(pk=job.payload["document_id"])
    try:
        found = read(document.company_id, open_document(document))
    except InvalidValue as refusal:
        trouble = Trouble(refusal.code, refusal.message_zh, refusal.message)
        return partial(mark, document, DocumentState.FAILED, trouble)

    def effect() -> None:
        keep(document, found, actor=document.received_by)

    return effect


@job_handler(REFIT_JOB, lease_seconds=600, max_attempts=3)
def refit(job: Job) -> Effect | None:
    """Make a company's learner anew."""
    refit_engine(job.payload["company_id"])
    return None
