"""Documents with what became of them: the invoices found, or why there are none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from foundation.models import Document, DocumentState, Job, JobState
from foundation.provenance import Ref, used_by
from invoices.models import Invoice

ENDED = frozenset({DocumentState.READ, DocumentState.UNPACKED, DocumentState.FAILED, DocumentState.REFUSED})


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document as lists show it."""

    document: Document
    state: str
    error: str
    invoices: list[Invoice]

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in {str(state) for state in ENDED}


def document_rows(documents: Iterable[Document]) -> list[DocumentRow]:
    """Rows in the order given. A reading job that was given up shows as failed although the file says nothing yet."""
    found = list(documents)
    jobs = {job.key: job for job in Job.objects.filter(key__in=[f"read:{one.pk}" for one in found])}
    invoices: dict[int, list[Invoice]] = {}
    for invoice in Invoice.objects.filter(document__in=found).order_by("position"):
        invoices.setdefault(invoice.document_id, []).append(invoice)
    return [_row(one, jobs.get(f"read:{one.pk}"), invoices.get(one.pk, [])) for one in found]


def _row(document: Document, job: Job | None, invoices: list[Invoice]) -> DocumentRow:
    state, error = document.state, document.error
    if state in {DocumentState.RECEIVED, DocumentState.READING} and job and job.state == JobState.FAILED:
        state, error = DocumentState.FAILED, _("读取中断，请重新上传或联系支持。")
    if document.state == DocumentState.READ and not invoices:
        invoices = _rendered(document)
    return DocumentRow(document, str(state), error, invoices)


def _rendered(document: Document) -> list[Invoice]:
    """Invoices of which this document is another rendition."""
    ids = [ref.id for ref in used_by(document.company_id, Ref("document", document.pk)) if ref.type == "invoice"]
    return list(Invoice.objects.filter(pk__in=ids, company_id=document.company_id))
