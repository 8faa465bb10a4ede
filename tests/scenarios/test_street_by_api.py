"""The whole street through the REST API alone, with a token: upload, run, approve, file, fetch the receipt."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from foundation.jobs import run_pending
from foundation.models import Company, TaxpayerStatus
from samples.demo import bureau as demo_bureau
from samples.demo.documents import documents
from samples.demo.plan import company as plan_of
from tests.plugins.sandbox import Sandbox

pytestmark = pytest.mark.django_db

PERIOD = "?period=2026-09"
PLAN = plan_of("small_scale")
UPLOADED = {"s01", "s02", "s03", "s04", "s05", "p04", "p06"}


@pytest.fixture
def company(agency) -> Company:
    made = Company.objects.create(
        agency=agency, name=PLAN.party.name, taxpayer_id=PLAN.party.taxpayer_id, books_begin="2026-09"
    )
    TaxpayerStatus.objects.create(
        company=made, effective_from=date(2026, 9, 1), vat_status="small_scale", vat_filing="quarter"
    )
    return made


@pytest.fixture
def api(supervisor) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {Token.objects.create(user=supervisor).key}")
    return client


def test_from_upload_to_receipt_with_nothing_but_the_api(api, company, bureau_sandbox: Sandbox):
    bureau_sandbox.taxpayer(**demo_bureau.taxpayer(PLAN))
    bureau_sandbox.invoices(demo_bureau.invoices(PLAN))
    base = f"/api/v1/companies/{company.pk}"

    chosen = [one for one in documents(PLAN, PLAN.months()[0]) if one.plan.id in UPLOADED]
    files = [SimpleUploadedFile(one.name, one.sample.content) for one in chosen]
    assert api.post(f"{base}/invoices/documents/", {"files": files}, format="multipart").status_code in {201, 202}
    run_pending()
    listed = api.get(f"{base}/invoices/{PERIOD}").json()
    assert listed["count"] == len(chosen)
    assert {invoice["verdict"] for invoice in listed["results"]} == {"compliant"}

    waiting = run(api, base, accept_suggestions=True)["waiting"]
    assert [item["stage"] for item in waiting] == ["approval"]
    sheet = api.get(f"{base}/books/statements/{PERIOD}").json()
    assert sheet["balance_sheet"]

    done = run(api, base, accept_suggestions=True, approve_hash=waiting[0]["hash"], channel="direct_api")
    assert (done["state"], done["error"], done["waiting"]) == ("done", "", [])
    submissions = api.get(f"{base}/tax/submissions/{PERIOD}").json()
    rows = submissions["results"] if isinstance(submissions, dict) else submissions
    assert {row["state"] for row in rows} == {"accepted"}
    receipt = api.get(f"{base}/tax/receipts/{rows[0]['id']}/")
    assert b"".join(receipt.streaming_content if receipt.streaming else [receipt.content]).startswith(b"%PDF")
    assert len(bureau_sandbox.accepted(company.taxpayer_id)) == len(rows)
    assert api.get(f"{base}/risk/{PERIOD}").status_code == 200


def run(api: APIClient, base: str, **wishes: object) -> dict:
    """Start the main job and let the worker's part happen here."""
    started = api.post(f"{base}/workbench/run/{PERIOD}", wishes, format="json")
    assert started.status_code == 202, started.content
    run_pending(kinds=["workbench.run_period"])
    return api.get(f"{base}/workbench/run/{PERIOD}").json()
