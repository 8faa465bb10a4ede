"""Run the waiting reading and unpacking jobs of a company here and now."""

from __future__ import annotations

from foundation.documents.receive import UNPACK_JOB
from foundation.jobs import run_pending
from foundation.models import Document, DocumentState
from invoices.services.receive_files import READ_JOB


def process_pending(company_id: int) -> dict[str, int]:
    """Counts: jobs that ended, and how the company's documents now stand (read, failed, refused, waiting)."""
    ended = run_pending(company_id=company_id, kinds=[READ_JOB, UNPACK_JOB])
    documents = Document.objects.filter(company_id=company_id)
    states = {state: documents.filter(state=state).count() for state in DocumentState}
    return {
        "jobs": ended,
        "read": states[DocumentState.READ],
        "failed": states[DocumentState.FAILED],
        "refused": states[DocumentState.REFUSED],
        "waiting": states[DocumentState.RECEIVED] + states[DocumentState.READING],
    }
