"""Worked cases of practice, written in the shape of `check_invoices`: the verdict, and what may be deducted."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

COMPANY = {
    "name": "赤松商贸有限公司",
    "taxpayer_id": "91310000MA00000025",
    "vat_status": "general",
    "accounting_period": "2026-10",
}
PARTIES = {
    "seller_name": "云杉咨询有限公司",
    "seller_taxpayer_id": "91310000MA00000012",
    "buyer_name": COMPANY["name"],
    "buyer_taxpayer_id": COMPANY["taxpayer_id"],
    "issue_date": "2026-10-15",
    "medium": "xml",
}


def special(item, net, tax, rate, **more):
    return {
        **PARTIES,
        "kind": "fully_digital_special",
        "invoice_number": "26312000000012345678",
        "net_amount": net,
        "tax_amount": tax,
        "gross_amount": None,
        "lines": [{"item_name": item, "net_amount": net, "tax_rate": rate, "tax_amount": tax}],
    } | more


def ordinary(item, net, tax, rate, **more):
    return special(item, net, tax, rate) | {"kind": "fully_digital_general"} | more


def rail(**more):
    return {
        "kind": "rail_ticket",
        "medium": "xml",
        "invoice_number": "26319166100000000001",
        "issue_date": "2026-10-12",
        "gross_amount": "553.00",
        "travel": {"from": "上海虹桥", "to": "北京南", "date": "2026-10-12", "vehicle": "G2", "traveller": "李某"},
    } | more


CASES = {
    # a rail ticket bears the traveller's name, not the company's
    "rail ticket of an employee": (
        {"invoice": rail(), "claimant": {"relation": "employee"}, "claimed_input_vat": "45.66"},
        ("compliant", "computed", "45.66"),
    ),
    "rail ticket for a client": (
        {"invoice": rail(), "claimant": {"relation": "client"}},
        ("warn", "not_deductible", "0.00"),
    ),
    "rail ticket of a journey home, claimed": (
        {"invoice": rail(), "purpose": "welfare", "claimed_input_vat": "45.66"},
        ("reject", "not_deductible", "0.00"),
    ),
    "air itinerary without the fund": (
        {
            "invoice": rail(kind="air_itinerary", gross_amount="1140.00", net_amount="1000.00", tax_amount="90.00"),
            "claimed_input_vat": "90.00",
        },
        ("compliant", "deductible", "90.00"),
    ),
    "air itinerary, fund claimed too": (
        {
            "invoice": rail(kind="air_itinerary", gross_amount="1140.00", net_amount="1000.00", tax_amount="90.00"),
            "claimed_input_vat": "94.13",
        },
        ("reject", "deductible", "90.00"),
    ),
    "coach ticket with name": (
        {"invoice": rail(kind="machine_printed", invoice_number="12345678", gross_amount="103.00")},
        ("compliant", "computed", "3.00"),
    ),
    "coach ticket without name, claimed": (
        {
            "invoice": rail(
                kind="machine_printed", invoice_number="12345678", travel={"traveller": None}, gross_amount="103.00"
            ),
            "claimed_input_vat": "3.00",
        },
        ("reject", "not_deductible", "0.00"),
    ),
    "agency invoice for a flight booked, claimed": (
        {"invoice": ordinary("*经纪代理服务*代订机票", "1000.00", "60.00", "0.06"), "claimed_input_vat": "82.57"},
        ("reject", "not_deductible", "0.00"),
    ),
    "toll e-invoice": (
        {"invoice": ordinary("*不动产经营租赁*通行费", "100.00", "3.00", "0.03")},
        ("compliant", "deductible", "3.00"),
    ),
    "fiscal receipt of a toll, claimed": (
        {
            "invoice": {"kind": "fiscal_receipt", "gross_amount": "50.00", "lines": [{"item_name": "车辆通行费"}]},
            "claimed_input_vat": "1.46",
        },
        ("reject", "not_deductible", "0.00"),
    ),
    "client dinner": (
        {"invoice": special("*餐饮服务*餐费", "1000.00", "60.00", "0.06"), "purpose": "entertainment"},
        ("warn", "not_deductible", "0.00"),
    ),
    "client dinner, claimed": (
        {
            "invoice": special("*餐饮服务*餐费", "1000.00", "60.00", "0.06"),
            "purpose": "entertainment",
            "claimed_input_vat": "60.00",
        },
        ("reject", "not_deductible", "0.00"),
    ),
    "hotel for a client, claimed": (
        {
            "invoice": special("*住宿服务*住宿费", "1000.00", "60.00", "0.06"),
            "purpose": "entertainment",
            "claimed_input_vat": "60.00",
        },
        ("reject", "not_deductible", "0.00"),
    ),
    "hotel on a business trip": (
        {"invoice": special("*住宿服务*住宿费", "1000.00", "60.00", "0.06"), "purpose": "travel"},
        ("compliant", "deductible", "60.00"),
    ),
    "machine for workshop and canteen": (
        {"invoice": special("*专用设备*数控机床", "1000.00", "130.00", "0.13"), "purpose": "mixed_use"},
        ("compliant", "deductible", "130.00"),
    ),
    "material for a simplified-method project, claimed": (
        {
            "invoice": special("*水泥*水泥", "1000.00", "130.00", "0.13"),
            "purpose": "simplified",
            "claimed_input_vat": "130.00",
        },
        ("reject", "not_deductible", "0.00"),
    ),
    "the seller's own copy bears no seal": (
        {
            "invoice": special(
                "*软件*软件",
                "1000.00",
                "130.00",
                "0.13",
                kind="special_vat",
                medium="paper",
                seals=[],
                invoice_code="3100204130",
                invoice_number="12345678",
                buyer_name="云杉咨询有限公司",
                buyer_taxpayer_id="91310000MA00000012",
                seller_name=COMPANY["name"],
                seller_taxpayer_id=COMPANY["taxpayer_id"],
            ),
            "purpose": "sale",
        },
        ("compliant", "none", "0.00"),
    ),
    "mooncakes as paper": (
        {"invoice": ordinary("*纸制品*复印纸", "1000.00", "130.00", "0.13"), "purpose": "welfare"},
        ("reject", "not_deductible", "0.00"),
    ),
    "margin-taxed invoice": (
        {"invoice": special("*人力资源服务*劳务派遣", "9000.00", "50.00", None, remarks="差额征税：8000.00")},
        ("compliant", "deductible", "50.00"),
    ),
    "phone bill of an employee": (
        {"invoice": ordinary("*电信服务*话费", "100.00", "9.00", "0.09", buyer_name="李小明", buyer_taxpayer_id=None)},
        ("warn", "not_deductible", "0.00"),
    ),
    "invoice of last year before the settlement": (
        {
            "invoice": special(
                "*软件*软件",
                "1000.00",
                "130.00",
                "0.13",
                issue_date="2025-12-20",
                invoice_number="25312000000012345678",
            ),
            "expense_year": 2025,
            "obtained_on": "2026-04-10",
        },
        ("compliant", "deductible", "130.00"),
    ),
    "fuel of an employee's own car without a lease": (
        {
            "invoice": special("*汽油*92号车用汽油", "400.00", "52.00", "0.13"),
            "vehicle_owner": "employee",
            "supporting_documents": [],
        },
        ("reject", "not_deductible", "0.00"),
    ),
    "buyer's id one character short": (
        {"invoice": special("*软件*软件", "1000.00", "130.00", "0.13", buyer_taxpayer_id="91310000MA0000002")},
        ("reject", "not_deductible", "0.00"),
    ),
    "freight without remarks": (
        {"invoice": special("*运输服务*国内货物运输", "1000.00", "90.00", "0.09", remarks=None)},
        ("reject", "not_deductible", "0.00"),
    ),
    "rent with the address": (
        {
            "invoice": special(
                "*不动产经营租赁*房屋租金", "1000.00", "90.00", "0.09", remarks="上海市青浦区某某路88号3层"
            )
        },
        ("compliant", "deductible", "90.00"),
    ),
    "building sold without its address": (
        {"invoice": special("*不动产*办公楼", "100000.00", "9000.00", "0.09", remarks="")},
        ("reject", "not_deductible", "0.00"),
    ),
    "dispatch invoice, ordinary part claimed": (
        {
            "invoice": ordinary("*人力资源服务*劳务派遣", "1000.00", "60.00", "0.06"),
            "claimed_input_vat": "60.00",
        },
        ("reject", "not_deductible", "0.00"),
    ),
    "electronic special invoice of 2021 without a seal": (
        {
            "invoice": special(
                "*软件*软件",
                "1000.00",
                "130.00",
                "0.13",
                kind="special_vat",
                medium="pdf",
                has_seal=False,
                invoice_code="031002100113",
                invoice_number="12345678",
                issue_date="2026-01-15",
            )
        },
        ("compliant", "deductible", "130.00"),
    ),
    "print-out only": (
        {"invoice": ordinary("*纸制品*复印纸", "100.00", "13.00", "0.13", medium="paper")},
        ("reject", "not_deductible", "0.00"),
    ),
    "red-letter invoice of the next day, original neither confirmed nor booked": (
        {
            "invoice": special(
                "*软件*软件",
                "1000.00",
                "130.00",
                "0.13",
                red_letter_confirmation={
                    "original_usage_confirmed": False,
                    "original_booked": False,
                    "confirmation_number": None,
                },
            ),
            "requested_action": "red_letter",
        },
        ("compliant", "deductible", "130.00"),
    ),
    "part of the goods returned": (
        {
            "invoice": special(
                "*软件*软件",
                "-300.00",
                "-39.00",
                "0.13",
                gross_amount="-339.00",
                is_red_letter=True,
                red_letter_confirmation={
                    "original_invoice_number": "26312000000000000001",
                    "confirmation_number": "3201",
                },
            )
        },
        ("compliant", "deductible", "-39.00"),
    ),
    "name written by hand on a coach ticket, claimed": (
        {
            "invoice": rail(
                kind="machine_printed",
                invoice_number="12345678",
                gross_amount="103.00",
                travel={"traveller": "李某（手写）"},
            ),
            "claimed_input_vat": "3.00",
        },
        ("reject", "not_deductible", "0.00"),
    ),
    "international flight": (
        {
            "invoice": rail(kind="air_itinerary", gross_amount="5000.00", net_amount="5000.00", tax_amount="0.00"),
            "claimed_input_vat": "412.84",
        },
        ("reject", "not_deductible", "0.00"),
    ),
    "paper rail ticket after its end": (
        {"invoice": rail(medium="paper", invoice_number=None)},
        ("reject", "not_deductible", "0.00"),
    ),
    "toll account charged, claimed": (
        {
            "invoice": ordinary("*预付卡销售*ETC充值", "1000.00", "0.00", None),
            "claimed_input_vat": "29.13",
        },
        ("reject", "not_deductible", "0.00"),
    ),
    "prepaid card": (
        {"invoice": ordinary("*预付卡销售*购物卡", "1000.00", "0.00", None)},
        ("warn", "not_deductible", "0.00"),
    ),
    "small purchase from a person with a full receipt": (
        {
            "invoice": {
                "kind": "shop_receipt",
                "seller_name": "王某某",
                "seller_taxpayer_id": "110105199001011234",
                "gross_amount": "450.00",
                "issue_date": "2026-10-12",
                "lines": [{"item_name": "竹篮"}],
            }
        },
        ("compliant", "not_deductible", "0.00"),
    ),
    "receipt of an individual business": (
        {
            "invoice": {
                "kind": "shop_receipt",
                "seller_name": "某某杂货店",
                "gross_amount": "300.00",
                "issue_date": "2026-10-12",
            }
        },
        ("reject", "not_deductible", "0.00"),
    ),
    "labour of a person with a bare note": (
        {
            "invoice": {
                "kind": "shop_receipt",
                "seller_name": "王某某",
                "seller_taxpayer_id": None,
                "gross_amount": "800.00",
                "issue_date": "2026-10-12",
            }
        },
        ("reject", "not_deductible", "0.00"),
    ),
    "seller gone, three papers at hand": (
        {
            "invoice": {"invoice_number": None, "buyer_name": None},
            "seller_status": "deregistered",
            "payment_method": "bank_transfer",
            "supporting_documents": ["deregistration_proof", "contract", "bank_payment_slip"],
        },
        ("compliant", "not_deductible", "0.00"),
    ),
    "seller gone, paid in cash": (
        {
            "invoice": {"invoice_number": None},
            "seller_status": "deregistered",
            "payment_method": "cash",
            "supporting_documents": ["deregistration_proof", "contract"],
        },
        ("reject", "not_deductible", "0.00"),
    ),
    "gift card as stationery": (
        {"invoice": ordinary("*文具*签字笔", "1000.00", "130.00", "0.13"), "purpose": "gift_card"},
        ("reject", "not_deductible", "0.00"),
    ),
    "gifts as printed matter": (
        {"invoice": ordinary("*印刷品*宣传品", "1000.00", "130.00", "0.13"), "purpose": "gift"},
        ("reject", "not_deductible", "0.00"),
    ),
    "a lot of material without a list": (
        {
            "invoice": special(
                "材料一批",
                "1000.00",
                "130.00",
                "0.13",
                kind="special_vat",
                invoice_code="3100204130",
                invoice_number="12345678",
                has_sales_list=False,
            )
        },
        ("reject", "not_deductible", "0.00"),
    ),
    "travel claim without reason and dates": (
        {
            "invoice": special("*住宿服务*住宿费", "1000.00", "60.00", "0.06"),
            "purpose": "travel",
            "supporting_documents": [],
        },
        ("warn", "deductible", "60.00"),
    ),
    "farm products of a small-scale seller on a special invoice": (
        {"invoice": special("*蔬菜*白菜", "1000.00", "30.00", "0.03")},
        ("compliant", "computed", "90.00"),
    ),
    "farm products on an exempt sales invoice": (
        {
            "invoice": ordinary("*蔬菜*白菜", "1000.00", "0.00", None)
            | {
                "gross_amount": "1000.00",
                "lines": [{"item_name": "*蔬菜*白菜", "net_amount": "1000.00", "tax_treatment": "exempt"}],
            }
        },
        ("compliant", "computed", "90.00"),
    ),
    "loan interest claimed": (
        {"invoice": special("*金融服务*贷款利息", "1000.00", "60.00", "0.06"), "claimed_input_vat": "60.00"},
        ("reject", "not_deductible", "0.00"),
    ),
    "special invoice of a small-scale taxpayer, claimed": (
        {
            "company": COMPANY | {"vat_status": "small_scale"},
            "invoice": special("*软件*软件", "1000.00", "130.00", "0.13"),
            "claimed_input_vat": "130.00",
        },
        ("reject", "none", "0.00"),
    ),
}


def run(cases: list[dict], tmp_path: Path) -> list[dict]:
    path = tmp_path / "cases.json"
    path.write_text(json.dumps(cases, ensure_ascii=False), encoding="utf-8")
    out = StringIO()
    call_command("check_invoices", str(path), stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("name", list(CASES))
def test_verdict_and_input_vat_are_those_of_practice(name, tmp_path):
    case, expected = CASES[name]
    [answer] = run([{"id": name, "company": COMPANY, **case}], tmp_path)
    assert (answer["verdict"], answer["input_vat"], answer["deductible_vat"]) == expected, answer["findings"]


def test_missing_is_unknown_and_trips_nothing(tmp_path):
    [answer] = run([{"id": 1, "company": {}, "invoice": {"kind": "special_vat"}}], tmp_path)
    assert answer["verdict"] == "compliant"
    assert answer["findings"] == []


def test_one_bad_case_does_not_stop_the_others(tmp_path):
    good, bad = run([{"id": "a", "invoice": {}}, {"id": "b", "invoice": {"issue_date": "morgen"}}], tmp_path)
    assert good["id"] == "a"
    assert bad["error"]["code"] == "invalid_value"


def test_a_file_that_is_no_json_ends_with_status_2(tmp_path):
    path = tmp_path / "cases.json"
    path.write_text("not json", encoding="utf-8")
    with pytest.raises(CommandError) as caught:
        call_command("check_invoices", str(path))
    assert caught.value.returncode == 2


def test_json_numbers_are_read_exactly(tmp_path):
    invoice = {"kind": "special_vat", "net_amount": 0.1, "tax_amount": 0.2, "gross_amount": 0.3}
    [answer] = run([{"id": 1, "company": {}, "invoice": invoice}], tmp_path)
    assert answer["verdict"] == "compliant"
