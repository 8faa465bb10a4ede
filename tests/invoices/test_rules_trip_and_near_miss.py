"""Every compliance rule has a case that trips it and a near miss that does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest

from invoices.domain.compliance import CheckResult
from invoices.domain.context import Claimant, ExpenseClaim, KnownInvoice, RedLetterConfirmation, Seal, Verification
from invoices.domain.fapiao import Kind, Medium, Travel
from law.store import rules_under
from tests.invoices.cases import TODAY, check, invoice, line, rules

at = datetime.fromisoformat
OLD = {"kind": Kind.SPECIAL_VAT, "invoice_code": "3100204130", "invoice_number": "12345678", "medium": Medium.IMAGE}
OLD_GENERAL = OLD | {"kind": Kind.GENERAL_VAT}
ORDINARY = {"kind": Kind.FULLY_DIGITAL_GENERAL}
FORM = RedLetterConfirmation(original_booked=True, confirmation_number="R1", requested_at=at("2026-10-01T09:00"))
SEAL = Seal("invoice_seal", legible=True)


def ticket(**more: object) -> object:
    base = {
        "kind": Kind.RAIL_TICKET,
        "lines": (),
        "net_amount": None,
        "tax_amount": None,
        "gross_amount": Decimal("109.00"),
        "travel": Travel(traveller="李某", date=date(2026, 10, 12)),
    }
    return invoice(**base | more)


def red(**more: object) -> object:
    amounts = {"net_amount": Decimal(-1000), "tax_amount": Decimal(-60), "gross_amount": Decimal(-1060)}
    return invoice(line(net="-1000.00"), is_red_letter=True, **amounts | more)


def person_receipt(gross: str, **more: object) -> object:
    base = {
        "kind": Kind.SHOP_RECEIPT,
        "seller_name": "王某某",
        "seller_taxpayer_id": "11010519491231002X",
        "net_amount": None,
        "tax_amount": None,
    }
    return invoice(line("搬运", rate=None, net=gross), **base | {"gross_amount": Decimal(gross)} | more)


Case = tuple[Callable[[], CheckResult], Callable[[], CheckResult]]
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
    "SPECIAL_INVOICE_TO_PERSON": (
        lambda: check(invoice(buyer_name="张三")),
        lambda: check(invoice(buyer_name="张三丰餐饮店")),
    ),
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
    "ISSUE_DATE_MISSING": (
        lambda: check(invoice(issue_date=None), absent=frozenset({"issue_date"})),
        lambda: check(invoice(issue_date=None)),
    ),
    "ISSUE_DATE_FUTURE": (
        lambda: check(invoice(issue_date=date(2026, 11, 23))),
        lambda: check(invoice(issue_date=date(2026, 11, 22))),
    ),
    "ISSUE_DATE_AFTER_PERIOD": (
        lambda: check(invoice(issue_date=date(2026, 11, 1))),
        lambda: check(invoice(issue_date=date(2026, 10, 31))),
    ),
    "INVOICE_TOO_OLD": (
        lambda: check(invoice(issue_date=date(2026, 7, 1)), company={"max_invoice_age_days": 90}),
        lambda: check(invoice(issue_date=date(2026, 8, 2)), company={"max_invoice_age_days": 90}),
    ),
    "CROSS_YEAR": (
        lambda: check(invoice(issue_date=date(2025, 12, 20), invoice_number="25312000000012345678")),
        lambda: check(expense_year=2025, obtained_on=date(2026, 5, 31)),
    ),
    "CROSS_YEAR_TOO_LATE": (
        lambda: check(expense_year=2025, obtained_on=date(2026, 10, 15), notified_on=date(2026, 8, 15)),
        lambda: check(expense_year=2025, obtained_on=date(2026, 10, 14), notified_on=date(2026, 8, 15)),
    ),
    "TOTALS_DO_NOT_ADD_UP": (
        lambda: check(invoice(gross_amount=Decimal("1060.02"))),
        lambda: check(invoice(gross_amount=Decimal("1060.01"))),
    ),
    "LINES_DO_NOT_ADD_UP": (
        lambda: check(invoice(net_amount=Decimal("999.98"), gross_amount=Decimal("1059.98"))),
        lambda: check(invoice(net_amount=Decimal("999.99"), gross_amount=Decimal("1059.99"))),
    ),
    "LINE_TAX": (
        lambda: check(invoice(line(tax_amount=Decimal("60.07")))),
        lambda: check(invoice(line(tax_amount=Decimal("60.06")))),
    ),
    "WORDS_DIFFER": (
        lambda: check(invoice(amount_in_words="壹仟零陆拾圆壹角整")),
        lambda: check(invoice(amount_in_words="壹仟零陆拾圆整")),
    ),
    "RATE_NOT_IN_FORCE": (
        lambda: check(invoice(line("*软件*软件", rate="0.16"))),
        lambda: check(invoice(line("*软件*软件", rate="0.13"))),
    ),
    "OLD_RATE": (
        lambda: check(invoice(line("*软件*软件", rate="0.16"), issue_date=date(2019, 6, 1), **OLD)),
        lambda: check(invoice(line("*软件*软件", rate="0.13"), issue_date=date(2019, 6, 1), **OLD)),
    ),
    "RATE_FOR_CONTENT": (
        lambda: check(invoice(line("*餐饮服务*餐费", rate="0.13"))),
        lambda: check(invoice(line("*餐饮服务*餐费", rate="0.06"))),
    ),
    "SPECIAL_INVOICE_EXEMPT": (
        lambda: check(invoice(line("*蔬菜*白菜", rate=None, tax_treatment="exempt"))),
        lambda: check(invoice(line("*蔬菜*白菜", rate=None, tax_treatment="exempt"), **ORDINARY)),
    ),
    "RATE_FOR_SELLER": (
        lambda: check(invoice(line(rate="0.06")), direction="sale", company={"vat_status": "small_scale"}),
        lambda: check(invoice(line(rate="0.01")), direction="sale", company={"vat_status": "small_scale"}),
    ),
    "SMALL_SCALE_OVER_LIMIT": (
        lambda: check(company={"vat_status": "small_scale", "sales_last_12_months": Decimal("5000000.01")}),
        lambda: check(company={"vat_status": "small_scale", "sales_last_12_months": Decimal("5000000.00")}),
    ),
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
    "ITEM_MISSING": (
        lambda: check(invoice(lines=()), absent=frozenset({"lines"})),
        lambda: check(invoice(lines=())),
    ),
    "SALES_LIST_MISSING": (
        lambda: check(invoice(line("材料一批", rate="0.13"), **OLD), has_sales_list=False),
        lambda: check(invoice(line("材料一批", rate="0.13"), **OLD), has_sales_list=True),
    ),
    "VAGUE_CONTENT": (
        lambda: check(invoice(line("*文具*办公用品", rate="0.13"))),
        lambda: check(invoice(line("*文具*签字笔", rate="0.13"))),
    ),
    "CONTENT_CONTRADICTS_PURPOSE": (
        lambda: check(invoice(line("*会展服务*会务费")), purpose="entertainment"),
        lambda: check(invoice(line("*会展服务*会务费")), purpose="meeting"),
    ),
    "PERSONAL_CONSUMPTION": (
        lambda: check(invoice(line("*酒*白酒", rate="0.13"))),
        lambda: check(invoice(line("*酒*白酒", rate="0.13")), purpose="resale"),
    ),
    "PREPAID_CARD": (
        lambda: check(invoice(line("*预付卡销售*预付卡", rate=None, tax_treatment="out_of_scope"), **ORDINARY)),
        lambda: check(
            invoice(line("*预付卡销售*预付卡", rate=None, tax_treatment="out_of_scope"), **ORDINARY), direction="sale"
        ),
    ),
    "EMPLOYEE_VEHICLE": (
        lambda: check(
            invoice(line("*汽油*95号车用汽油", rate="0.13")), vehicle_owner="employee", supporting_documents=frozenset()
        ),
        lambda: check(
            invoice(line("*汽油*95号车用汽油", rate="0.13")),
            vehicle_owner="employee",
            supporting_documents=frozenset({"vehicle_lease_contract", "rent_invoice"}),
        ),
    ),
    "MEETING_PAPERS": (
        lambda: check(invoice(line("*会展服务*会议费")), supporting_documents=frozenset({"agenda"})),
        lambda: check(
            invoice(line("*会展服务*会议费")),
            supporting_documents=frozenset({"agenda", "meeting_notice", "sign_in_sheet"}),
        ),
    ),
    "SERVICE_EVIDENCE": (
        lambda: check(invoice(line("*鉴证咨询服务*咨询费")), supporting_documents=frozenset({"contract"})),
        lambda: check(invoice(line("*鉴证咨询服务*咨询费"))),
    ),
    "ASSET_NUMBER_MISSING": (
        lambda: check(
            invoice(line("*电子计算机*台式电脑", rate="0.13")),
            company={"asset_number_required_for": ("electronics",)},
            absent=frozenset({"asset_number"}),
        ),
        lambda: check(
            invoice(line("*电子计算机*台式电脑", rate="0.13")),
            company={"asset_number_required_for": ("electronics",)},
            asset_number="ZC-001",
        ),
    ),
    "REMARK_FREIGHT": (
        lambda: check(invoice(line("*运输服务*国内货物运输", rate="0.09")), absent=frozenset({"remarks"})),
        lambda: check(
            invoice(
                line("*运输服务*国内货物运输", rate="0.09"),
                remarks="起运地：上海 到达地：杭州 厢式货车 沪A12345 货物：钢材",
            )
        ),
    ),
    "REMARK_CONSTRUCTION": (
        lambda: check(invoice(line("*建筑服务*工程款", rate="0.09"), remarks="工程款")),
        lambda: check(invoice(line("*建筑服务*工程款", rate="0.09"), remarks="上海市青浦区 某某厂房改造项目")),
    ),
    "REMARK_REAL_ESTATE": (
        lambda: check(invoice(line("*不动产经营租赁*房租", rate="0.09")), absent=frozenset({"remarks"})),
        lambda: check(invoice(line("*不动产经营租赁*房租", rate="0.09"), remarks="上海市青浦区某某路88号3层")),
    ),
    "TRAVELLER_UNKNOWN": (
        lambda: check(ticket(travel=Travel(date=date(2026, 10, 12))), absent=frozenset({"travel.traveller"})),
        lambda: check(ticket()),
    ),
    "TRAVELLER_NOT_STAFF": (
        lambda: check(ticket(), claimant=Claimant(relation="client")),
        lambda: check(ticket(), claimant=Claimant(relation="dispatched_worker")),
    ),
    "PRIVATE_TRAVEL": (
        lambda: check(ticket(), claimant=Claimant(relation="family")),
        lambda: check(ticket(), claimant=Claimant(relation="employee")),
    ),
    "TRAVEL_WITHOUT_TRIP": (
        lambda: check(ticket(), purpose="travel", supporting_documents=frozenset()),
        lambda: check(ticket(), purpose="travel", supporting_documents=frozenset({"trip_record"})),
    ),
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
    "CLAIM_ABOVE_INVOICE": (
        lambda: check(expense_claim=ExpenseClaim(amount=Decimal("1060.01"))),
        lambda: check(expense_claim=ExpenseClaim(amount=Decimal("1060.00"))),
    ),
    "CLAIM_WORDS_DIFFER": (
        lambda: check(expense_claim=ExpenseClaim(amount=Decimal(500), amount_in_words="伍佰壹拾圆整")),
        lambda: check(expense_claim=ExpenseClaim(amount=Decimal(500), amount_in_words="伍佰元整")),
    ),
    "CLAIM_NEEDS_REVIEW": (
        lambda: check(company={"review_claims_above": Decimal(1000)}),
        lambda: check(company={"review_claims_above": Decimal(1060)}),
    ),
    "VERIFIED_NOT_FOUND": (
        lambda: check(verification=Verification("not_found", TODAY)),
        lambda: check(verification=Verification("valid", TODAY)),
    ),
    "VERIFIED_DIFFERENT": (
        lambda: check(verification=Verification("mismatched", TODAY, ("gross_amount",))),
        lambda: check(verification=None),
    ),
    "VERIFIED_VOIDED": (
        lambda: check(verification=Verification("voided", TODAY)),
        lambda: check(verification=Verification("valid", TODAY)),
    ),
    "VERIFIED_RED_LETTERED": (
        lambda: check(verification=Verification("red_lettered", TODAY)),
        lambda: check(verification=Verification("red_lettered", TODAY), direction="sale"),
    ),
    "INPUT_VAT_BLOCKED": (
        lambda: check(invoice(line("*餐饮服务*餐费"))),
        lambda: check(invoice(line("*餐饮服务*餐费")), purpose="resale"),
    ),
    "INPUT_VAT_CLAIM_ARGUABLE": (
        lambda: check(
            invoice(line("*运输服务*客运服务费", "100.00", "0.03"), **ORDINARY), claimed_input_vat=Decimal("3.00")
        ),
        lambda: check(
            invoice(line("*运输服务*客运服务费", "100.00", "0.03"), **ORDINARY), claimed_input_vat=Decimal("0.00")
        ),
    ),
    "INPUT_VAT_CLAIMED_TOO_HIGH": (
        lambda: check(claimed_input_vat=Decimal("60.02")),
        lambda: check(claimed_input_vat=Decimal("60.00")),
    ),
}


@pytest.mark.parametrize("rule", sorted(CASES))
def test_the_rule_trips_where_it_should(rule):
    assert rule in rules(CASES[rule][0]())


@pytest.mark.parametrize("rule", sorted(CASES))
def test_the_near_miss_does_not_trip_it(rule):
    assert rule not in rules(CASES[rule][1]())


def test_every_rule_of_the_rule_files_has_its_cases():
    assert {rule.removeprefix("invoices.") for rule in rules_under("invoices")} == set(CASES)


@pytest.mark.parametrize("rule", sorted(CASES))
def test_the_finding_says_all_it_should_in_both_languages(rule):
    finding = next(one for one in CASES[rule][0]().findings if one.rule == rule)
    assert finding.message_zh
    assert finding.message_en
    assert finding.fix_zh
    assert finding.fix_en
    assert finding.law
    assert "{" not in finding.message_zh + finding.message_en + finding.fix_zh + finding.fix_en
