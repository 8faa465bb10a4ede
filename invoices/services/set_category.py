"""A person sorts an invoice: the category holds for rules, sums and books, and the sorter learns from it."""

from __future__ import annotations

from django.db import transaction

from foundation.access import require_role
from foundation.audit import record
from foundation.models import Role, User
from invoices.domain.categories import UNKNOWN, category_named
from invoices.models import CategorySource, FieldCorrection, Invoice
from invoices.selectors.decided_categories import FIELD
from invoices.services.check_invoice import check_invoice
from invoices.services.correct_field import AlreadyBooked
from invoices.services.locking import locked
from kernel.errors import InvalidValue


def set_category(invoice_id: int, company_id: int, *, category_id: str, actor: User) -> Invoice:
    """The invoice sorted and checked again. Raises `InvalidValue`, `AlreadyBooked`, `NotPermitted`."""
    if category_named(category_id) is UNKNOWN:
        raise InvalidValue(f"no category {category_id!r}", message_zh=f"没有类别“{category_id}”")
    with transaction.atomic():
        invoice = locked(invoice_id, company_id)
        require_role(actor, invoice.company, Role.ACCOUNTANT)
        if invoice.booked_voucher_id is not None:
            raise AlreadyBooked("the invoice is booked", message_zh="发票已入账，类别不能再改。")
        old = invoice.category
        invoice.category, invoice.category_source = category_id, CategorySource.PERSON
        invoice.category_confidence = None
        FieldCorrection.objects.create(
            company_id=company_id, invoice=invoice, field=FIELD, old=old, new=category_id, corrected_by=actor
        )
        content = {"old": old, "new": category_id}
        record(company=invoice.company, actor=actor, action="invoice.sorted", subject=invoice, content=content)
        check_invoice(invoice)
    return invoice
