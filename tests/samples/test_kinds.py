"""All other kinds of document: structure, embedded files and what their pictures still show."""

from __future__ import annotations

import base64
import gzip
import io
import zipfile
from email import message_from_bytes, policy
from random import Random
from xml.etree import ElementTree as ET

import pdfplumber
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kernel.money import money
from samples import hostile
from samples.kinds import KINDS, generate, older, slips, tickets
from samples.kinds.older import truth_of
from samples.layout import vat as vat_layout
from samples.truths import slips as slip_truths
from samples.truths import tickets as ticket_truths

SEEDS = st.integers(min_value=0, max_value=10**6)
RAI = "{http://xbrl.mof.gov.cn/taxonomy/2021-11-30/rai}"
ATR = "{http://xbrl.mof.gov.cn/taxonomy/2021-11-30/atr}"
FP = "{http://www.edrm.org.cn/schema/e-invoice/2019}"


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_states_its_truth_in_the_shape_of_the_contract(name):
    sample = next(generate(3, 1, kinds=[name], difficulty="medium"))
    entry = sample.to_json()
    assert entry["medium"] in {"xml", "ofd", "pdf", "image"}
    assert entry["fields"]["gross_amount"] == f"{sample.truth.gross_amount:.2f}"
    assert entry["kind"] == sample.truth.kind
    assert len(sample.content) > 1000


@settings(max_examples=50, deadline=None)
@given(SEEDS)
def test_tickets_tie(seed):
    rng = Random(seed)
    rail, air = ticket_truths.rail(rng), ticket_truths.air(rng)
    assert rail.net_amount + rail.tax_amount == rail.gross_amount
    assert air.net_amount + air.tax_amount + money(air.extra["fund"]) == air.gross_amount
    assert ticket_truths.taxi(rng).gross_amount > 0


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_an_older_invoice_fits_its_one_page_and_its_qr_code_holds_the_net_amount(seed):
    truth = truth_of(Random(seed), "old")
    assert vat_layout.fits(truth)
    assert truth.qr.split(",")[4] == f"{truth.net_amount:.2f}"
    assert len(truth.check_code) == 20


def embedded(pdf: bytes) -> dict[str, bytes]:
    document = pypdfium2.PdfDocument(pdf)
    files = (document.get_attachment(index) for index in range(document.count_attachments()))
    return {file.get_name(): bytes(file.get_data()) for file in files}


def test_the_rail_pdf_carries_its_structured_file():
    sample = tickets.rail_file(ticket_truths.rail(Random(1)))
    ((name, content),) = embedded(sample.content).items()
    root = ET.fromstring(content)
    assert name.startswith("rai_issuer_")
    assert root.findtext(f"{RAI}Fare") == f"{sample.truth.gross_amount:.2f}"
    assert root.findtext(f"{RAI}ElectronicInvoiceRailwayETicketNumber") == sample.truth.invoice_number
    nil = root.find(f"{RAI}IssueParty")
    assert nil.get("{http://www.w3.org/2001/XMLSchema-instance}nil") == "true"


def test_the_air_pdf_carries_its_structured_file_with_the_leg():
    sample = tickets.air_file(ticket_truths.air(Random(2)))
    (content,) = embedded(sample.content).values()
    root = ET.fromstring(content)
    assert money(root.findtext(f"{ATR}TotalAmount")) == sample.truth.gross_amount
    assert root.findtext(f"{ATR}DetailInformationOfAirTicketTuple/{ATR}Flight") == sample.truth.travel.vehicle


def test_the_fiscal_bill_hides_its_xml_in_the_document_information():
    sample = slips.fiscal_file(slip_truths.fiscal(Random(3)))
    information = pdfplumber.open(io.BytesIO(sample.content)).metadata
    bill = ET.fromstring(gzip.decompress(base64.b64decode(information["hidexml"])))
    assert bill.findtext("Header/EInvoiceTag") == "CZ-EI-00"
    assert bill.findtext("EInvoiceData/Main/TotalAmount") == f"{sample.truth.gross_amount:.2f}"


