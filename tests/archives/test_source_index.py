"""Originals are kept, found from their vouchers and back, and asked for where only a print is there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from archives.domain.booking_file import NAMESPACE
from archives.domain.source_papers import State
from archives.selectors.source_index import row_of_voucher, source_index, trail_of_file
from bookkeeping.exports import DraftLine, reverse_voucher
from bookkeeping.models import Voucher
from foundation.documents.exports import document_path, is_intact
from foundation.provenance import Ref
from invoices.exports import mark_booked
from kernel.period import AccountingPeriod

pytestmark = pytest.mark.django_db
SEPTEMBER = AccountingPeriod(2026, 9)
D = Decimal


@pytest.fixture
def booked(books, post, invoice):
    """(invoice, id of the voucher that booked it)."""
    row = invoice()
    voucher = post("invoice:1", sources=(Ref("invoice", row.pk),), origin="engine:memory")
    mark_booked(books.pk, row.pk, voucher)
    row.refresh_from_db()
    return row, voucher


def test_a_voucher_leads_to_its_file_and_the_file_back(books, booked):
    row, voucher = booked
    found = row_of_voucher(books.pk, voucher)
    assert found.state is State.COMPLETE
    assert [document.pk for document in found.files] == [row.document_id]
    trail = trail_of_file(row.document)
    assert [one.id for one in trail.invoices] == [row.pk]
    assert [one.id for one in trail.vouchers] == [voucher]


def test_what_is_missing_is_named_by_kind(books, post, booked):
    post("hand:1")
    post("close", origin="close_pnl")
    counts = source_index(books.pk, SEPTEMBER, SEPTEMBER).counts
    assert counts == {"complete": 1, "missing": 1, "not_needed": 1, "paper_only": 0, "original_missing": 0}
    assert source_index(books.pk, SEPTEMBER, SEPTEMBER).missing_by_origin == [("manual", 1)]


def test_a_correction_needs_no_paper_of_its_own(books, owner, booked):
    _row, voucher = booked
    red = reverse_voucher(Voucher.objects.get(pk=voucher), actor=owner, day=date(2026, 9, 20), reason="开错")
    assert row_of_voucher(books.pk, red.pk).state is State.NOT_NEEDED


def test_a_photo_of_an_e_invoice_asks_for_the_original_until_it_comes(books, post, invoice):
    photo = invoice(medium="image")
    voucher = post("invoice:1", sources=(Ref("invoice", photo.pk),))
    assert row_of_voucher(books.pk, voucher).state is State.ORIGINAL_MISSING
    assert [one.id for one in source_index(books.pk, SEPTEMBER, SEPTEMBER).wanted] == [photo.pk]
    original = invoice(medium="xml", data=b"<xml/>")
    found = row_of_voucher(books.pk, voucher)
    assert found.state is State.COMPLETE
    assert original.document in found.files
    assert source_index(books.pk, SEPTEMBER, SEPTEMBER).wanted == ()


def test_changed_bytes_are_never_handed_out_as_the_original(books, booked, viewer, login):
    row, _voucher = booked
    client = login(viewer)
    address = reverse("invoices:document_file", args=[books.pk, row.document_id])
    assert b"".join(client.get(address).streaming_content).startswith(b"%PDF")
    assert "与收到时一致" in client.get(reverse("archives:document", args=[books.pk, row.document_id])).content.decode()
    document_path(row.document).write_bytes(b"%PDF-1.7 forged")
    assert is_intact(row.document) is False
    assert client.get(address).status_code == 409
    page = client.get(reverse("archives:document", args=[books.pk, row.document_id])).content.decode()
    assert "与收到时不一致" in page


@pytest.mark.parametrize(
    "statement", ["DELETE FROM foundation_document", "UPDATE foundation_document SET sha256 = 'x'"]
)
def test_the_database_keeps_received_files(books, booked, statement):
    with pytest.raises(DatabaseError, match="is kept"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_booking_file_says_what_was_booked(books, booked, viewer, login):
    row, voucher = booked
    answer = login(viewer).get(reverse("archives:booking_file", args=[books.pk, voucher, row.pk]))
    root = ET.fromstring(answer.content)
    told = {each.tag.removeprefix(f"{{{NAMESPACE}}}"): each.text for each in root.iter()}
    assert root.get("view") == "einv_ord_receiver"
    assert told["InvoiceNumber"] == row.invoice_number
    assert told["TotalTax-includedAmount"] == "800.00"
    assert told["WhetherEinvoiceHasBeenBooked"] == "Y"
    assert told["UnifiedSocialCreditCodeOfAccountingEntity"] == books.taxpayer_id
    assert told["NumberOfAccountingDocuments"] == "记-1"
    assert told["PostingDate"] == "2026-09-12"
    entries = root.findall(f".//{{{NAMESPACE}}}InformationOfDebitAndCreditEntryTuple")
    sides = [(entry[0].text, entry[1].text, entry[3].text) for entry in entries]
    assert sides == [("借方", "管理费用", "800.00"), ("贷方", "银行存款", "800.00")]
    assert root.find(f"{{{NAMESPACE}}}OriginalFile").get("sha256") == row.document.sha256


def test_papers_without_a_file_have_no_booking_file(books, post, invoice, viewer, login):
    paper = invoice(kind="taxi", medium="image")
    voucher = post("invoice:1", sources=(Ref("invoice", paper.pk),))
    address = reverse("archives:booking_file", args=[books.pk, voucher, paper.pk])
    assert login(viewer).get(address).status_code == 404


def test_red_lines_stay_negative_in_the_booking_file(books, post, invoice, viewer, login):
    row = invoice()
    lines = (DraftLine("560204", D(-80), D(0), is_red_letter=True), DraftLine("1002", D(0), D(-80), is_red_letter=True))
    voucher = post("invoice:1", sources=(Ref("invoice", row.pk),), lines=lines)
    told = login(viewer).get(reverse("archives:booking_file", args=[books.pk, voucher, row.pk])).content.decode()
    assert told.count("-80.00") == 2


def test_the_pages_show_the_period(books, booked, viewer, stranger, login):
    _row, voucher = booked
    address = reverse("archives:sources", args=[books.pk])
    assert "记-1" in login(viewer).get(address, {"period": "2026-09"}).content.decode()
    assert login(viewer).get(address, {"state": "nonsense"}).status_code == 404
    page = login(viewer).get(reverse("archives:voucher", args=[books.pk, voucher])).content.decode()
    assert "einv_ord_receiver" in page
    assert login(stranger).get(address).status_code == 404
