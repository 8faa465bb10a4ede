"""The paper itself: for each rule a case that trips it and a near miss that does not."""

from __future__ import annotations

from datetime import date

from invoices.domain.context import Seal
from invoices.domain.fapiao import Kind, Travel
from tests.invoices.cases import check, invoice
from tests.invoices.rule_cases.shapes import (
    OLD,
    SEAL,
    Case,
    person_receipt,
    ticket,
)

CASES: dict[str, Case] = {
    "SEAL_MISSING": (
        lambda: check(invoice(**OLD), presented="paper", seals=()),
        lambda: check(invoice(**OLD), presented="paper", seals=(SEAL,)),
    ),
    "SEAL_WRONG": (
        lambda: check(invoice(**OLD), presented="paper", seals=(Seal("finance_seal"),)),
        lambda: check(invoice(**OLD), presented="paper", seals=(Seal("finance_seal"), SEAL)),
    ),
    "SEAL_ILLEGIBLE": (
        lambda: check(invoice(**OLD), presented="paper", seals=(Seal("invoice_seal", legible=False),)),
        lambda: check(invoice(**OLD), presented="paper", seals=(Seal("invoice_seal"),)),
    ),
    "PRINTOUT_WITHOUT_ORIGINAL": (
        lambda: check(presented="paper"),
        lambda: check(presented="paper", supporting_documents=frozenset({"electronic_original"})),
    ),
    "PHOTO_OF_E_INVOICE": (lambda: check(presented="image"), lambda: check(presented="pdf")),
    "PAPER_RAIL_TICKET": (
        lambda: check(ticket(travel=Travel(traveller="李某", date=date(2025, 10, 1))), presented="paper"),
        lambda: check(ticket(travel=Travel(traveller="李某", date=date(2025, 9, 30))), presented="paper"),
    ),
    "PAPER_AIR_ITINERARY": (
        lambda: check(ticket(kind=Kind.AIR_ITINERARY), presented="paper"),
        lambda: check(ticket(kind=Kind.AIR_ITINERARY), presented="pdf"),
    ),
    "OBSOLETE_KIND": (
        lambda: check(invoice(kind=Kind.QUOTA, invoice_code="131001110171", invoice_number="00012345")),
        lambda: check(invoice(kind=Kind.TAXI, invoice_code="131001110171", invoice_number="00012345")),
    ),
    "NOT_AN_INVOICE": (
        lambda: check(person_receipt("300", seller_name="白桦面馆", seller_taxpayer_id="92310000MA00000035")),
        lambda: check(person_receipt("300")),
    ),
    "SMALL_SPORADIC": (lambda: check(person_receipt("1000.01")), lambda: check(person_receipt("1000.00"))),
    "SMALL_SPORADIC_UNSURE": (
        lambda: check(person_receipt("800.00")),
        lambda: check(person_receipt("500.00")),
    ),
    "KIND_UNKNOWN": (lambda: check(invoice(kind=Kind.UNKNOWN)), lambda: check(invoice(kind=Kind.GENERAL_VAT))),
}
