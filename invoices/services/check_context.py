"""The circumstances of a check, gathered from the company, its policy and its other invoices.

Rule kept: only invoices received before this one count as known, so of two equal papers the later is the duplicate.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Q
from django.utils import timezone

from foundation.models import Company
from invoices.domain.context import CheckContext, CompanyProfile, KnownInvoice, Presented, Verification
from invoices.domain.fapiao import Fapiao, Kind, Medium, Method
from invoices.domain.kinds import FULLY_DIGITAL, VAT_INVOICES
from invoices.domain.purposes import hinted_purpose
from invoices.domain.red_letter import original_in_remarks
from invoices.models import Decision, Invoice, VerificationOutcome
from kernel.errors import NotReady
from kernel.money import money
from kernel.period import AccountingPeriod

_PRESENTED: Final[dict[Medium, Presented]] = {
    Medium.XML: "xml",
    Medium.OFD: "ofd",
    Medium.PDF: "pdf",
    Medium.IMAGE: "image",
}
_EXPECTED: Final = ("invoice_number", "issue_date", "seller_name", "buyer_name", "buyer_taxpayer_id")


def context_for(invoice: Invoice, fapiao: Fapiao, *, today: date) -> CheckContext:
    """What the rules may know besides the invoice itself."""
    return CheckContext(
        today=today,
        company=_profile(invoice, fapiao.issue_date or today),
        direction="sale" if invoice.direction == "sale" else "purchase",
        presented=_PRESENTED[fapiao.medium],
        absent=_absent(fapiao),
        purpose=invoice.purpose or None,
        hinted_purpose=hinted_purpose(fapiao.remarks),
        known_invoices=_known(invoice, fapiao),
        original_received=_original_received(invoice, fapiao),
        verification=_verification(invoice),
        # Fully digital invoices print the fields of special business outside the remarks.
        remarks_are_complete=fapiao.kind not in FULLY_DIGITAL,
    )


def _profile(invoice: Invoice, day: date) -> CompanyProfile:
    company: Company = invoice.company
    policy = company.policy or {}
    review = policy.get("review_claims_above")
    return CompanyProfile(
        name=company.name,
        taxpayer_id=company.taxpayer_id,
        vat_status=_vat_status(company, day),
        industry=company.industry,
        accounting_period=AccountingPeriod.parse(invoice.period),
        max_invoice_age_days=policy.get("max_invoice_age_days"),
        review_claims_above=None if review is None else money(str(review)),
        asset_number_required_for=tuple(policy.get("asset_number_required_for", ())),
        policy=policy,
    )


def _vat_status(company: Company, day: date) -> str | None:
    try:
        return str(company.status_on(day).vat_status)
    except NotReady:
        return None


def _absent(fapiao: Fapiao) -> frozenset[str]:
    """What a structured file is known not to hold. A picture or a text layer proves no absence."""
    if fapiao.method is not Method.STRUCTURED:
        return frozenset()
    absent = set()
    if fapiao.kind in VAT_INVOICES:
        absent |= {name for name in _EXPECTED if getattr(fapiao, name) is None}
        absent |= set() if fapiao.lines else {"lines"}
    if fapiao.is_red_letter and not fapiao.original_invoice_number:
        absent.add("original_invoice_number")
    if fapiao.kind in {Kind.RAIL_TICKET, Kind.AIR_ITINERARY} and not (fapiao.travel and fapiao.travel.traveller):
        absent.add("travel.traveller")
    return frozenset(absent)


def _known(invoice: Invoice, fapiao: Fapiao) -> tuple[KnownInvoice, ...]:
    same_number = Q(invoice_number=fapiao.invoice_number) if fapiao.invoice_number else Q(pk=None)
    same_content = Q(gross_amount=fapiao.gross_amount, issue_date=fapiao.issue_date)
    if fapiao.gross_amount is None or fapiao.issue_date is None:
        same_content = Q(pk=None)
    earlier = Invoice.objects.filter(company_id=invoice.company_id, pk__lt=invoice.pk or 2**62)
    rows = earlier.exclude(decision=Decision.REJECTED).filter(same_number | same_content)
    return tuple(_as_known(row) for row in rows.select_related("document").order_by("pk")[:20])


def _as_known(row: Invoice) -> KnownInvoice:
    return KnownInvoice(
        invoice_number=row.invoice_number or "",
        invoice_code=row.invoice_code,
        gross_amount=None if row.gross_amount is None else Decimal(row.gross_amount),
        seller=row.seller_name or row.seller_taxpayer_id,
        issue_date=row.issue_date,
        where=f"{row.document.name} #{row.pk}",
    )


def _original_received(invoice: Invoice, fapiao: Fapiao) -> bool | None:
    original = fapiao.original_invoice_number or original_in_remarks(fapiao.remarks)
    if not (fapiao.is_red_letter and original):
        return None
    return Invoice.objects.filter(company_id=invoice.company_id, invoice_number=original).exists()


def _verification(invoice: Invoice) -> Verification | None:
    answers = invoice.verifications.exclude(outcome=VerificationOutcome.UNAVAILABLE) if invoice.pk else None
    last = answers.first() if answers is not None else None
    if last is None:
        return None
    return Verification(str(last.outcome), timezone.localdate(last.asked_at), tuple(last.mismatched))
