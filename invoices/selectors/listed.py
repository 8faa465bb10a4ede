"""The bureau's list of a month beside what was received."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from invoices.domain.list_comparison import Difference, Side, differences
from invoices.models import Decision, Invoice, ListedInvoice
from kernel.period import AccountingPeriod


def has_list(company_id: int, period: AccountingPeriod) -> bool:
    """Whether the bureau's list of the month came in at all."""
    return _listed(company_id, period).exists()


def list_differences(company_id: int, period: AccountingPeriod) -> list[Difference]:
    """Where our invoices and the list of the month differ; an invoice of the month is one issued in it."""
    listed = [
        Side(
            row.direction, row.invoice_number, row.invoice_code, row.issue_date, row.party, row.gross_amount, row.state
        )
        for row in _listed(company_id, period)
    ]
    numbers = [row.number for row in listed]
    issued = Q(issue_date__gte=period.start, issue_date__lte=period.end)
    ours = Invoice.objects.filter(company_id=company_id).filter(issued | Q(invoice_number__in=numbers))
    kept = ours.exclude(decision=Decision.REJECTED).exclude(invoice_number=None).filter(_on_lists())
    return differences(map(_ours, kept), listed)


def _on_lists() -> Q:
    """Kinds the bureau lists: VAT invoices, not tickets and shop receipts."""
    return Q(kind__in=["special_vat", "general_vat", "fully_digital_special", "fully_digital_general", "motor_vehicle"])


def _listed(company_id: int, period: AccountingPeriod) -> QuerySet[ListedInvoice]:
    return ListedInvoice.objects.filter(company_id=company_id, issue_date__gte=period.start, issue_date__lte=period.end)


def _ours(row: Invoice) -> Side:
    party = row.buyer_name if row.direction == "sale" else row.seller_name
    return Side(
        row.direction, row.invoice_number or "", row.invoice_code or "", row.issue_date, party or "", row.gross_amount,
        id=row.pk,
    )  # fmt: skip
