"""How many documents and invoices stand where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from foundation.models import Document, DocumentState
from invoices.models import Decision, Direction, Invoice, VerdictState
from invoices.selectors.facts import MAY_BE_BOOKED, bookable
from kernel.period import AccountingPeriod

_UNREAD = Q(state__in=[DocumentState.RECEIVED, DocumentState.READING])
_UNREADABLE = Q(state__in=[DocumentState.FAILED, DocumentState.REFUSED])
_UNDECIDED = {
    "undecided_rejects": Q(verdict=VerdictState.REJECT, decision=Decision.OPEN),
    "doubtful": Q(doubtful_fields__gt=0, decision=Decision.OPEN),
}


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
        **_UNDECIDED,
    }
    found = rows.aggregate(**{name: Count("pk", filter=condition) for name, condition in wanted.items()})
    documents = Document.objects.filter(company_id=company_id)
    return {
        **found,
        "to_book": bookable(company_id, period).count(),
        "documents_waiting": documents.filter(_UNREAD).count(),
        "documents_failed": documents.filter(_UNREADABLE).count(),
    }


def counts_by_company(company_ids: Collection[int], period: AccountingPeriod) -> dict[int, dict[str, int]]:
    """What `counts` says of receipts, for many companies in two queries; zeros where there is nothing.

    invoices, undecided_rejects, doubtful, to_book, documents_waiting, documents_failed.
    """
    of_invoices = {"invoices": Q(), **_UNDECIDED, "to_book": MAY_BE_BOOKED & Q(booked_voucher_id=None)}
    of_documents = {"documents_waiting": _UNREAD, "documents_failed": _UNREADABLE}
    invoices = Invoice.objects.filter(company_id__in=company_ids, period=str(period))
    documents = Document.objects.filter(_UNREAD | _UNREADABLE, company_id__in=company_ids)
    zeros = dict.fromkeys((*of_invoices, *of_documents), 0)
    found: defaultdict[int, dict[str, int]] = defaultdict(zeros.copy)
    for rows, wanted in ((invoices, of_invoices), (documents, of_documents)):
        for company_id, *numbers in _counted(rows, wanted):
            found[company_id].update(zip(wanted, numbers, strict=True))
    return found


def _counted(rows: QuerySet[Any], wanted: Mapping[str, Q]) -> Iterable[tuple[int, ...]]:
    """Company id, then a count per condition."""
    counted = {name: Count("pk", filter=condition) for name, condition in wanted.items()}
    found: Iterable[tuple[int, ...]] = (
        rows.order_by().values("company_id").annotate(**counted).values_list("company_id", *wanted)
    )
    return found
