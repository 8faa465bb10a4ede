"""Sorting: by code, by short name, by words, by what was learned; the pouch and its workbook."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from invoices.domain.categories import all_categories, category_of_code, category_of_item
from invoices.domain.fapiao import Kind, Medium
from invoices.domain.schedule_2 import schedule_2_row, voucher_kind_of
from invoices.domain.sorter import seed_examples, sorter_with
from invoices.readers.safe_xml import parse_xml
from invoices.readers.xml.einvoice import read
from invoices.selectors.pouch import pouch_of
from invoices.services.decide import reject_invoice
from invoices.services.export_pouch import pouch_to_excel
from kernel.period import AccountingPeriod
from tests.invoices.cases import invoice, line

OCTOBER = AccountingPeriod(2026, 10)


@pytest.mark.parametrize(
    ("code", "category"),
    [
        ("3070302000000000000", "entertainment_services"),
        ("3060110010000000000", "loan_interest"),
        ("3040502020400000000", "real_estate_lease"),
        ("3040502020300000000", "toll"),
        ("1010115010100000000", "food"),
        ("1070101010200000000", "fuel"),
    ],
)
def test_the_longest_beginning_of_a_code_decides(code, category):
    assert category_of_code(code).id == category


def test_a_code_says_more_than_a_general_short_name():
    assert category_of_item("*生活服务*包厢费").id == "other_services"
    assert category_of_item("*生活服务*包厢费", None, "3070302000000000000").id == "entertainment_services"
    assert category_of_code("9999999999999999999") is None
    assert category_of_code(None) is None


def test_every_code_leads_to_a_category_there_is():
    known = {one.id for one in all_categories()}
    assert {category for _, category in seed_examples()} <= known


def test_what_a_person_decided_comes_before_any_guess():
    assert sorter_with((("盲盒手办", "toys"),)).suggest("盲盒手办 10月").decided
    guess = sorter_with().suggest("签字笔芯")
    assert (guess.category_id, guess.decided) == ("office_supplies", False)
    assert 0 < guess.confidence < 1


@pytest.mark.parametrize(
    ("kind", "category", "usage", "voucher", "row"),
    [
        ("fully_digital_special", "software", "deductible", "special_invoice", "2"),
        ("motor_vehicle", "vehicle", "deductible", "motor_vehicle", "2"),
        ("fully_digital_general", "toll", "deductible", "road_toll", "2"),
        ("customs_vat", "unknown", "deductible", "customs", "5"),
        ("fully_digital_general", "farm_products", "computed", "farm", "6"),
        ("special_vat", "farm_products", "computed", "farm", "6"),
        ("rail_ticket", "rail", "computed", "rail", "8b"),
        ("machine_printed", "passenger_transport", "computed", "road", "8b"),
        ("fully_digital_special", "catering", "not_deductible", "", ""),
        ("taxi", "taxi", "none", "", ""),
    ],
)
def test_input_vat_reaches_its_row_of_schedule_2(kind, category, usage, voucher, row):
    assert voucher_kind_of(kind, category, usage) == voucher
    assert schedule_2_row(voucher, date(2026, 10, 1)) == row


def test_a_red_letter_received_is_reversed_in_row_20_and_before_the_form_there_is_no_row():
    assert schedule_2_row("special_invoice", date(2026, 10, 1), is_red_letter=True) == "20"
    assert schedule_2_row("special_invoice", date(2015, 1, 1)) == ""


def test_the_special_section_of_an_xml_counts_as_said():
    xml = (
        "<EInvoice><EInvoiceData><BasicInformation><TotalTax-includedAmount>109.00</TotalTax-includedAmount>"
        "</BasicInformation><SpecificInformation><Building><Place>上海市青浦区</Place><Detail><Project>厂房工程</Project>"
        "</Detail></Building><Toll><PlateNumber>沪A12345</PlateNumber></Toll></SpecificInformation></EInvoiceData>"
        "<TaxSupervisionInfo><InvoiceNumber>26312000000012345678</InvoiceNumber></TaxSupervisionInfo></EInvoice>"
    )
    draft = read(parse_xml(xml.encode()), Medium.XML)
    section = {name: value for name, value in draft.extra.items() if name.startswith("special.")}
    assert section == {"special.Building.Place": "上海市青浦区", "special.Building.Detail.Project": "厂房工程"}


@pytest.fixture
def full(receive, accountant):
    receive(invoice(line("*软件*软件", "1000.10", "0.13"), line("*信息技术服务*维护", "99.99", "0.06")))
    receive(invoice(line("*餐饮服务*餐费", "200.00"), invoice_number="26312000000000000001"))
    formula = line('=HYPERLINK("http://x")', "10.00")
    receive(invoice(formula, invoice_number="26312000000000000002", seller_name="=1+1"))
    receive(invoice(invoice_number="26312000000000000003", buyer_name="云杉咨询有限公司",
                    buyer_taxpayer_id="91310000MA00000012", seller_name="赤松商贸有限公司",
                    seller_taxpayer_id="91310000MA00000025"))  # fmt: skip
    [back] = receive(invoice(kind=Kind.FULLY_DIGITAL_GENERAL, invoice_number="26312000000000000004"))
    reject_invoice(back.pk, back.company_id, reason="重复付款", actor=accountant)
    return back.company_id


@pytest.mark.django_db
def test_the_pouch_ties_to_its_invoices_and_leaves_out_what_was_sent_back(full):
    pouch = pouch_of(full, OCTOBER)
    for side in pouch.sides:
        leaves = [leaf.invoice for sheaf in side.sheaves for leaf in sheaf.leaves]
        assert side.summary.all.count == len(leaves)
        assert side.summary.all.gross == sum((one.gross_amount for one in leaves), Decimal(0))
        assert sum((sheaf.total.gross for sheaf in side.sheaves), Decimal(0)) == side.summary.all.gross
    assert [side.direction for side in pouch.sides] == ["purchase", "sale"]
    assert len(pouch.returned) == 1
    rates = {one.name: one.tax for one in pouch.purchases.summary.by_rate}
    assert rates == {"0.0600": Decimal("18.60"), "0.1300": Decimal("130.01")}
    assert {leaf.schedule_2_row for sheaf in pouch.purchases.sheaves for leaf in sheaf.leaves} == {"2", ""}


@pytest.mark.django_db
def test_the_workbook_holds_text_as_text_and_amounts_as_numbers(full):
    book = openpyxl.load_workbook(io.BytesIO(pouch_to_excel(pouch_of(full, OCTOBER))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "=1+1" in {cell.value for cell in cells}
    assert len(book.sheetnames) == 5


@pytest.mark.django_db
def test_the_pouch_is_shown_and_exported(full, viewer, login):
    client = login(viewer)
    shown = client.get(reverse("invoices:pouch", args=[full]) + "?period=2026-10")
    assert "26312000000000000001" in shown.content.decode()
    assert client.get(reverse("invoices:pouch_export", args=[full]) + "?period=2026-10").content[:2] == b"PK"
