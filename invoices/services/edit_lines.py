"""Lines a reader missed or invented: add one, take one away. Both stay in the record of corrections."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from foundation.models import User
from invoices.models import Decision, Invoice, InvoiceLine
from invoices.services.check_invoice import check_invoice
from invoices.services.correct_field import remember, settle, to_correct
from invoices.services.editable import LINE_FIELDS, shown
from kernel.errors import InvalidValue


def add_line(invoice_id: int, company_id: int, *, actor: User) -> Invoice:
    """An empty line at the end. Raises `AlreadyBooked`, `NotPermitted`."""
    with transaction.atomic():
        invoice = to_correct(invoice_id, company_id, actor)
        last: int = invoice.lines.aggregate(last=Max("position"))["last"] or 0
        InvoiceLine.objects.create(company_id=company_id, invoice=invoice, position=last + 1)
        return _changed(invoice, f"lines.{last + 1}", old=None, new="+", actor=actor)


def remove_line(invoice_id: int, company_id: int, *, position: int, actor: User) -> Invoice:
    """The invoice without that line. Raises `InvalidValue`, `AlreadyBooked`, `NotPermitted`."""
    with transaction.atomic():
        invoice = to_correct(invoice_id, company_id, actor)
        line = invoice.lines.filter(position=position).first()
        if line is None:
            raise InvalidValue(f"no line {position}", message_zh=f"没有第 {position} 行")
        old = " | ".join(shown(getattr(line, name)) for name in LINE_FIELDS)
        line.delete()
        return _changed(invoice, f"lines.{position}", old=old, new=None, actor=actor)


def _changed(invoice: Invoice, field: str, *, old: str | None, new: str | None, actor: User) -> Invoice:
    remember(invoice, field, old=old, new=new, actor=actor)
    settle(invoice, field)
    invoice.decision = Decision.OPEN
    check_invoice(invoice)
    return invoice
