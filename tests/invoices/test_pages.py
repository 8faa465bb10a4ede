"""The pages: upload and progress, the list with totals that tie, review, decisions, export."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from foundation.models import Document
from invoices.models import Invoice
from invoices.selectors.totals import totals
from invoices.services.process_pending import process_pending
from tests.invoices.cases import invoice, line
from tests.invoices.conftest import error

pytestmark = pytest.mark.django_db


def page(name, *args, **query):
    return reverse(f"invoices:{name}", args=args) + (
        "?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else ""
    )


def a_few(receive):
    receive(invoice())
    receive(invoice(line("*餐饮服务*餐费", "200.10"), invoice_number="26312000000000000001"))
    receive(
        invoice(line("*餐饮服务*餐费", "99.99"), invoice_number="26312000000000000002", gross_amount=Decimal("1.00"))
    )
    receive(invoice(line("*酒*白酒", "500.00", "0.13"), invoice_number="26312000000000000003", net_amount=None))


def test_an_upload_shows_each_file_with_its_state_and_goes_on_asking(say, general, accountant, login):
    say |= {"good.pdf": [invoice()], "locked.pdf": error("encrypted", "文件已加密，请先去除密码")}
    files = [SimpleUploadedFile(name, f"%PDF-1.7 {name}".encode()) for name in say]
    files.append(SimpleUploadedFile("empty.pdf", b""))
    client = login(accountant)
    shown = client.post(page("upload", general.pk), {"files": files}, headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" in shown
    assert "文件是空的" in shown
    process_pending(general.pk)
    ids = ",".join(str(one.pk) for one in Document.objects.all())
    shown = client.get(page("upload_progress", general.pk, ids=ids)).content.decode()
    assert "hx-get" not in shown
    assert "文件已加密" in shown
    assert page("review", general.pk, Invoice.objects.get().pk) in shown


def test_progress_never_tells_of_another_companys_files(say, general, small_scale, accountant, login):
    say["a.pdf"] = [invoice()]
    login(accountant).post(page("upload", general.pk), {"files": [SimpleUploadedFile("secret.pdf", b"%PDF-1.7 x")]})
    ids = str(Document.objects.get().pk)
    assert "secret.pdf" not in login(accountant).get(page("upload_progress", small_scale.pk, ids=ids)).content.decode()


def test_totals_by_category_and_by_verdict_tie_with_the_rows(receive):
    a_few(receive)
    rows = Invoice.objects.all()
    found = totals(rows)
    for groups in (found.by_category, found.by_verdict):
        assert sum(group.count for group in groups) == found.all.count == rows.count()
        for column in ("net", "tax", "gross", "deductible"):
            assert sum(getattr(group, column) for group in groups) == getattr(found.all, column)
    assert found.all.gross == sum(row.gross_amount for row in rows)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, 4),
        ({"verdict": "reject"}, 1),
        ({"category": "catering"}, 2),
        ({"q": "白酒"}, 1),
        ({"q": "云杉 餐费"}, 2),
        ({"direction": "sale"}, 0),
        ({"period": "2026-09"}, 0),
        ({"period": "2026-09", "scope": "all"}, 4),
    ],
)
def test_the_list_is_narrowed_as_asked(receive, general, viewer, login, query, expected):
    general.period_in_work = "2026-10"
    general.save()
    a_few(receive)
    shown = login(viewer).get(page("list", general.pk, **query))
    assert shown.context["page"].paginator.count == expected


def test_another_companys_invoice_is_not_there(receive, small_scale, accountant, login):
    [row] = receive(invoice())
    client = login(accountant)
    for name in ("review", "correct", "decide", "verify"):
        verb = client.get if name == "review" else client.post
        assert verb(page(name, small_scale.pk, row.pk)).status_code == 404
    assert client.get(page("document_file", small_scale.pk, row.document_id)).status_code == 404
    assert client.get(page("document_page", small_scale.pk, row.document_id, 1)).status_code == 404


def test_the_review_shows_doubtful_fields_first_with_their_boxes(receive, general, accountant, login):
    [row] = receive(
        invoice(confidence={"seller_name": 0.4, "gross_amount": 1.0}, boxes={"seller_name": (0.1, 0.2, 0.3, 0.25)})
    )
    response = login(accountant).get(page("review", general.pk, row.pk))
    assert response.context["fields"][0].name == "seller_name"
    assert 'data-box="seller_name"' in response.content.decode()
    assert 'x="100.0" y="200.0" width="200.0" height="50.0"' in response.content.decode()


def test_a_correction_by_the_page_is_checked_and_a_wrong_value_said(receive, general, accountant, login):
    [row] = receive(invoice())
    client, url = login(accountant), page("correct", general.pk, row.pk)
    asked = {"HX-Request": "true"}
    bad = client.post(url, {"field": "gross_amount", "value": "viel"}, headers=asked)
    assert bad.status_code == 422
    good = client.post(url, {"field": "gross_amount", "value": "1061.00"}, headers=asked)
    assert good.status_code == 200
    assert "TOTALS_DO_NOT_ADD_UP" in {finding.rule for finding in row.findings.all()}


def test_a_cell_of_a_line_is_corrected_in_its_place(receive, general, accountant, login):
    [row] = receive(invoice())
    client = login(accountant)
    assert 'id="cell-1-tax_rate"' in client.get(page("review", general.pk, row.pk)).content.decode()
    client.post(page("correct", general.pk, row.pk), {"field": "lines.1.tax_rate", "value": "9%"})
    assert row.lines.get().tax_rate == Decimal("0.09")


def test_a_page_turned_by_nonsense_is_not_found(receive, general, viewer, login):
    [row] = receive(invoice())
    url = page("document_page", general.pk, row.document_id, 1, turn="x")
    assert login(viewer).get(url).status_code == 404


def test_accepting_goes_on_to_the_next_that_waits(receive, general, accountant, login):
    [first] = receive(invoice())
    [second] = receive(invoice(line("*酒*白酒", rate="0.13"), invoice_number="26312000000000000003"))
    url = page("decide", general.pk, first.pk)
    response = login(accountant).post(url, {"decision": "accept", "next": "1"}, headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == page("review", general.pk, second.pk, period="2026-10")


def test_an_accountant_sees_no_override_and_cannot_do_it(receive, general, accountant, supervisor, login):
    [row] = receive(invoice(gross_amount=Decimal("1.00")))
    url = page("decide", general.pk, row.pk)
    assert 'value="override"' not in login(accountant).get(page("review", general.pk, row.pk)).content.decode()
    assert login(accountant).post(url, {"decision": "override", "reason": "x"}).status_code == 403
    assert 'value="override"' in login(supervisor).get(page("review", general.pk, row.pk)).content.decode()
    login(supervisor).post(url, {"decision": "override", "reason": "已核实"})
    row.refresh_from_db()
    assert row.decision == "overridden"


def test_a_name_that_looks_like_a_formula_stays_a_name_in_excel(receive, general, viewer, login):
    general.period_in_work = "2026-10"
    general.save()
    evil = '=HYPERLINK("http://example.com","x")'
    receive(invoice(seller_name=evil, seller_taxpayer_id=None))
    receive(invoice(seller_name="+1+2", seller_taxpayer_id=None, invoice_number="26312000000000000009"))
    response = login(viewer).get(page("export", general.pk))
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert {evil, "+1+2"} <= {cell.value for cell in cells}
    assert sheet.cell(sheet.max_row, 16).value == 2120


def test_a_file_is_downloaded_never_shown_as_a_page(receive, general, viewer, login):
    [row] = receive(invoice(), name="a.xml", data=b"<?xml version='1.0'?><script>1</script>")
    response = login(viewer).get(page("document_file", general.pk, row.document_id, show=1))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_failed_reading_can_be_repeated(say, general, accountant, login):
    say["a.pdf"] = error("damaged")
    client = login(accountant)
    client.post(page("upload", general.pk), {"files": [SimpleUploadedFile("a.pdf", b"%PDF-1.7 a")]})
    process_pending(general.pk)
    document = Document.objects.get()
    say["a.pdf"] = [invoice()]
    client.post(page("document_again", general.pk, document.pk))
    process_pending(general.pk)
    document.refresh_from_db()
    assert (document.state, Invoice.objects.count()) == ("read", 1)


@pytest.mark.parametrize("name", ["list", "upload", "documents"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_open_in_both_languages(receive, general, viewer, login, name, language):
    a_few(receive)
    client = login(viewer)
    client.cookies["django_language"] = language
    assert client.get(page(name, general.pk)).status_code == 200
