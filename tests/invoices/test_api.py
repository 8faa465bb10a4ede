"""The API: upload, list, detail, correct, decide; refusals carry their code."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from foundation.models import Document
from invoices.models import Invoice
from invoices.services.process_pending import process_pending
from tests.invoices.cases import invoice

pytestmark = pytest.mark.django_db


def url(company, *parts):
    return "/api/v1/companies/{}/invoices/{}".format(company.pk, "".join(f"{part}/" for part in parts))


def test_from_upload_to_decision(say, general, accountant, login):
    say["a.pdf"] = [invoice(confidence={"seller_name": 0.5})]
    client = login(accountant)
    sent = client.post(url(general, "documents"), {"files": [SimpleUploadedFile("a.pdf", b"%PDF-1.7 a")]})
    assert (sent.status_code, sent.json()[0]["state"]) == (201, "received")
    again = client.post(url(general, "documents"), {"files": [SimpleUploadedFile("b.pdf", b"%PDF-1.7 a")]})
    assert again.json()[0]["id"] == sent.json()[0]["id"]
    process_pending(general.pk)
    [row] = client.get(url(general), {"period": "2026-10", "verdict": "compliant"}).json()["results"]
    assert row["gross_amount"] == "1060.00"
    detail = client.get(url(general, row["id"])).json()
    assert detail["lines"][0]["item_name"] == "*信息技术服务*软件开发"
    assert detail["confidence"] == {"seller_name": 0.5}
    body = {"field": "buyer_name", "value": "别家有限公司"}
    changed = client.post(url(general, row["id"], "correct"), body, content_type="application/json").json()
    assert changed["verdict"] == "reject"
    assert changed["corrections"][0]["old"] == "赤松商贸有限公司"
    late = {"field": "buyer_name", "value": "又一家有限公司", "seen": "赤松商贸有限公司"}
    overtaken = client.post(url(general, row["id"], "correct"), late, content_type="application/json")
    assert (overtaken.status_code, overtaken.json()["code"]) == (409, "changed_meanwhile")
    refused = client.post(url(general, row["id"], "decide"), {"decision": "accept"}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "needs_override")
    letter = client.post(url(general, row["id"], "decide"), {"decision": "reject"}, content_type="application/json")
    assert "别家有限公司" in letter.json()["letter"]
    assert client.get(url(general, "counts"), {"period": "2026-10"}).json()["returned"] == 1


def test_bad_requests_are_400_with_their_reason(receive, general, accountant, login):
    [row] = receive(invoice())
    client = login(accountant)
    assert client.post(url(general, "documents")).status_code == 400
    body = {"field": "gross_amount", "value": "viel"}
    wrong = client.post(url(general, row.pk, "correct"), body, content_type="application/json")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "not_money")
    nonsense = client.post(url(general, row.pk, "decide"), {"decision": "burn"}, content_type="application/json")
    assert nonsense.status_code == 400


def test_a_viewer_reads_and_changes_nothing(receive, general, viewer, login):
    [row] = receive(invoice())
    client = login(viewer)
    assert client.get(url(general, row.pk)).status_code == 200
    body = {"field": "remarks", "value": "x"}
    assert client.post(url(general, row.pk, "correct"), body, content_type="application/json").status_code == 403
    assert client.post(url(general, "documents"), {"files": [SimpleUploadedFile("a.pdf", b"%PDF")]}).status_code == 403
    assert Document.objects.count() == Invoice.objects.count() == 1


def test_other_companies_see_nothing(receive, general, small_scale, accountant, stranger, login):
    [row] = receive(invoice())
    assert login(stranger).get(url(general, row.pk)).status_code == 404
    assert login(accountant).get(url(small_scale, row.pk)).status_code == 404
    assert login(accountant).get(url(small_scale)).json()["count"] == 0


def test_the_bytes_come_back_as_a_download(receive, general, viewer, login):
    [row] = receive(invoice())
    response = login(viewer).get(url(general, "documents", row.document_id, "file"))
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert "attachment" in response["Content-Disposition"]


def test_a_bureau_that_is_down_is_said_and_kept(receive, general, accountant, login):
    [row] = receive(invoice())
    answer = login(accountant).post(url(general, row.pk, "verify")).json()
    assert answer["outcome"] == "unavailable"
    assert row.verifications.count() == 1


def test_circumstances_and_category_over_the_api(receive, general, accountant, login):
    [row] = receive(invoice())
    client, root = login(accountant), f"/api/v1/companies/{general.pk}/invoices/{row.pk}"

    def post(verb, body):
        return client.post(f"{root}/{verb}/", body, content_type="application/json")

    assert post("circumstances", {"said": {"expense_claim": {"amount": "2000.00"}}}).json()["verdict"] == "reject"
    assert post("circumstances", {"unsaid": ["expense_claim"]}).json()["verdict"] == "compliant"
    assert post("category", {"category": "software"}).json()["category"] == "software"
    assert post("category", {"category": "x"}).status_code == 400
    assert post("circumstances", {"said": {"verdict": "compliant"}}).status_code == 400
