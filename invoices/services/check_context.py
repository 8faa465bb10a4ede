"""The circumstances of a check: the company and its policy, other invoices, people's statements, evidence."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.utils import timezone

from foundation.models import Company
from invoices.domain.circumstances import circumstances_of
from invoices.domain.context import CheckContext, CompanyProfile, Presented, Signed, Verification
from invoices.domain.fapiao import Fapiao, Kind, Medium, Method
from invoices.domain.kinds import FULLY_DIGITAL, VAT_INVOICES
from invoices.domain.purposes import hinted_purpose
from invoices.domain.red_letter import original_in_remarks
from invoices.models import NO_ANSWER, Invoice, PartyStatus
from invoices.selectors.known_invoices import known_invoices
from invoices.selectors.signatures import latest_signatures
from invoices.selectors.watched import watched_party
from invoices.services.sort_invoice import said_category
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
        absent=_absent(fapiao) | _said_missing(invoice),
        purpose=invoice.purpose or None,
        hinted_purpose=hinted_purpose(fapiao.remarks),
        known_invoices=known_invoices(invoice, fapiao),
        original_received=_original_received(invoice, fapiao),
        verification=_verification(invoice),
        # Fully digital invoices print the fields of special business outside the remarks.
        remarks_are_complete=fapiao.kind not in FULLY_DIGITAL,
        signatures=_signatures(invoice),
        category=said_category(invoice),
        **_circumstances(invoice),
        **_watched(invoice),
    )


def _circumstances(invoice: Invoice) -> dict[str, Any]:
    """What a person said about the business, in the shape of the command contract."""
    said = circumstances_of(invoice.circumstances)
    said.pop("seller_status")  # the list of watched parties says it
    return said


def _watched(invoice: Invoice) -> dict[str, Any]:
    """Status of the seller on the company's list; a blacklisted one also with its reason."""
    party = watched_party(invoice.company_id, invoice.seller_name, invoice.seller_taxpayer_id)
    if party is None:
        return {"seller_status": invoice.circumstances.get("seller_status")}
    if party.status == PartyStatus.BLACKLISTED:
        return {"blacklisted": party.reason}
    return {"seller_status": party.status}


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


def _said_missing(invoice: Invoice) -> frozenset[str]:
    """What a person left empty on purpose: known to be missing."""
    return frozenset(name for name, value in invoice.circumstances.items() if value in (None, "", []))


def _original_received(invoice: Invoice, fapiao: Fapiao) -> bool | None:
    original = fapiao.original_invoice_number or original_in_remarks(fapiao.remarks)
    if not (fapiao.is_red_letter and original):
        return None
    return Invoice.objects.filter(company_id=invoice.company_id, invoice_number=original).exists()


def _verification(invoice: Invoice) -> Verification | None:
    answers = invoice.verifications.exclude(outcome__in=NO_ANSWER) if invoice.pk else None
    last = answers.first() if answers is not None else None
    if last is None:
        return None
    return Verification(str(last.outcome), timezone.localdate(last.asked_at), tuple(last.mismatched))


def _signatures(invoice: Invoice) -> tuple[Signed, ...]:
    """Seals and signatures of every file this invoice was read from."""
    if invoice.pk is None:
        return ()
    return tuple(
        Signed(
            file=row.document.name,
            signer=row.seal or row.signer,
            signed_at=timezone.localtime(row.signed_at).replace(tzinfo=None) if row.signed_at else None,
            intact=row.intact,
            changed_after=row.changed_after,
            trusted=row.trusted,
            certificate_valid_then=row.certificate_valid_then,
            reason=row.reason,
        )
        for row in latest_signatures(invoice)
    )
