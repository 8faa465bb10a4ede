"""The structured booking files of booked electronic vouchers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from archives.domain.booking_file import VIEWS, BookingFacts, EntryFacts, booking_file
from archives.selectors.source_index import IndexRow
from bookkeeping.exports import PaperLine
from foundation.models import Company
from invoices.exports import InvoicePaper


@dataclass(frozen=True, slots=True)
class BookingPaper:
    """One booking file with the name it goes by."""

    invoice_id: int
    view: str
    number: str
    name: str
    ascii_name: str
    content: bytes


def booking_papers(company: Company, rows: Iterable[IndexRow]) -> list[BookingPaper]:
    """A file for every electronic voucher these vouchers booked; none for paper and none for reversals."""
    return [
        _paper(company, row, invoice)
        for row in rows
        if not row.voucher.is_reversal
        for invoice in row.invoices
        if _is_e_voucher(invoice)
    ]


def _is_e_voucher(invoice: InvoicePaper) -> bool:
    """Issued as a file, or received as one that states its data (a bank's or a carrier's)."""
    return invoice.is_electronic or bool({"xml", "ofd"} & set(invoice.media))


def _paper(company: Company, row: IndexRow, invoice: InvoicePaper) -> BookingPaper:
    voucher = row.voucher
    hashes = {document.pk: (document.name, document.sha256) for document in row.files}
    facts = BookingFacts(
        kind=invoice.kind,
        number=invoice.number,
        seller_name=invoice.seller_name,
        seller_taxpayer_id=invoice.seller_taxpayer_id,
        net_amount=invoice.net_amount,
        tax_amount=invoice.tax_amount,
        gross_amount=invoice.gross_amount,
        is_red_letter=invoice.is_red_letter,
        is_checked=invoice.is_verified,
        company_name=company.name,
        company_taxpayer_id=company.taxpayer_id,
        voucher_number=voucher.name,
        posting_date=voucher.date,
        accounting_period=voucher.period,
        summary=voucher.description,
        entries=tuple(_entry(line) for line in voucher.lines),
        files=tuple(hashes[number] for number in invoice.document_ids if number in hashes),
    )
    view = VIEWS.get(invoice.kind, ("inv_ord_receiver",))[0]
    number = re.sub(r"[^0-9A-Za-z]", "", invoice.number) or f"id{invoice.id}"
    name = f"{voucher.name}-{view}-{number}.xml"
    ascii_name = f"{voucher.period}-{voucher.number}-{view}-{number}.xml"
    return BookingPaper(invoice.id, view, invoice.number, name, ascii_name, booking_file(facts))


def _entry(line: PaperLine) -> EntryFacts:
    return EntryFacts(bool(line.debit), line.first_level_name, line.account_name, line.debit or line.credit)