def test_the_older_ofd_carries_the_original_invoice():
    sample = older.ofd_of(truth_of(Random(4), "old"), tags="malformed")
    content = zipfile.ZipFile(io.BytesIO(sample.content)).read("Doc_0/Attachs/original_invoice.xml")
    root = ET.fromstring(content.decode("utf-8-sig"))
    assert root.findtext(f"{FP}InvoiceNo") == sample.truth.invoice_number
    assert root.findtext(f"{FP}GraphCode") == sample.truth.qr


@pytest.mark.parametrize("name", ["vat_pdf", "rail_pdf", "air_pdf", "fiscal_pdf"])
def test_text_layer_and_qr_code_agree_with_the_truth(name):
    sample = next(generate(8, 1, kinds=[name]))
    page = pypdfium2.PdfDocument(sample.content)[0]
    assert sample.truth.invoice_number in page.get_textpage().get_text_range()
    assert sample.truth.qr in [code.text for code in zxingcpp.read_barcodes(page.render(scale=3).to_pil())]


@pytest.mark.parametrize("name", ["taxi", "shop_receipt", "paper_special", "rail_paper"])
def test_pictures_of_small_papers_are_large_enough_to_read(name):
    sample = next(generate(8, 1, kinds=[name], difficulty="hard"))
    assert max(Image.open(io.BytesIO(sample.content)).size) > 800


def test_the_face_of_a_rail_ticket_shows_no_tax():
    sample = next(generate(8, 1, kinds=["rail_photo"]))
    assert sample.truth.net_amount is None
    assert sample.to_json()["fields"]["tax_amount"] is None


def test_hostile_files_are_what_they_claim():
    assert zipfile.ZipFile(io.BytesIO(hostile.zip_bomb(megabytes=3))).getinfo("big.xml").file_size == 3 << 20
    assert "../../escaped.xml" in zipfile.ZipFile(io.BytesIO(hostile.traversal_zip())).namelist()
    assert Image.open(io.BytesIO(hostile.huge_png(side=9000))).size == (9000, 9000)
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(hostile.encrypted_pdf())
    assert b"<!ENTITY" in hostile.xxe_xml()


def test_a_bundle_states_every_invoice_with_its_page():
    sample = next(generate(6, 1, kinds=["bundle_pdf"]))
    entries = sample.entries()
    document = pypdfium2.PdfDocument(sample.content)
    assert len(document) == len(entries) >= 3
    for entry in entries:
        page = document[entry["page"] - 1].get_textpage().get_text_range()
        assert entry["fields"]["invoice_number"] in page


def test_the_zip_of_a_mail_holds_the_same_invoice_three_times():
    sample = next(generate(6, 1, kinds=["mail_zip"]))
    names = zipfile.ZipFile(io.BytesIO(sample.content)).namelist()
    assert sorted(name.rsplit(".", 1)[1] for name in names) == ["ofd", "pdf", "xml"]
    assert all(sample.truth.invoice_number in name for name in names)


def test_a_mail_carries_two_invoices():
    sample = next(generate(6, 1, kinds=["mail"]))
    parts = [
        part.get_filename() for part in message_from_bytes(sample.content, policy=policy.default).iter_attachments()
    ]
    assert [name.rsplit(".", 1)[1] for name in parts] == ["pdf", "ofd"]
    assert len(sample.entries()) == 2


def test_a_blockchain_invoice_leads_to_an_address_with_fen():
    sample = next(generate(6, 1, kinds=["blockchain_pdf"]))
    assert sample.truth.qr.endswith(f"total_amount={int(sample.truth.gross_amount * 100)}")


def test_a_sales_list_stands_on_the_second_page():
    sample = next(generate(6, 1, kinds=["sales_list_pdf"]))
    document = pypdfium2.PdfDocument(sample.content)
    face, goods = (document[number].get_textpage().get_text_range() for number in (0, 1))
    assert "详见销货清单" in face
    assert all(line.item_name[-6:] in goods for line in sample.truth.lines)


def test_scattered_glyphs_look_like_the_page_and_read_like_noise():
    sample = next(generate(6, 1, kinds=["scattered_pdf"]))
    page = pypdfium2.PdfDocument(sample.content)[0]
    assert sample.truth.invoice_number not in page.get_textpage().get_text_range()
    assert zxingcpp.read_barcodes(page.render(scale=2.5).to_pil())[0].text == sample.truth.qr
