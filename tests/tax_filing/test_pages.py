"""The pages and the API, from the due list to the receipt, as the people of the house use them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from bookkeeping.exports import movements
from foundation.jobs import run_pending
from foundation.models import Company, Job, User
from kernel.period import AccountingPeriod
from tax_filing.models import Submission, TaxPayment, TaxReturn
from tax_filing.services.draft_returns import draft_returns
from tests.conftest import Login
from tests.tax_filing.conftest import OCTOBER, close
from tests.tax_filing.fake_bureau import FakeBureau

pytestmark = pytest.mark.django_db
PERIOD = "?period=2026-10"


def page(name: str, company: Company, *args: object) -> str:
    return reverse(f"tax_filing:{name}", args=[company.pk, *args])


@pytest.fixture
def closed(general_in_october: Company) -> Company:
    close(general_in_october, OCTOBER)
    return general_in_october


def work() -> None:
    for _ in range(4):
        Job.objects.update(run_after=timezone.now() - timedelta(seconds=1))
        run_pending(kinds=["tax_filing.submit"], limit=1)


def test_one_click_from_the_due_list_to_the_receipt(
    closed: Company, accountant: User, supervisor: User, login: Login, bureau: FakeBureau
) -> None:
    desk, chief = login(accountant), login(supervisor)
    assert "2026-11-16" in desk.get(page("due", closed) + PERIOD).content.decode()
    desk.post(page("draft", closed) + PERIOD)
    plan = chief.get(page("plan", closed) + PERIOD)
    assert plan.context["package_hash"]
    assert plan.context["blocked"] is False
    chief.post(page("approve", closed) + PERIOD, {"package_hash": plan.context["package_hash"]})
    desk.post(page("file", closed) + PERIOD, {"channel": "fake"})
    progress = desk.get(page("progress", closed) + PERIOD).content.decode()
    assert "every 1s" in progress
    work()
    progress = desk.get(page("progress", closed) + PERIOD).content.decode()
    assert "every 1s" not in progress
    submission = Submission.objects.get()
    shown = desk.get(page("submission", closed, submission.pk)).content.decode()
    assert submission.reference in shown
    receipt = desk.get(page("receipt", closed, submission.pk))
    assert receipt.content.startswith(b"%PDF")
    assert receipt["Content-Disposition"].startswith("attachment")


def test_a_blocked_plan_cannot_be_approved(
    general_in_october: Company, supervisor: User, login: Login, bureau: FakeBureau
) -> None:
    chief = login(supervisor)
    draft_returns(general_in_october, OCTOBER)
    plan = chief.get(page("plan", general_in_october) + PERIOD)
    assert plan.context["blocked"] is True
    refused = chief.post(page("approve", general_in_october) + PERIOD, {"package_hash": plan.context["package_hash"]})
    assert refused.status_code in (302, 409)
    assert not Submission.objects.exists()


def test_a_period_without_returns_names_the_next_deadline(small_scale: Company, viewer: User, login: Login) -> None:
    shown = login(viewer).get(page("due", small_scale) + PERIOD).content.decode()
    assert "2026Q4" in shown


def test_a_figure_opens_its_formula_rules_and_papers(closed: Company, viewer: User, login: Login) -> None:
    (found,) = draft_returns(closed, OCTOBER)
    client = login(viewer)
    whole = client.get(page("return", closed, found.pk)).content.decode()
    assert "本期应补(退)税额" in whole.replace("（", "(").replace("）", ")")
    shown = client.get(page("cell", closed, found.pk, "main:34:general")).content.decode()
    assert "第24栏 − 第28栏 − 第29栏" in shown
    papers = client.get(page("cell", closed, found.pk, "schedule_1:5:5")).content.decode()
    assert "来源单据（1）" in papers
    rate = client.get(page("cell", closed, found.pk, "schedule_5:1:4")).content.decode()
    assert "城市维护建设税法第四条" in rate
    assert client.get(page("cell", closed, found.pk, "main:99:general")).status_code == 404


def test_every_cell_of_the_form_can_be_opened_in_both_languages(closed: Company, viewer: User, login: Login) -> None:
    (found,) = draft_returns(closed, OCTOBER)
    client = login(viewer)
    for language in ("zh-hans", "en"):
        client.cookies["django_language"] = language
        for line in ("11", "13", "18", "28", "34", "39"):
            assert client.get(page("cell", closed, found.pk, f"main:{line}:general")).status_code == 200


def test_an_override_is_made_on_the_page_and_shown_on_its_tab(closed: Company, accountant: User, login: Login) -> None:
    (found,) = draft_returns(closed, OCTOBER)
    desk = login(accountant)
    bad = desk.post(page("override", closed, found.pk), {"cell": "schedule_1:5:6", "value": "x", "reason": ""})
    assert bad.status_code == 422
    said = {"cell": "schedule_1:5:6", "value": "5999", "reason": "尾差"}
    shown = desk.post(page("override", closed, found.pk), said, follow=True)
    found.refresh_from_db()
    assert found.lines["main"]["11"]["general"] == "5999.00"
    assert shown.context["shown"] == "schedule_1"
    assert "tax-overridden" in shown.content.decode()
    asked = {"HX-Request": "true"}
    cleared = desk.post(page("override", closed, found.pk), {"cell": "schedule_1:5:6", "clear": "1"}, headers=asked)
    assert (cleared.status_code, cleared["HX-Redirect"]) == (
        204, page("return", closed, found.pk) + "?section=schedule_1",
    )  # fmt: skip
    assert TaxReturn.objects.get(pk=found.pk).overrides == {}


def test_a_receipt_brought_by_hand_must_be_a_document(
    closed: Company, accountant: User, supervisor: User, login: Login, bureau: FakeBureau
) -> None:
    desk, chief = login(accountant), login(supervisor)
    desk.post(page("draft", closed) + PERIOD)
    plan = chief.get(page("plan", closed) + PERIOD)
    chief.post(page("approve", closed) + PERIOD, {"package_hash": plan.context["package_hash"]})
    desk.post(page("file", closed) + PERIOD, {"channel": "manual"})
    work()
    submission = Submission.objects.get()
    bring = page("confirm", closed, submission.pk)
    desk.post(bring, {"reference": "SB1", "receipt": SimpleUploadedFile("a.exe", b"MZ")})
    submission.refresh_from_db()
    assert submission.state == "human_needed"
    desk.post(bring, {"reference": "SB1", "receipt": SimpleUploadedFile("回执.pdf", b"%PDF-1.7")})
    submission.refresh_from_db()
    assert (submission.state, submission.reference) == ("accepted", "SB1")
    pay = page("paid", closed, submission.pk)
    desk.post(pay, {"number": "JK1", "amount": "6000.00", "paid_on": "2026-11-20"})
    assert not TaxPayment.objects.exists()
    desk.post(pay, {"number": "JK1", "amount": "6222.42", "paid_on": "2026-11-20"})
    assert TaxPayment.objects.get().voucher_id
    november = AccountingPeriod(2026, 11)
    booked = {row.code: row for row in movements(closed.pk, november, november)}
    assert (booked["571110"].debit, booked["222102"].closing_credit) == (Decimal("12.42"), 0)


def test_the_same_way_through_the_api(
    closed: Company, accountant: User, supervisor: User, login: Login, bureau: FakeBureau
) -> None:
    api = f"/api/v1/companies/{closed.pk}/tax"
    desk, chief = login(accountant), login(supervisor)
    assert desk.get(f"{api}/due/{PERIOD}").json()[0]["deadline"] == "2026-11-16"
    drafted = desk.post(f"{api}/returns/{PERIOD}").json()
    assert drafted["returns"][0]["total_payable"] == "6210.00"
    early = desk.post(f"{api}/file/{PERIOD}", {"channel": "fake"}, content_type="application/json")
    assert early.status_code == 409
    approved = chief.post(
        f"{api}/approve/{PERIOD}", {"package_hash": drafted["package_hash"]}, content_type="application/json"
    )
    assert approved.status_code == 200
    sent = desk.post(f"{api}/file/{PERIOD}", {"channel": "fake"}, content_type="application/json")
    assert sent.status_code == 202
    work()
    (row,) = desk.get(f"{api}/submissions/{PERIOD}").json()
    assert (row["state"], row["receipt_name"]) == ("accepted", "A-1.pdf")
    events = desk.get(f"{api}/submissions/{row['id']}/").json()["events"]
    assert [event["kind"] for event in events] == ["created", "sending", "accepted", "receipt_stored"]
    assert desk.get(f"{api}/receipts/{row['id']}/").content.startswith(b"%PDF")
