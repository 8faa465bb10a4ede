"""The QR of an invoice, and what its number and code tell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invoices.domain.fapiao import Kind
from invoices.domain.numbers import is_invoice_number, kind_of_code, parse_qr, year_of_number


def test_a_code_era_qr_carries_the_net_amount() -> None:
    qr = parse_qr("01,10,051002200211,11221570,520.33,20221207,82767747691248676664,A045,")
    assert qr is not None
    assert (qr.kind, qr.invoice_code, qr.invoice_number) == (Kind.GENERAL_VAT, "051002200211", "11221570")
    assert (qr.net_amount, qr.gross_amount, qr.issue_date) == (Decimal("520.33"), None, date(2022, 12, 7))
    assert qr.check_code == "82767747691248676664"


def test_a_fully_digital_qr_carries_the_gross_amount_and_no_code() -> None:
    qr = parse_qr("01,31, ,23512000000005197325,2150.63,20230130, ,F366")
    assert qr is not None
    assert (qr.kind, qr.invoice_code, qr.check_code) == (Kind.FULLY_DIGITAL_SPECIAL, None, None)
    assert (qr.net_amount, qr.gross_amount) == (None, Decimal("2150.63"))


def test_amounts_without_decimals_and_missing_tails_are_read() -> None:
    qr = parse_qr("01,10,144032000110,04868863,506,20220825,16038825060515428820")
    assert qr is not None
    assert qr.net_amount == Decimal("506.00")


def test_the_blockchain_qr_counts_fen() -> None:
    qr = parse_qr("https://bcfp.shenzhen.chinatax.gov.cn/verify/scan?hash=ab&bill_num=02730522&total_amount=3720")
    assert qr is not None
    assert (qr.kind, qr.invoice_number, qr.gross_amount) == (Kind.BLOCKCHAIN, "02730522", Decimal("37.20"))


def test_a_fiscal_receipt_is_recognised() -> None:
    qr = parse_qr("CZ-EI-00,1.1.0,00010126,0010925600,b05e2a,20260609,90.00")
    assert qr is not None
    assert (qr.kind, qr.invoice_number, qr.gross_amount) == (Kind.FISCAL_RECEIPT, "0010925600", Decimal("90.00"))


@pytest.mark.parametrize(
    "text",
    ["", "https://u.example.cn/abc", "01", "01,99,a,b,c,d", "01,10,x,notdigits,1,20220101", "1" * 144,
     "https://bcfp.evil.example/verify?bill_num=1&total_amount=1"],
)  # fmt: skip
def test_other_codes_are_ignored(text: str) -> None:
    assert parse_qr(text) is None


@settings(max_examples=100)
@given(st.text(alphabet="0123456789,.-CZEI/: h", max_size=80).map(lambda tail: "01,10," + tail))
def test_no_qr_text_breaks_the_parser(text: str) -> None:
    parse_qr(text)


@pytest.mark.parametrize(
    ("code", "kind"),
    [("051002200211", Kind.GENERAL_VAT), ("044031800104", Kind.GENERAL_VAT), ("012001800312", Kind.TOLL),
     ("052002200113", Kind.SPECIAL_VAT), ("144032309110", Kind.BLOCKCHAIN), ("1100094140", Kind.SPECIAL_VAT),
     ("1100094320", Kind.GENERAL_VAT), ("123", None)],
)  # fmt: skip
def test_the_invoice_code_names_the_kind(code: str, kind: Kind | None) -> None:
    assert kind_of_code(code) is kind


def test_the_number_has_the_length_of_its_kind() -> None:
    assert is_invoice_number("23512000000005197325", Kind.FULLY_DIGITAL_SPECIAL)
    assert not is_invoice_number("11221570", Kind.FULLY_DIGITAL_SPECIAL)
    assert is_invoice_number("11221570", Kind.GENERAL_VAT)
    assert year_of_number("23512000000005197325") == 2023
    assert year_of_number("11221570") is None
