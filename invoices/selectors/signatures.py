"""Seals and signatures of every file an invoice was read from."""

from __future__ import annotations

from foundation.models import Document
from foundation.provenance import Ref, sources_of
from invoices.models import Invoice, SignatureCheck


def documents_of(invoice: Invoice) -> list[Document]:
    """The file it was read from and its other renditions."""
    named = {ref.id for ref in sources_of(invoice.company_id, Ref("invoice", invoice.pk)) if ref.type == "document"}
    return list(Document.objects.filter(pk__in=named | {invoice.document_id}, company_id=invoice.company_id))


def latest_signatures(invoice: Invoice) -> list[SignatureCheck]:
    """Each signature as it was found last: checked again, after roots were configured, only the last result counts."""
    rows = SignatureCheck.objects.filter(document__in=documents_of(invoice)).select_related("document").order_by("pk")
    return list({(row.document_id, row.form, row.signer, row.signed_at): row for row in rows}.values())
