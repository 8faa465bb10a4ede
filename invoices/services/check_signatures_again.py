"""Check the signatures of an invoice's files once more, after roots of trust were added or taken away."""

from __future__ import annotations

from django.db import transaction

from foundation.access import require_role
from foundation.audit import record
from foundation.models import Role, User
from invoices.models import Invoice
from invoices.selectors.signatures import documents_of
from invoices.services.check_invoice import check_invoice
from invoices.services.check_signatures import keep_signatures, signatures_of
from invoices.services.locking import locked


def check_signatures_again(invoice: Invoice, *, actor: User) -> None:
    """Keep what is found now and check the invoice again, unless it is booked."""
    require_role(actor, invoice.company, Role.ACCOUNTANT)
    found = [(document, signatures_of(document)) for document in documents_of(invoice)]
    with transaction.atomic():
        row = locked(invoice.pk, invoice.company_id)
        for document, outcomes in found:
            keep_signatures(document, outcomes)
        content = {"signatures": sum(len(outcomes) for _, outcomes in found)}
        record(company=invoice.company, actor=actor, action="invoice.signatures_checked", subject=row, content=content)
        if row.booked_voucher_id is None:
            check_invoice(row)
