"""Earlier invoices that might be the same one (查重).

Rules kept: only invoices received before count, so of two equal papers the later is the duplicate; each look-up is a
hit on an index, however many invoices there are; another company of the agency is never named.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.db.models import QuerySet

from foundation.models import Document
from invoices.domain.context import KnownInvoice
from invoices.domain.fapiao import Fapiao
from invoices.models import Decision, Direction, Invoice

MOST: Final = 20


def known_invoices(invoice: Invoice, fapiao: Fapiao) -> tuple[KnownInvoice, ...]:
    """Of the same company by number or content, then of the agency's other companies by number or file."""
    own = [*same_number(invoice, fapiao.invoice_number), *same_content(invoice, fapiao)]
    return (*(_own(row) for row in own), *_elsewhere(invoice, fapiao))


def same_number(invoice: Invoice, number: str | None) -> QuerySet[Invoice]:
    """The company's earlier invoices with this number."""
    return _earlier(invoice).filter(invoice_number=number)[:MOST] if number else Invoice.objects.none()


def same_content(invoice: Invoice, fapiao: Fapiao) -> QuerySet[Invoice]:
    """The company's earlier invoices of the same day and amount."""
    if fapiao.gross_amount is None or fapiao.issue_date is None:
        return Invoice.objects.none()
    return _earlier(invoice).filter(issue_date=fapiao.issue_date, gross_amount=fapiao.gross_amount)[:MOST]


def _earlier(invoice: Invoice) -> QuerySet[Invoice]:
    rows = Invoice.objects.filter(company_id=invoice.company_id, pk__lt=invoice.pk or 2**62)
    # The paper a person asked for again replaces the one it resubmits.
    rows = rows.exclude(pk=invoice.resubmits_id) if invoice.resubmits_id else rows
    return rows.exclude(decision=Decision.REJECTED).select_related("document").order_by("pk")


def same_number_elsewhere(invoice: Invoice, number: str) -> QuerySet[Invoice]:
    """Earlier costs with this number at other companies of the agency."""
    rows = Invoice.objects.filter(invoice_number=number, company__agency_id=invoice.company.agency_id)
    rows = rows.filter(direction=Direction.PURCHASE, pk__lt=invoice.pk or 2**62)
    return rows.exclude(company_id=invoice.company_id).exclude(decision=Decision.REJECTED).order_by("pk")[:MOST]


def _elsewhere(invoice: Invoice, fapiao: Fapiao) -> tuple[KnownInvoice, ...]:
    found = []
    if fapiao.invoice_number:
        found = [_anonymous(row) for row in same_number_elsewhere(invoice, fapiao.invoice_number)]
    if _same_file_elsewhere(invoice):
        found.append(KnownInvoice("", elsewhere=True, same_file=True))
    return tuple(found)


def _same_file_elsewhere(invoice: Invoice) -> bool:
    document = invoice.document
    others = invoice.company.agency.companies.exclude(pk=invoice.company_id).values("pk")
    same = Document.objects.filter(company_id__in=others, sha256=document.sha256, pk__lt=document.pk)
    return same.filter(invoices__direction=Direction.PURCHASE).exclude(invoices__decision=Decision.REJECTED).exists()


def _own(row: Invoice) -> KnownInvoice:
    return KnownInvoice(
        invoice_number=row.invoice_number or "",
        invoice_code=row.invoice_code,
        gross_amount=None if row.gross_amount is None else Decimal(row.gross_amount),
        seller=row.seller_name or row.seller_taxpayer_id,
        issue_date=row.issue_date,
        where=f"{row.document.name} #{row.pk}",
    )


def _anonymous(row: Invoice) -> KnownInvoice:
    return KnownInvoice(
        invoice_number=row.invoice_number or "",
        invoice_code=row.invoice_code,
        gross_amount=None if row.gross_amount is None else Decimal(row.gross_amount),
        elsewhere=True,
    )
