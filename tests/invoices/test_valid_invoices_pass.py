"""Property: an invoice that is right in every respect is never rejected, whatever it is for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from invoices.domain.amounts import words_of
from invoices.domain.compliance import Verdict
from invoices.domain.fapiao import Fapiao, Kind
from invoices.domain.input_vat import Usage
from kernel.money import ZERO, text
from tests.invoices.cases import check, invoice, line

ITEMS = st.sampled_from(
    [
        ("*信息技术服务*软件开发", "0.06"),
        ("*餐饮服务*餐费", "0.06"),
        ("*电子计算机*台式电脑", "0.13"),
        ("*运输服务*国内货物运输", "0.09"),
        ("*住宿服务*住宿费", "0.06"),
        ("*纸制品*复印纸", "0.01"),
        ("*酒*白酒", "0.13"),
        ("*建筑服务*工程款", "0.03"),
        ("*金融服务*贷款利息", "0.06"),
    ]
)
AMOUNTS = st.integers(min_value=1, max_value=10**10).map(lambda fen: text(Decimal(fen) / 100))
DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 10, 31))
KINDS = st.sampled_from([Kind.FULLY_DIGITAL_SPECIAL, Kind.FULLY_DIGITAL_GENERAL])


@st.composite
def good_invoices(draw: st.DrawFn) -> Fapiao:
    lines = tuple(
        line(item, net, rate) for (item, rate), net in draw(st.lists(st.tuples(ITEMS, AMOUNTS), min_size=1, max_size=4))
    )
    gross = sum((one.net_amount + one.tax_amount for one in lines), ZERO)
    number = f"26{draw(st.integers(min_value=0, max_value=10**18 - 1)):018d}"
    return invoice(
        *lines, kind=draw(KINDS), issue_date=draw(DAYS), invoice_number=number, amount_in_words=words_of(gross)
    )


@given(good_invoices())
@settings(max_examples=100, deadline=None)
def test_no_good_invoice_is_rejected(fapiao):
    result = check(fapiao, presented="xml")
    assert result.verdict is not Verdict.REJECT, result.findings


@given(good_invoices())
@settings(max_examples=60, deadline=None)
def test_input_vat_is_never_more_than_shown_and_never_given_without_a_voucher(fapiao):
    decision = check(fapiao).input_vat
    assert ZERO <= decision.amount <= fapiao.tax_amount
    if fapiao.kind is Kind.FULLY_DIGITAL_GENERAL:
        assert decision.amount == ZERO
        assert decision.usage is Usage.NOT_DEDUCTIBLE


@given(good_invoices(), st.integers(min_value=2, max_value=10**6))
@settings(max_examples=60, deadline=None)
def test_a_total_that_is_off_by_more_than_a_fen_is_rejected(fapiao, fen):
    wrong = invoice(*fapiao.lines, kind=fapiao.kind, gross_amount=fapiao.gross_amount + Decimal(fen) / 100)
    assert check(wrong).verdict is Verdict.REJECT


@given(good_invoices())
@settings(max_examples=60, deadline=None)
def test_the_same_invoice_twice_is_rejected(fapiao):
    from invoices.domain.context import KnownInvoice

    assert check(fapiao, known_invoices=(KnownInvoice(fapiao.invoice_number),)).verdict is Verdict.REJECT


@given(good_invoices())
@settings(max_examples=60, deadline=None)
def test_a_doubtful_reading_is_a_question_never_a_rejection(fapiao):
    doubtful = invoice(*fapiao.lines, kind=fapiao.kind, buyer_name="赤松商贾有限公司", confidence={"buyer_name": 0.7})
    certain = invoice(*fapiao.lines, kind=fapiao.kind, buyer_name="赤松商贾有限公司")
    assert check(certain).verdict is Verdict.REJECT
    assert check(doubtful).verdict is Verdict.WARN


def test_small_scale_taxpayers_and_sales_have_no_input_vat():
    assert check(company={"vat_status": "small_scale"}).input_vat.usage is Usage.NONE
    assert check(direction="sale").input_vat.usage is Usage.NONE
