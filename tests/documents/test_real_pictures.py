"""Real photos and scans: what is known for sure about them is read, and what is not read is not claimed."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from invoices.domain.fapiao import Fapiao, Kind, Method
from invoices.readers import read_file
from tests.documents.labels import differences, pdf_labels

pytestmark = pytest.mark.ocr

_TRAINS = {"chineseocr_train_red_K492_masked.jpg", "cnocr_huochepiao_blue_D6502.jpg"}
# read by eye; names and ids of real parties only as hashes
_SEEN = {
    "gsc_einvoice_tianjin_2019.png": (
        {"kind": Kind.GENERAL_VAT, "issue_date": date(2019, 5, 8), "net_amount": "46.62", "tax_amount": "6.08",
         "gross_amount": "52.70", "buyer_name": "个人"},
        {"seller_name": "ba8508341749f3b1", "seller_taxpayer_id": "35ff858bf8e9c975"},
    ),
    "gsc_paper_putong_shenzhen.png": (
        {"kind": Kind.GENERAL_VAT, "issue_date": date(2019, 3, 19), "net_amount": "96.72", "tax_amount": "15.48",
         "gross_amount": "112.20"},
        {"seller_name": "d036ad3b391713fd", "seller_taxpayer_id": "0b391f5b25a21d2a",
         "buyer_name": "eb380c9a54a5296a", "buyer_taxpayer_id": "412d69ad37bb48b8"},
    ),
    "gsc_zhuanpiao_specimen_2018.jpg": (
        {"kind": Kind.SPECIAL_VAT, "issue_date": date(2010, 11, 18), "invoice_number": "87654321",
         "net_amount": "5999.00", "tax_amount": "1019.83", "gross_amount": "7018.83", "seller_name": "测试销方企业",
         "buyer_name": "测试购方企业"},
        {},
    ),
    "chineseocr_lite_mcdonalds_receipt.jpg": (
        {"kind": Kind.SHOP_RECEIPT, "issue_date": date(2020, 7, 19), "gross_amount": "38.50"},
        {},
    ),
}  # fmt: skip


def _hash(value: object) -> str:
    return hashlib.sha256(f"readers:{value}".encode()).hexdigest()[:16]


def _read(file: Path) -> Fapiao:
    result = read_file(file)
    assert result.error is None
    assert len(result.fapiaos) == 1
    assert result.fapiaos[0].method is Method.OCR
    return result.fapiaos[0]


@pytest.mark.parametrize("name", sorted(_SEEN))
def test_a_picture_says_what_a_person_sees(documents: Path, name: str) -> None:
    fapiao = _read(documents / "image" / name)
    plain, hashed = _SEEN[name]
    for field, value in plain.items():
        found = getattr(fapiao, field)
        assert (str(found) if isinstance(found, Decimal) else found) == value, field
    for field, value in hashed.items():
        assert _hash(getattr(fapiao, field)) == value, field


def test_paper_railway_tickets_agree_with_their_labels(documents: Path) -> None:
    labels = {
        Path(label["file"]).name: label for label in json.loads((documents / "labels_train_ticket.json").read_text())
    }
    assert labels.keys() == _TRAINS
    for name, label in labels.items():
        fapiao = _read(documents / "image" / name)
        assert fapiao.kind is Kind.RAIL_TICKET
        assert fapiao.travel is not None
        journey = (fapiao.travel.origin, fapiao.travel.destination, fapiao.travel.vehicle, fapiao.travel.seat_class)
        assert journey == (label["from"], label["to"], label["train"], label["seat_class"])
        assert str(fapiao.travel.date) == label["depart"][:10]
        assert fapiao.gross_amount == Decimal(str(label["fare"])).quantize(Decimal("0.01"))
        assert fapiao.invoice_number == label["ticket_no"]


# two code-era layouts, one blockchain invoice, an itinerary: the same pages as pictures; the rest is run by hand
_AS_PICTURES = ("mxvc_587.98.pdf", "i384_0c2fd203.pdf", "mxvc_19.70.pdf")


@pytest.mark.parametrize("name", _AS_PICTURES)
def test_a_text_pdf_read_as_a_picture_gives_the_same_invoice(documents: Path, name: str) -> None:
    result = read_file(documents / "pdf" / name, force_ocr=True)
    printed = read_file(documents / "pdf" / name).fapiaos[0]
    fapiao = result.fapiaos[0]
    label = next(label for label in pdf_labels(documents) if label.file.name == name)
    assert fapiao.method is Method.OCR
    assert differences(label, fapiao) == {}
    for field in ("seller_name", "buyer_name", "seller_taxpayer_id", "buyer_taxpayer_id", "check_code", "kind"):
        assert getattr(fapiao, field) == getattr(printed, field), field
