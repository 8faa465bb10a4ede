"""What was sent back comes again: new files stand for the invoice they replace, and both know each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from foundation.access import require_role
from foundation.audit import record
from foundation.models import Document, DocumentState, Role, User
from foundation.provenance import Ref, link, sources_of
from invoices.models import Decision, Invoice
from invoices.services.locking import locked
from invoices.services.receive_files import receive_uploads
from kernel.errors import NotReady, Refusal

NOTE = "resubmission"


class SameFileAgain(Refusal):
    """The very file that was sent back, or one received before, is no correction."""

    code: ClassVar[str] = "same_file_again"


def resubmit(invoice_id: int, company_id: int, uploads: Iterable[UploadedFile[Any]], *, actor: User) -> list[Document]:
    """Receive the corrected files. Raises `NotReady` where nothing was sent back, `SameFileAgain`."""
    with transaction.atomic():
        first = locked(invoice_id, company_id)
        require_role(actor, first.company, Role.ACCOUNTANT)
        if first.decision != Decision.REJECTED:
            raise NotReady("the invoice was not sent back", message_zh="只有已退票的发票才能重新提交")
        documents = receive_uploads(first.company, uploads, actor)
        if not documents:
            raise NotReady("no file", message_zh="请选择文件")
        for document in documents:
            if document.state != DocumentState.RECEIVED or document.pk <= first.document_id:
                raise SameFileAgain(
                    "this file was received before", message_zh="这个文件已经收过，请上传更正后的新文件"
                )
            link(company_id=company_id, target=Ref("document", document.pk), source=Ref("invoice", first.pk), note=NOTE)
        content = {"documents": [document.pk for document in documents]}
        record(company=first.company, actor=actor, action="invoice.resubmitted", subject=first, content=content)
    return documents


def replaced_by(document: Document) -> Invoice | None:
    """The invoice that was sent back and for which this file came, `None` for an ordinary file."""
    named = [ref.id for ref in sources_of(document.company_id, Ref("document", document.pk)) if ref.type == "invoice"]
    return Invoice.objects.filter(pk__in=named, company_id=document.company_id).first()
