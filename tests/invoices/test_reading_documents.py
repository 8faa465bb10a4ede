"""From an upload to checked invoices: once each, whatever the file holds, and nothing stops the neighbours."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from foundation.models import AuditEntry, Document, DocumentState, Job
from foundation.provenance import Ref, sources_of
from invoices.domain.fapiao import Kind, Medium, Method, Travel
from invoices.mapping import to_fapiao
from invoices.models import Invoice
from invoices.services.process_pending import process_pending
from invoices.services.receive_files import receive_files
from tests.invoices.cases import invoice, line
from tests.invoices.conftest import error, pdfs

pytestmark = pytest.mark.django_db


def test_an_upload_becomes_a_checked_sorted_invoice(receive, general):
    [row] = receive(invoice(), name="a.xml", data=b"<EInvoice>1</EInvoice>")
    assert (row.verdict, row.direction, row.period) == ("compliant", "purchase", "2026-10")
    assert (row.category, row.input_vat, row.deductible_vat) == ("it_services", "deductible", Decimal("60.00"))
    assert row.document.state == DocumentState.READ
    assert sources_of(general.pk, Ref("invoice", row.pk)) == [Ref("document", row.document_id, "page.1")]
    assert AuditEntry.objects.filter(action="invoice.read", subject=f"invoice:{row.pk}").exists()


def test_what_goes_into_the_tables_comes_out_the_same(receive):
    travel = Travel(origin="上海", destination="北京", date=date(2026, 10, 2), fare=Decimal("553.00"), traveller="李某")
    given = invoice(
        line(tax_category="信息技术服务", quantity=Decimal("1.5"), unit_price=Decimal("666.6666666667")),
        travel=travel,
        confidence={"seller_name": 0.5},
        boxes={"seller_name": (0.1, 0.2, 0.3, 0.4)},
        extra={"fuel_surcharge": "10.00"},
        engine="text",
    )
    [row] = receive(given)
    row.refresh_from_db()
    assert to_fapiao(row) == given
    assert row.doubtful_fields == 1


def test_several_invoices_of_one_file_are_several_rows(receive):
    first, second = invoice(), invoice(invoice_number="26312000000099999999", page=2)
    assert [row.page for row in receive(first, second)] == [1, 2]


def test_the_same_file_again_changes_nothing(receive, general, accountant):
    receive(invoice(), name="a.pdf", data=b"%PDF-same")
    receive_files(general, [("copy.pdf", b"%PDF-same")], accountant)
    process_pending(general.pk)
    assert Document.objects.count() == Invoice.objects.count() == Job.objects.count() == 1


def test_running_the_jobs_again_changes_nothing(receive, general):
    receive(invoice())
    before = (Invoice.objects.count(), AuditEntry.objects.count())
    process_pending(general.pk)
    assert (Invoice.objects.count(), AuditEntry.objects.count()) == before


def test_every_bad_file_says_why_and_the_rest_go_on(say, general, accountant):
    say |= {
        "good.pdf": [invoice()],
        "damaged.pdf": error("damaged"),
        "locked.pdf": error("encrypted", "文件已加密，请先去除密码", "The file is encrypted"),
        "nothing.pdf": [],
        "broken.pdf": RuntimeError("a reader fell over"),
    }
    files = [*pdfs(say), ("empty.pdf", b""), ("what.bin", b"\x00\x01")]
    receive_files(general, files, accountant)
    for _ in range(4):
        Job.objects.filter(state="queued").update(run_after=date(2026, 1, 1).isoformat() + "T00:00Z")
        process_pending(general.pk)
    documents = {document.name: document for document in Document.objects.all()}
    assert {name: document.error_code for name, document in documents.items()} == {
        "good.pdf": "",
        "damaged.pdf": "damaged",
        "locked.pdf": "encrypted",
        "nothing.pdf": "no_invoice",
        "broken.pdf": "reader_failed",
        "empty.pdf": "empty",
        "what.bin": "unsupported_type",
    }
    assert all(document.error_zh and document.error_en for name, document in documents.items() if name != "good.pdf")
    assert Invoice.objects.count() == 1


def test_a_second_paper_with_the_same_number_is_a_duplicate(receive):
    photo = invoice(medium=Medium.IMAGE, method=Method.OCR)
    [first] = receive(invoice())
    [second] = receive(photo)
    assert first.verdict == "compliant"
    assert second.verdict == "reject"
    assert "DOUBLE_CLAIM" in {finding.rule for finding in second.findings.all()}
    assert first.document.name in second.findings.get(rule="DOUBLE_CLAIM").message_zh


def test_the_xml_and_the_pdf_of_one_invoice_are_one_invoice(receive, general):
    pdf = invoice(medium=Medium.PDF, method=Method.TEXT, remarks="from the text layer")
    [row] = receive(pdf)
    assert receive(invoice(), name="a.xml", data=b"<EInvoice/>") == []
    row.refresh_from_db()
    assert (row.medium, row.remarks) == ("xml", None)
    assert row.reading["other_media"] == ["pdf"]
    assert len(sources_of(general.pk, Ref("invoice", row.pk))) == 2
    [again] = receive(pdf)
    assert again.verdict == "reject"


def test_a_sale_is_known_by_the_company_as_seller(receive, general):
    [row] = receive(
        invoice(
            seller_name=general.name,
            seller_taxpayer_id=general.taxpayer_id,
            buyer_name="云杉咨询有限公司",
            buyer_taxpayer_id="91310000MA00000012",
        )
    )
    assert (row.direction, row.input_vat, row.verdict) == ("sale", "none", "compliant")


def test_an_invoice_of_a_closed_month_goes_to_the_month_in_work(receive, general):
    general.period_in_work = "2026-11"
    general.save()
    [row] = receive(invoice())
    assert row.period == "2026-11"


def test_a_small_scale_company_deducts_nothing(receive, small_scale):
    fapiao = invoice(buyer_name=small_scale.name, buyer_taxpayer_id=small_scale.taxpayer_id, seller_taxpayer_id=None)
    [row] = receive(fapiao, company=small_scale)
    assert (row.input_vat, row.deductible_vat) == ("none", Decimal("0.00"))


def test_a_hostile_value_does_not_burst_its_column(receive):
    [row] = receive(invoice(seller_name="长" * 5000 + "\x00", kind=Kind.GENERAL_VAT))
    assert len(row.seller_name) == 200


def test_an_invoice_of_a_hundred_lines_and_two_thousand_rows_is_read_in_one_go(receive):
    lines = tuple(line(f"*纸制品*纸{number}", "1.00", "0.13") for number in range(100))
    [row] = receive(invoice(*lines))
    assert row.lines.count() == 100
