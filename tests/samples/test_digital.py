"""Fully digital invoices: the same seed gives the same document, and every file says what its truth says."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from random import Random
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kernel.money import money
from kernel.taxpayer_id import is_uscc
from samples import photo
from samples.kinds import digital, generate
from samples.layout import digital as digital_layout
from samples.truths import vat
from samples.truths.vat import Wish
from samples.words import amount_in_words
from samples.writers import ofd

SEEDS = st.integers(min_value=0, max_value=10**6)
OFD = {"ofd": "http://www.ofdspec.org/2016"}


@pytest.mark.parametrize("name", ["digital_ofd", "digital_pdf", "digital_photo", "rail_pdf", "fiscal_pdf", "mail_zip"])
def test_the_same_seed_gives_the_same_bytes(name):
    first, second = (next(generate(11, 1, kinds=[name])) for _ in range(2))
    assert (first.name, first.content) == (second.name, second.content)


@settings(max_examples=20, deadline=None)
@given(SEEDS)
def test_the_same_seed_gives_the_same_truth(seed):
    assert vat.invoice(Random(seed)) == vat.invoice(Random(seed))


def test_another_seed_gives_another_invoice():
    one, two = (next(generate(seed, 1, kinds=["digital_xml"])) for seed in (1, 2))
    assert one.truth.invoice_number != two.truth.invoice_number


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_amounts_tie_in_every_line_and_in_total(seed):
    truth = vat.invoice(Random(seed))
    assert truth.net_amount + truth.tax_amount == truth.gross_amount
    assert sum(line.net_amount for line in truth.lines) == truth.net_amount
    for line in truth.lines:
        expected = line.net_amount * (line.tax_rate or 0)
        assert abs(expected - line.tax_amount) <= Decimal("0.01")
    assert is_uscc(truth.seller.taxpayer_id)
    assert len(truth.invoice_number) == 20


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_a_red_letter_invoice_takes_the_whole_blue_one_back(seed):
    rng = Random(seed)
    blue = vat.invoice(rng)
    red = vat.red_letter(rng, blue)
    assert red.gross_amount == -blue.gross_amount
    assert red.original_invoice_number == blue.invoice_number
    assert red.amount_in_words.startswith("（负数）")


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_the_xml_parses_and_its_totals_are_those_of_the_truth(seed):
    truth = vat.invoice(Random(seed))
    root = ET.fromstring(digital.as_xml(truth).content)
    basics = root.find("EInvoiceData/BasicInformation")
    assert basics.findtext("TotalTax-includedAmount") == f"{truth.gross_amount:.2f}"
    assert basics.findtext("TotalTax-includedAmountInChinese") == amount_in_words(truth.gross_amount)
    lines = root.findall("EInvoiceData/IssuItemInformation")
    assert sum(money(line.findtext("Amount")) for line in lines) == truth.net_amount
    assert root.findtext("Header/EIid") == root.findtext("TaxSupervisionInfo/InvoiceNumber") == truth.invoice_number


@pytest.mark.parametrize("seed", range(4))
def test_the_pdf_has_a_text_layer_and_a_qr_code_with_the_gross_amount(seed):
    sample = digital.as_pdf(vat.invoice(Random(seed)))
    document = pypdfium2.PdfDocument(sample.content)
    text = document[0].get_textpage().get_text_range()
    assert sample.truth.invoice_number in text
    assert sample.truth.buyer.name[:12] in text.replace("\r\n", "")
    codes = zxingcpp.read_barcodes(document[0].render(scale=2.5).to_pil())
    assert [code.text for code in codes] == [sample.truth.qr]
    assert f",{sample.truth.gross_amount:.2f}," in sample.truth.qr


def resolve(archive: zipfile.ZipFile) -> tuple[str, ET.Element, dict[str, set[str]]]:
    """Folder, document and the ids of the text objects of each page, found the way a reader must find them."""
    entry = ET.fromstring(archive.read("OFD.xml"))
    location = entry.findtext("ofd:DocBody/ofd:DocRoot", namespaces=OFD)
    folder = location.rsplit("/", 1)[0] + "/"
    document = ET.fromstring(archive.read(location))
    objects = {}
    for page in document.findall("ofd:Pages/ofd:Page", OFD):
        content = ET.fromstring(archive.read(folder + page.get("BaseLoc")))
        objects[page.get("ID")] = {text.get("ID") for text in content.iterfind(".//ofd:TextObject", OFD)}
    for template in document.findall("ofd:CommonData/ofd:TemplatePage", OFD):
        assert ET.fromstring(archive.read(folder + template.get("BaseLoc"))).tag
    return folder, document, objects


@pytest.mark.parametrize("tags", ["plain", "paths"])
@pytest.mark.parametrize("lines", [1, 12])
def test_every_tag_of_the_ofd_names_a_text_object_of_its_page(tags, lines):
    truth = vat.invoice(Random(lines), Wish(category="hardware", line_count=lines))
    archive = zipfile.ZipFile(io.BytesIO(digital.as_ofd(truth, tags=tags).content))
    folder, document, objects = resolve(archive)
    listing = folder + document.findtext("ofd:CustomTags", namespaces=OFD)
    listed = ET.fromstring(archive.read(listing)).findtext("ofd:CustomTag/ofd:FileLoc", namespaces=OFD)
    references = list(
        ET.fromstring(archive.read(listing.rsplit("/", 1)[0] + "/" + listed)).iterfind(".//ofd:ObjectRef", OFD)
    )
    assert len(references) > 12
    assert all(reference.text in objects[reference.get("PageRef")] for reference in references)


def test_object_ids_of_an_ofd_are_unique():
    truth = vat.invoice(Random(4), Wish(category="hardware", line_count=12))
    archive = zipfile.ZipFile(io.BytesIO(ofd.ofd_file(digital_layout.layout(truth), truth)))
    ids = [
        text.get("ID")
        for name in archive.namelist()
        if name.endswith("Content.xml")
        for text in ET.fromstring(archive.read(name)).iterfind(".//ofd:TextObject", OFD)
    ]
    assert len(ids) == len(set(ids))


def test_early_software_wrote_tags_no_parser_takes():
    truth = vat.invoice(Random(9))
    archive = zipfile.ZipFile(io.BytesIO(digital.as_ofd(truth, tags="malformed").content))
    with pytest.raises(ET.ParseError):
        ET.fromstring(archive.read("Doc_0/Tags/CustomTag.xml"))


@pytest.mark.parametrize("difficulty", photo.DIFFICULTIES)
def test_photographs_say_what_was_done_to_them(difficulty):
    sample = next(generate(5, 1, kinds=["digital_photo"], difficulty=difficulty))
    picture = Image.open(io.BytesIO(sample.content))
    assert picture.format == "JPEG"
    assert min(picture.size) > 600
    assert sample.wear["difficulty"] == difficulty


def test_boxes_of_fields_lie_on_the_page_and_the_total_is_below_the_number():
    sample = digital.as_pdf(digital.one_page(Random(2)))
    assert all(0 <= value <= 1.0 for box in sample.boxes.values() for value in box)
    assert sample.boxes["invoice_number"][3] < sample.boxes["gross_amount"][1]
