"""The door of this room: what bookkeeping and the rooms right of it may call.

invoices_to_book(company_id, period) -> list[InvoiceFact]       compliant or warned of, not returned, not yet booked
invoices_of(company_id, period, direction=None) -> list[InvoiceFact]
invoice_fact(company_id, invoice_id) -> InvoiceFact
mark_booked(company_id, invoice_id, voucher_id) ; unmark_booked(company_id, invoice_id)
receive_files(company, files, actor) -> list[Document] ; process_pending(company_id) -> counts
counts(company_id, period) -> dict[str, int] ; counts_by_company(ids, period) -> the same of receipts for many
verify_pending(company_id, period) -> dict[str, int]
supply_of(item_name, tax_category=None) -> str                  goods, services, real_estate, used_fixed_asset
invoice_papers(company_id, ids) ; papers_of_periods(company_id, start, end) -> list[InvoicePaper]   files of each
invoice_picture(company_id, invoice_id) -> Picture | None       the page it was read from with the boxes of its fields
fetch_lists(company, period) -> counts ; has_list(company_id, period) ; list_differences(company_id, period)
KINDS                                                           the kinds of receipts
ocr_health() -> dict                                            engine, models, ok, message
"""

from __future__ import annotations

from typing import Final

from invoices.domain.fapiao import Kind
from invoices.domain.list_comparison import Difference
from invoices.domain.supplies import supply_of
from invoices.models import Invoice
from invoices.readers import ocr_health
from invoices.selectors.counts import counts, counts_by_company
from invoices.selectors.facts import InvoiceFact, InvoiceLineFact, bookable, fact_of, of_period
from invoices.selectors.listed import has_list, list_differences
from invoices.selectors.papers import InvoicePaper, invoice_papers, papers_of_periods
from invoices.selectors.picture import Picture, picture_of
from invoices.services.check_invoice import doubts_of
from invoices.services.invoice_lists import fetch_lists
from invoices.services.locking import NoSuchInvoice
from invoices.services.mark_booked import mark_booked, unmark_booked
from invoices.services.process_pending import process_pending
from invoices.services.receive_files import receive_files
from invoices.services.verify_pending import verify_pending
from kernel.period import AccountingPeriod

__all__ = [
    "KINDS",
    "Difference",
    "InvoiceFact",
    "InvoiceLineFact",
    "InvoicePaper",
    "Picture",
    "counts",
    "counts_by_company",
    "fetch_lists",
    "has_list",
    "invoice_fact",
    "invoice_papers",
    "invoice_picture",
    "invoices_of",
    "invoices_to_book",
    "list_differences",
    "mark_booked",
    "ocr_health",
    "papers_of_periods",
    "process_pending",
    "receive_files",
    "supply_of",
    "unmark_booked",
    "verify_pending",
]

KINDS: Final = tuple(kind.value for kind in Kind)


def invoices_to_book(company_id: int, period: AccountingPeriod) -> list[InvoiceFact]:
    """Invoices of the period that may be booked and are not, oldest first."""
    return [fact_of(invoice) for invoice in bookable(company_id, period)]


def invoices_of(company_id: int, period: AccountingPeriod, direction: str | None = None) -> list[InvoiceFact]:
    """Every invoice of the period, whatever was decided, oldest first."""
    return [fact_of(invoice) for invoice in of_period(company_id, period, direction)]


def invoice_fact(company_id: int, invoice_id: int) -> InvoiceFact:
    """One invoice. Raises `NoSuchInvoice`."""
    invoice = Invoice.objects.prefetch_related("lines").filter(pk=invoice_id, company_id=company_id).first()
    if invoice is None:
        raise NoSuchInvoice(f"no invoice {invoice_id}", message_zh="没有这张发票")
    return fact_of(invoice)


def invoice_picture(company_id: int, invoice_id: int) -> Picture | None:
    """The page an invoice was read from; None where the invoice is gone or has no page."""
    invoice = Invoice.objects.select_related("document").filter(pk=invoice_id, company_id=company_id).first()
    return picture_of(invoice, doubts_of(invoice)) if invoice else None
