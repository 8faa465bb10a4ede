"""Invoices as facts for the rooms to the right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from django.db.models import Q, QuerySet

from invoices.domain.categories import UNKNOWN
from invoices.domain.schedule_2 import voucher_kind_of
from invoices.domain.supplies import Supply, supply_of
from invoices.models import CategorySource, Decision, Invoice, InvoiceLine, VerdictState
from kernel.period import AccountingPeriod


@dataclass(frozen=True, slots=True)
class InvoiceLineFact:
    """One line; amounts in yuan, the rate a ratio, `None` where it was not read."""

    item_name: str
    tax_category: str
    net_amount: Decimal | None
    tax_rate: Decimal | None
    tax_amount: Decimal | None
    quantity: Decimal | None
    unit: str
    tax_treatment: str = ""
    supply: Supply = "goods"


@dataclass(frozen=True, slots=True)
class InvoiceFact:
    """What the books need to know of an invoice; amounts in yuan.

    `category` is what tables or people say, never a learned guess; `voucher_kind` names the kind of deduction voucher
    in the words of the general return's facts, "" where nothing is deducted.
    """

    id: int
    company_id: int
    document_id: int
    direction: Literal["purchase", "sale"]
    kind: str
    invoice_number: str
    issue_date: date | None
    period: str
    seller_name: str
    seller_taxpayer_id: str
    buyer_name: str
    buyer_taxpayer_id: str
    net_amount: Decimal | None
    tax_amount: Decimal | None
    gross_amount: Decimal | None
    lines: tuple[InvoiceLineFact, ...]
    category: str
    input_vat: Literal["deductible", "not_deductible", "computed", "none"]
    deductible_vat: Decimal
    verdict: str
    is_red_letter: bool
    booked_voucher_id: int | None
    voucher_kind: str = ""
    purpose: str = ""
    remarks: str = ""


_PASSED = Q(verdict__in=[VerdictState.COMPLIANT, VerdictState.WARN]) & ~Q(decision=Decision.REJECTED)
MAY_BE_BOOKED = _PASSED | Q(decision=Decision.OVERRIDDEN)
"""Compliant or warned of and not returned, or let through by a supervisor."""


def bookable(company_id: int, period: AccountingPeriod) -> QuerySet[Invoice]:
    """Invoices of the period that may be booked and are not."""
    return of_period(company_id, period).filter(MAY_BE_BOOKED, booked_voucher_id=None)


def of_period(company_id: int, period: AccountingPeriod, direction: str | None = None) -> QuerySet[Invoice]:
    """Every invoice of the period, oldest first."""
    rows = Invoice.objects.filter(company_id=company_id, period=str(period)).prefetch_related("lines")
    return (rows.filter(direction=direction) if direction else rows).order_by("issue_date", "pk")


def fact_of(invoice: Invoice) -> InvoiceFact:
    """The fact of one row."""
    return InvoiceFact(
        id=invoice.pk,
        company_id=invoice.company_id,
        document_id=invoice.document_id,
        direction="sale" if invoice.direction == "sale" else "purchase",
        kind=invoice.kind,
        invoice_number=invoice.invoice_number or "",
        issue_date=invoice.issue_date,
        period=invoice.period,
        seller_name=invoice.seller_name or "",
        seller_taxpayer_id=invoice.seller_taxpayer_id or "",
        buyer_name=invoice.buyer_name or "",
        buyer_taxpayer_id=invoice.buyer_taxpayer_id or "",
        net_amount=invoice.net_amount,
        tax_amount=invoice.tax_amount,
        gross_amount=invoice.gross_amount,
        lines=tuple(_line(line) for line in invoice.lines.all()),
        category=UNKNOWN.id if invoice.category_source == CategorySource.LEARNED else invoice.category,
        voucher_kind=voucher_kind_of(invoice.kind, invoice.category, invoice.input_vat),
        input_vat=invoice.input_vat,  # type: ignore[arg-type]
        deductible_vat=invoice.deductible_vat,
        verdict=invoice.verdict,
        is_red_letter=invoice.is_red_letter,
        booked_voucher_id=invoice.booked_voucher_id,
        purpose=invoice.purpose,
        remarks=invoice.remarks or "",
    )


def _line(line: InvoiceLine) -> InvoiceLineFact:
    return InvoiceLineFact(
        item_name=line.item_name or "",
        tax_category=line.tax_category or "",
        net_amount=line.net_amount,
        tax_rate=line.tax_rate,
        tax_amount=line.tax_amount,
        quantity=line.quantity,
        unit=line.unit or "",
        tax_treatment=line.tax_treatment or "",
        supply=supply_of(line.item_name or "", line.tax_category or None),
    )
