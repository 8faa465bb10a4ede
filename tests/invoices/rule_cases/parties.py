"""Buyer and seller: for each rule a case that trips it and a near miss that does not."""

from __future__ import annotations

from tests.invoices.cases import check, invoice, line
from tests.invoices.rule_cases.shapes import (
    ORDINARY,
    Case,
    ticket,
)

CASES: dict[str, Case] = {
    "BUYER_NAME_MISSING": (
        lambda: check(invoice(buyer_name=None), absent=frozenset({"buyer_name"})),
        lambda: check(invoice(buyer_name=None)),
    ),
    "BUYER_NAME_MISMATCH": (
        lambda: check(invoice(buyer_name="赤松商贸")),
        lambda: check(invoice(buyer_name="赤松商贸 有限公司")),
    ),
    "BUYER_IS_PERSON": (
        lambda: check(invoice(buyer_name="个人", **ORDINARY)),
        lambda: check(ticket(buyer_name="李某")),
    ),
    "BUYER_IS_STAFF_TOLERATED": (
        lambda: check(invoice(line("*电信服务*话费", rate="0.09"), buyer_name="李小明", **ORDINARY)),
        lambda: check(invoice(line("*电信服务*话费", rate="0.09"), **ORDINARY)),
    ),
    "BUYER_ID_MISSING": (
        lambda: check(invoice(buyer_taxpayer_id=None), absent=frozenset({"buyer_taxpayer_id"})),
        lambda: check(invoice(buyer_taxpayer_id=None)),
    ),
    "BUYER_ID_MALFORMED": (
        lambda: check(invoice(buyer_taxpayer_id="91310000MA0000025A"[:17] + "Z")),
        lambda: check(invoice(buyer_taxpayer_id="91310000ma00000025")),
    ),
    "BUYER_ID_MISMATCH": (
        lambda: check(invoice(buyer_taxpayer_id="91310000MA00000012", seller_taxpayer_id=None)),
        lambda: check(invoice()),
    ),
    "SELLER_NAME_MISSING": (
        lambda: check(invoice(seller_name=None), absent=frozenset({"seller_name"})),
        lambda: check(invoice(seller_name=None)),
    ),
    "SELLER_ID_MALFORMED": (
        lambda: check(invoice(seller_taxpayer_id="91310000MA00000013")),
        lambda: check(invoice(seller_taxpayer_id="310104567890123")),
    ),
    "SELLER_IS_BUYER": (
        lambda: check(invoice(seller_taxpayer_id="91310000MA00000025")),
        lambda: check(invoice(line("*农产品*蔬菜", rate="0.09"), seller_taxpayer_id="91310000MA00000025")),
    ),
    "SELLER_LOST_CONTACT": (lambda: check(seller_status="lost_contact"), lambda: check(seller_status="active")),
    "SELLER_DEREGISTERED": (
        lambda: check(
            invoice(invoice_number=None), seller_status="deregistered", supporting_documents=frozenset({"contract"})
        ),
        lambda: check(
            invoice(invoice_number=None),
            seller_status="deregistered",
            supporting_documents=frozenset({"contract", "deregistration_proof", "bank_payment_slip"}),
        ),
    ),
    "PAID_BY_THIRD_PARTY": (lambda: check(payment_method="third_party"), lambda: check(payment_method="bank_transfer")),
    "SELLER_BLACKLISTED": (
        lambda: check(blacklisted="虚开"),
        lambda: check(blacklisted="虚开", direction="sale"),
    ),
}
