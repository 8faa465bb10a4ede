"""Read a document once more after its reading failed."""

from __future__ import annotations

from django.db import transaction

from foundation.access import require_role
from foundation.audit import record
from foundation.documents.exports import mark
from foundation.jobs import enqueue
from foundation.models import Document, DocumentState, Job, Role, User
from invoices.services.receive_files import READ_JOB
from kernel.errors import Refusal


class NothingToRepeat(Refusal):
    """The document was read, or its bytes were never kept."""

    code = "nothing_to_repeat"


def read_again(document: Document, actor: User) -> Job:
    """A new reading job. Raises `NothingToRepeat` unless the reading failed, `NotPermitted`."""
    require_role(actor, document.company, Role.ACCOUNTANT)
    with transaction.atomic():
        held = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
        earlier = Job.objects.filter(kind=READ_JOB, company=held.company, payload__document_id=held.pk)
        failed = held.state == DocumentState.FAILED or earlier.filter(state="failed").exists()
        if not failed or held.invoices.exists() or not earlier.exists():
            raise NothingToRepeat("the document is not a failed reading", message_zh="只有读取失败的文件才能重新读取")
        mark(held, DocumentState.RECEIVED)
        record(company=held.company, actor=actor, action="document.read_again", subject=held)
        key = f"read:{held.pk}:{earlier.count()}"
        return enqueue(READ_JOB, {"document_id": held.pk}, company=held.company, key=key)
