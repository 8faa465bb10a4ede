"""Job handlers of the foundation."""

from __future__ import annotations

from foundation.documents.receive import UNPACK_JOB
from foundation.documents.unpack import unpack
from foundation.jobs import Effect, job_handler
from foundation.models import Document, Job


@job_handler(UNPACK_JOB, lease_seconds=120, max_attempts=3)
def unpack_document(job: Job) -> Effect | None:
    """Open one container."""
    document = Document.objects.select_related("company", "received_by").get(pk=job.payload["document_id"])
    return unpack(document)
