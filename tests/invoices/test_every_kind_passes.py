"""Property: whatever kind a valid paper is, whenever it was issued and whoever bought it, it is never rejected."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from invoices.domain.amounts import words_of
from invoices.domain.compliance import CheckResult, Verdict
from invoices.domain.context import Seal
from invoices.domain.fapiao import Kind, Travel
from kernel.money import ZERO
from kernel.period import AccountingPeriod
from tests.invoices.cases import check, invoice, line
from tests.invoices.test_valid_invoices_pass import AMOUNTS

COMPANIES = st.sampled_from(
    [
        {"name": "赤松商贸有限公司", "taxpayer_id": "91310000MA00000025", "vat_status": "general"},
        {"name": "云杉咨询有限公司", "taxpayer_id": "91310000MA00000012", "vat_status": "small_scale"},
        {"name": "银杏小吃店", "taxpayer_id": "92310000MA00000105", "vat_status": "small_scale"},
    ]
)
DAYS = st.dates(min_value=date(2019, 4, 1), max_value=date(2028, 6, 30))
SELLER = {"seller_name": "虚构供应有限公司", "seller_taxpayer_id": "310104567890123"}
PAPERS = [Kind.FISCAL_RECEIPT, Kind.BANK_SLIP, Kind.CUSTOMS_VAT, Kind.QUOTA, Kind.MOTOR_VEHICLE]
REMARKS = {
    "*建筑服务*工程款": "上海市青浦区某厂房改造项目",
    "*运输服务*国内货物运输": "起运地上海 到达地北京 沪A12345 货物：设备 3吨",
    "*不动产经营租赁*房屋租金": "上海市青浦区某某路88号3层",
}
ITEMS = st.sampled_from(
    [
        ("*信息技术服务*软件开发", "0.06"), ("*餐饮服务*餐费", "0.06"), ("*电子计算机*台式电脑", "0.13"),
        ("*运输服务*国内货物运输", "0.09"), ("*建筑服务*工程款", "0.09"), ("*不动产经营租赁*房屋租金", "0.09"),
        ("*住宿服务*住宿费", "0.03"), ("*纸制品*复印纸", "0.03"), ("*酒*白酒", "0.13"),
    ]
)  # fmt: skip


def of_day(fapiao: Any, company: dict[str, Any], **more: Any) -> CheckResult:
    """The check on the day of issue, in the period of issue."""
    day = fapiao.issue_date
    return check(fapiao, company={**company, "accounting_period": AccountingPeriod.of(day)}, today=day, **more)


def vat_invoice(draw: st.DrawFn, company: dict[str, Any], kind: Kind, day: date) -> Any:
    item, rate = draw(ITEMS)
    if draw(st.booleans()) and date(2020, 3, 1) <= day <= date(2027, 12, 31):
        rate = "0.01"  # a small-scale seller while the reduced levy rate is in force
    one = line(item, draw(AMOUNTS), rate)
    digital = kind in {Kind.FULLY_DIGITAL_SPECIAL, Kind.FULLY_DIGITAL_GENERAL}
    serial = draw(st.integers(min_value=0, max_value=10**8 - 1))
    return invoice(
        one,
        kind=kind,
        issue_date=day,
        invoice_code=None if digital else "3100204130",
        invoice_number=f"{day:%y}3120000000{serial:08d}" if digital else f"{serial:08d}",
        buyer_name=company["name"],
        buyer_taxpayer_id=company["taxpayer_id"],
        remarks=REMARKS.get(item, ""),
        amount_in_words=words_of((one.net_amount or ZERO) + (one.tax_amount or ZERO)),
        **SELLER,
    )


@st.composite
def vat_invoices(draw: st.DrawFn) -> CheckResult:
    company, day = draw(COMPANIES), draw(DAYS)
    kind = draw(
        st.sampled_from(
            [
                Kind.FULLY_DIGITAL_SPECIAL,
                Kind.FULLY_DIGITAL_GENERAL,
                Kind.SPECIAL_VAT,
                Kind.GENERAL_VAT,
                Kind.BLOCKCHAIN,
            ]
        )
    )
    paper = kind in {Kind.SPECIAL_VAT, Kind.GENERAL_VAT} and draw(st.booleans())
    seals = {"presented": "paper", "seals": (Seal("invoice_seal", legible=True),)} if paper else {"presented": "pdf"}
    return of_day(vat_invoice(draw, company, kind, day), company, **seals)


@given(vat_invoices())
@settings(max_examples=200, deadline=None)
def test_vat_invoices_of_every_kind_and_day(result):
    assert result.verdict is not Verdict.REJECT, result.findings


@st.composite
def tickets(draw: st.DrawFn) -> CheckResult:
    company, day = draw(COMPANIES), draw(DAYS)
    kind = draw(st.sampled_from([Kind.RAIL_TICKET, Kind.AIR_ITINERARY, Kind.TAXI, Kind.TOLL, Kind.MACHINE_PRINTED]))
    gross = Decimal(draw(st.integers(min_value=100, max_value=500_000))) / 100
    travel = Travel(traveller="李某", date=day, origin="上海", destination="北京")
    ticket = invoice(
        kind=kind, issue_date=day, lines=(), net_amount=None, tax_amount=None, gross_amount=gross, buyer_name=None,
        buyer_taxpayer_id=None, travel=None if kind in {Kind.TAXI, Kind.TOLL} else travel,
        invoice_number=f"{day:%y}319166100000000001",
    )  # fmt: skip
    return of_day(ticket, company, presented="xml")


@given(tickets())
@settings(max_examples=100, deadline=None)
def test_tickets_of_every_kind_and_day(result):
    assert result.verdict is not Verdict.REJECT, result.findings


@st.composite
def other_papers(draw: st.DrawFn) -> CheckResult:
    company, day = draw(COMPANIES), draw(DAYS)
    kind = draw(
        st.sampled_from([Kind.FISCAL_RECEIPT, Kind.BANK_SLIP, Kind.CUSTOMS_VAT, Kind.QUOTA, Kind.MOTOR_VEHICLE])
    )
    net = Decimal(draw(st.integers(min_value=100, max_value=10**8))) / 100
    tax = (net * Decimal("0.13")).quantize(Decimal("0.01")) if kind in {Kind.CUSTOMS_VAT, Kind.MOTOR_VEHICLE} else ZERO
    paper = invoice(
        line("货车" if kind is Kind.MOTOR_VEHICLE else "手续费", str(net), rate=None, tax_amount=tax or None),
        kind=kind, issue_date=day, invoice_number="12345678", net_amount=net, tax_amount=tax, gross_amount=net + tax,
        buyer_name=company["name"], buyer_taxpayer_id=company["taxpayer_id"], **SELLER,
    )  # fmt: skip
    return of_day(paper, company, presented="pdf")


@given(other_papers())
@settings(max_examples=80, deadline=None)
def test_other_papers_of_every_kind_and_day(result):
    assert result.verdict is not Verdict.REJECT, result.findings


@given(vat_invoices().filter(lambda result: result.input_vat.amount))
@settings(max_examples=40, deadline=None)
def test_what_is_deductible_is_a_figure_of_the_paper_or_of_the_law(result):
    assert result.input_vat.amount > ZERO
    assert result.input_vat.reason_zh


def test_the_reduced_levy_rate_ends_with_its_law():
    def issued(day: date) -> CheckResult:
        return of_day(invoice(line(rate="0.01"), issue_date=day, invoice_number=f"{day:%y}312000000012345678"), {})

    assert issued(date(2027, 12, 31)).verdict is Verdict.COMPLIANT
    assert {one.rule for one in issued(date(2028, 1, 1)).findings} == {"RATE_NOT_IN_FORCE"}
    assert {one.rule for one in issued(date(2020, 2, 29)).findings} == {"RATE_NOT_IN_FORCE"}
