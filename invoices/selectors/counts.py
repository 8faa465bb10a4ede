"""How many documents and invoices stand where."""

from __future__ import annotations

from django.db.models import Count, Q

from foundation.models import Document, DocumentState
from invoices.models import Decision, Direction, Invoice, VerdictState
from invoices.selectors.facts import bookable
from kernel.period import AccountingPeriod


def counts(company_id: int, period: AccountingPeriod) -> dict[str, int]:
    """Invoices of the period by direction, verdict, decision and booking; documents that wait or failed."""
    rows = Invoice.objects.filter(company_id=company_id, period=str(period))
    wanted = {
        "invoices": Q(),
        "purchases": Q(direction=Direction.PURCHASE),
        "sales": Q(direction=Direction.SALE),
        "compliant": Q(verdict=VerdictState.COMPLIANT),
        "warn": Q(verdict=VerdictState.WARN),
        "reject": Q(verdict=VerdictState.REJECT),
        "returned": Q(decision=Decision.REJECTED),
        "booked": Q(booked_voucher_id__isnull=False),
        "undecided_rejects": Q(verdict=VerdictState.REJECT, decision=Decision.OPEN),
        "doubtful": Q(doubtful_fields__gt=0, decision=Decision.OPEN),
    }
    found = rows.aggregate(**{name: Count("pk", filter=condition) for name, condition in wanted.items()})
    documents = Document.objects.filter(company_id=company_id)
    unread = Q(state__in=[DocumentState.RECEIVED, DocumentState.READING])
    return {
        **found,
        "to_book": bookable(company_id, period).count(),
        "documents_waiting": documents.filter(unread).count(),
        "documents_failed": documents.filter(state__in=[DocumentState.FAILED, DocumentState.REFUSED]).count(),
    }
