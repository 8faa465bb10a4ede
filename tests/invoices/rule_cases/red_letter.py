"""Red-letter invoices: for each rule a case that trips it and a near miss that does not."""

from __future__ import annotations

from decimal import Decimal

from invoices.domain.context import RedLetterConfirmation
from tests.invoices.cases import check, invoice
from tests.invoices.rule_cases.shapes import (
    FORM,
    OLD,
    Case,
    at,
    red,
)

CASES: dict[str, Case] = {
    "RED_LETTER_ORIGINAL_MISSING": (
        lambda: check(red(), absent=frozenset({"original_invoice_number"})),
        lambda: check(
            red(remarks="被红冲蓝字数电发票号码：26312000000000000001 红字发票信息确认单编号：310"),
            absent=frozenset({"original_invoice_number"}),
        ),
    ),
    "RED_LETTER_ORIGINAL_UNKNOWN": (
        lambda: check(red(original_invoice_number="26312000000000000001"), original_received=False),
        lambda: check(red(original_invoice_number="26312000000000000001"), original_received=True),
    ),
    "RED_LETTER_SIGN": (lambda: check(red(gross_amount=Decimal(1060))), lambda: check(red())),
    "RED_LETTER_CONFIRMATION_MISSING": (
        lambda: check(
            red_letter_confirmation=RedLetterConfirmation(original_booked=True),
            requested_action="red_letter",
            absent=frozenset({"red_letter_confirmation.confirmation_number"}),
        ),
        lambda: check(
            red_letter_confirmation=RedLetterConfirmation(original_booked=False, original_usage_confirmed=False),
            requested_action="red_letter",
            absent=frozenset({"red_letter_confirmation.confirmation_number"}),
        ),
    ),
    "RED_LETTER_CONFIRMATION_EXPIRED": (
        lambda: check(
            red_letter_confirmation=RedLetterConfirmation(
                requested_at=FORM.requested_at, checked_at=at("2026-10-04T09:01")
            ),
            requested_action="red_letter",
        ),
        lambda: check(
            red_letter_confirmation=RedLetterConfirmation(
                requested_at=FORM.requested_at, confirmed_at=at("2026-10-04T09:00")
            ),
            requested_action="red_letter",
        ),
    ),
    "RED_LETTER_CONFIRMATION_PENDING": (
        lambda: check(
            red_letter_confirmation=RedLetterConfirmation(
                requested_at=FORM.requested_at, checked_at=at("2026-10-04T09:00")
            ),
            requested_action="red_letter",
        ),
        lambda: check(red_letter_confirmation=FORM, requested_action="red_letter"),
    ),
    "VOID_NOT_ALLOWED": (
        lambda: check(requested_action="void"),
        lambda: check(invoice(**OLD), requested_action="void"),
    ),
}
