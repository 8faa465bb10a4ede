"""What waits for a reviewer, and where she goes next."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from invoices.models import Decision, Invoice, VerdictState


@dataclass(frozen=True, slots=True)
class Queue:
    """How many invoices of the period wait, and the ones after and before the one at hand."""

    waiting: int
    following: Invoice | None
    preceding: Invoice | None


def queue_of(invoice: Invoice) -> Queue:
    """The queue seen from an invoice; it goes round at its ends."""
    waiting = waiting_for_review(invoice.company_id, invoice.period)
    others = waiting.exclude(pk=invoice.pk)
    return Queue(
        waiting=waiting.count(),
        following=others.filter(pk__gt=invoice.pk).first() or others.first(),
        preceding=others.filter(pk__lt=invoice.pk).last() or others.last(),
    )


def waiting_for_review(company_id: int, period: str) -> QuerySet[Invoice]:
    """Undecided invoices of the period that are doubtful or not compliant, in the order they came."""
    rows = Invoice.objects.filter(company_id=company_id, period=period, decision=Decision.OPEN, booked_voucher_id=None)
    return (rows.exclude(verdict=VerdictState.COMPLIANT) | rows.filter(doubtful_fields__gt=0)).order_by("pk")
