"""Write one invoice of a document, with its lines, findings, provenance and audit entry.

Rule kept: the XML, OFD and PDF of one electronic invoice are one invoice. A second medium becomes another rendition of
the invoice already there; the same medium again, or a picture, is a second paper and is found as a duplicate.
"""

from __future__ import annotations

from typing import Final

from foundation.audit import record
from foundation.models import Document
from foundation.provenance import Ref, link
from invoices.domain.fapiao import Fapiao, Medium
from invoices.mapping import fill, line_rows
from invoices.models import FieldCorrection, Invoice, InvoiceLine
from invoices.services.check_invoice import check_invoice
from invoices.services.resubmit import replaced_by

_ELECTRONIC: Final = frozenset({Medium.XML, Medium.OFD, Medium.PDF})
_TRUST: Final = {"xml": 3, "ofd": 2, "pdf": 1}


def write_invoice(document: Document, fapiao: Fapiao, *, position: int) -> Invoice:
    """The invoice; an existing one when the file is another rendition of it."""
    known = _rendition_of(document, fapiao)
    if known is not None:
        return _add_rendition(known, document, fapiao)
    invoice = Invoice(company=document.company, document=document, position=position, resubmits=replaced_by(document))
    fill(invoice, fapiao)
    invoice.period = document.company.period_in_work or document.company.books_begin
    invoice.save()
    InvoiceLine.objects.bulk_create(line_rows(invoice, fapiao))
    check_invoice(invoice)
    _link(invoice, document, fapiao)
    content = {"number": invoice.invoice_number, "verdict": invoice.verdict, "document": document.pk}
    record(company=document.company, actor=None, action="invoice.read", subject=invoice, content=content)
    return invoice


def _rendition_of(document: Document, fapiao: Fapiao) -> Invoice | None:
    if fapiao.medium not in _ELECTRONIC or not fapiao.invoice_number or fapiao.gross_amount is None:
        return None
    same = Invoice.objects.filter(
        company_id=document.company_id,
        invoice_number=fapiao.invoice_number,
        gross_amount=fapiao.gross_amount,
        issue_date=fapiao.issue_date,
        medium__in=[medium.value for medium in _ELECTRONIC],
    )
    if fapiao.invoice_code:
        same = same.filter(invoice_code=fapiao.invoice_code)
    # The medium of every rendition taken so far stands in the reading of the invoice.
    return next((one for one in same if fapiao.medium.value not in media_of(one)), None)


def media_of(invoice: Invoice) -> list[str]:
    """The media in which the invoice was received."""
    return [invoice.medium, *invoice.reading.get("other_media", [])]


def _add_rendition(invoice: Invoice, document: Document, fapiao: Fapiao) -> Invoice:
    """Keep the more exact reading: XML before OFD before PDF, unless a person corrected the invoice or it is booked."""
    media = [*media_of(invoice), fapiao.medium.value]
    untouched = invoice.booked_voucher_id is None and not FieldCorrection.objects.filter(invoice=invoice).exists()
    if untouched and _TRUST[fapiao.medium.value] > _TRUST[invoice.medium]:
        _replace_reading(invoice, fapiao)
    invoice.reading["other_media"] = [medium for medium in media if medium != invoice.medium]
    invoice.save(update_fields=["reading"])
    _link(invoice, document, fapiao, note="rendition")
    if invoice.booked_voucher_id is None:
        check_invoice(invoice)  # the new file may bear a signature that does not hold
    content = {"document": document.pk, "medium": fapiao.medium.value}
    record(company=document.company, actor=None, action="invoice.rendition_added", subject=invoice, content=content)
    return invoice


def _replace_reading(invoice: Invoice, fapiao: Fapiao) -> None:
    fill(invoice, fapiao)
    invoice.save()
    invoice.lines.all().delete()
    InvoiceLine.objects.bulk_create(line_rows(invoice, fapiao))


def _link(invoice: Invoice, document: Document, fapiao: Fapiao, note: str = "") -> None:
    source = Ref("document", document.pk, f"page.{fapiao.page}")
    link(company_id=document.company_id, target=Ref("invoice", invoice.pk), source=source, note=note)
