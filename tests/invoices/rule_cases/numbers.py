"""Numbers and duplicates: for each rule a case that trips it and a near miss that does not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from invoices.domain.context import KnownInvoice
from invoices.domain.fapiao import Kind
from tests.invoices.cases import check, invoice
from tests.invoices.rule_cases.shapes import (
    OLD,
    Case,
)

CASES: dict[str, Case] = {
    "NUMBER_MISSING": (
        lambda: check(invoice(invoice_number=None), absent=frozenset({"invoice_number"})),
        lambda: check(invoice(invoice_number=None)),
    ),
    "NUMBER_SHAPE": (
        lambda: check(invoice(invoice_number="2631200000001234567")),
        lambda: check(invoice(**OLD)),
    ),
    "NUMBER_YEAR": (
        lambda: check(invoice(invoice_number="25312000000012345678")),
        lambda: check(invoice(invoice_number="26312000000012345678")),
    ),
    "DOUBLE_CLAIM": (
        lambda: check(known_invoices=(KnownInvoice("26312000000012345678"),)),
        lambda: check(known_invoices=(KnownInvoice("26312000000012345679"),)),
    ),
    "SAME_CONTENT": (
        lambda: check(
            invoice(invoice_number=None, kind=Kind.TAXI),
            known_invoices=(KnownInvoice("", gross_amount=Decimal("1060.00"), issue_date=date(2026, 10, 15)),),
        ),
        lambda: check(
            invoice(invoice_number=None, kind=Kind.TAXI),
            known_invoices=(KnownInvoice("", gross_amount=Decimal("1060.00"), issue_date=date(2026, 10, 16)),),
        ),
    ),
    "DOUBLE_CLAIM_ELSEWHERE": (
        lambda: check(known_invoices=(KnownInvoice("26312000000012345678", elsewhere=True),)),
        lambda: check(known_invoices=(KnownInvoice("26312000000012345678", elsewhere=True),), direction="sale"),
    ),
    "SAME_FILE_ELSEWHERE": (
        lambda: check(
            invoice(invoice_number=None, kind=Kind.TAXI),
            known_invoices=(KnownInvoice("", elsewhere=True, same_file=True),),
        ),
        lambda: check(invoice(invoice_number=None, kind=Kind.TAXI), known_invoices=(KnownInvoice("", elsewhere=True),)),
    ),
}
