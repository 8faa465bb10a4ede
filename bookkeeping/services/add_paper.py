"""Add a paper to a voucher (附件): the file is kept as received and indexed to the voucher, posted or not.

Rule kept: no figure of the voucher changes; what was added is counted beside the number written at entry.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from bookkeeping.domain.voucher import VoucherRefused
from bookkeeping.models import Voucher, VoucherState
from bookkeeping.selectors.voucher_pages import PAPER
from foundation.access import require_role
from foundation.audit import record
from foundation.documents.exports import receive_chunks
from foundation.models import Document, DocumentState, ProvenanceLink, Role, User
from foundation.provenance import Ref, link
from kernel.errors import InvalidValue


@transaction.atomic
def add_paper(voucher: Voucher, name: str, chunks: Iterable[bytes], *, actor: User) -> Document:
    """The document, indexed to the voucher. Raises `InvalidValue` for a file the store refuses."""
    require_role(actor, voucher.company, Role.ACCOUNTANT)
    document = receive_chunks(voucher.company, name, chunks, actor)
    if document.state == DocumentState.REFUSED:
        raise InvalidValue(document.error_en or "the file is refused", message_zh=document.error_zh or "文件未被接受")
    link(company_id=voucher.company_id, target=Ref("voucher", voucher.pk), source=Ref(PAPER, document.pk))
    content = {"document": document.pk, "sha256": document.sha256, "name": document.name}
    record(company=voucher.company, actor=actor, action="voucher.paper_added", subject=voucher, content=content)
    return document


@transaction.atomic
def remove_paper(voucher: Voucher, document_id: int, *, actor: User) -> None:
    """Take a paper off a voucher that is not posted; the file itself stays. Raises `VoucherRefused` once posted."""
    require_role(actor, voucher.company, Role.ACCOUNTANT)
    if voucher.state == VoucherState.POSTED:
        raise VoucherRefused(
            "papers of a posted voucher stay", message_zh="已记账凭证的附件不能移除", rule="posted_papers_stay"
        )
    links = ProvenanceLink.objects.filter(
        company_id=voucher.company_id, target_type="voucher", target_id=voucher.pk, source_type=PAPER
    )
    links.filter(source_id=document_id).delete()
    content = {"document": document_id}
    record(company=voucher.company, actor=actor, action="voucher.paper_removed", subject=voucher, content=content)
