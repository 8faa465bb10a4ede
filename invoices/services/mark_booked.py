"""Tie an invoice to the voucher that booked it, and untie it when that voucher is reversed.

Rule kept: an invoice is booked once; a second voucher for it is refused.
"""

from __future__ import annotations

from django.db import transaction

from foundation.audit import record
from invoices.models import Invoice
from invoices.services.correct_field import AlreadyBooked
from invoices.services.locking import locked


def mark_booked(company_id: int, invoice_id: int, voucher_id: int) -> None:
    """Say which voucher booked the invoice; saying it again changes nothing. Raises `AlreadyBooked`."""
    with transaction.atomic():
        invoice = locked(invoice_id, company_id)
        if invoice.booked_voucher_id == voucher_id:
            return
        if invoice.booked_voucher_id is not None:
            raise AlreadyBooked(
                f"invoice {invoice_id} is booked by voucher {invoice.booked_voucher_id}",
                message_zh="这张发票已由另一张凭证入账",
            )
        _set(invoice, voucher_id, "invoice.booked")


def unmark_booked(company_id: int, invoice_id: int) -> None:
    """Free the invoice after its voucher was reversed."""
    with transaction.atomic():
        invoice = locked(invoice_id, company_id)
        if invoice.booked_voucher_id is not None:
            _set(invoice, None, "invoice.unbooked")


def _set(invoice: Invoice, voucher_id: int | None, action: str) -> None:
    content = {"voucher": voucher_id, "before": invoice.booked_voucher_id}
    invoice.booked_voucher_id = voucher_id
    invoice.save(update_fields=["booked_voucher_id"])
    record(company=invoice.company, actor=None, action=action, subject=invoice, content=content)
