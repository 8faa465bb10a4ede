"""One invoice of one company, held until the transaction ends."""

from __future__ import annotations

from invoices.models import Invoice
from kernel.errors import Refusal


class NoSuchInvoice(Refusal):
    """The company has no invoice with this id."""

    code = "no_such_invoice"


def locked(invoice_id: int, company_id: int) -> Invoice:
    """The row, locked. Raises `NoSuchInvoice`."""
    rows = Invoice.objects.select_for_update(of=("self",)).select_related("company")
    invoice = rows.filter(pk=invoice_id, company_id=company_id).first()
    if invoice is None:
        raise NoSuchInvoice(f"no invoice {invoice_id}", message_zh="没有这张发票")
    return invoice
