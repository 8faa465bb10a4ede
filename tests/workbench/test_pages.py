"""The desk's pages on real companies: what waits is shown, and the button starts one job."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from bookkeeping.exports import DraftLine, OpeningBalance, VoucherDraft, open_books, post_draft
from foundation.models import Company, Job, TaxpayerStatus, User
from kernel.period import AccountingPeriod
from tests.conftest import Login
from workbench.models import PeriodRun, RunState
from workbench.selectors.figures import recent_figures
from workbench.selectors.stories import Deadline, story_of

pytestmark = pytest.mark.django_db
PERIOD = AccountingPeriod(2026, 9)
D = Decimal


@pytest.fixture
def with_books(small_scale: Company, owner: User) -> Company:
    """A company with opening money of 500,000 and one sale of 80,000 in 2026-09."""
    openings = [OpeningBalance("1002", D(500_000), D(0)), OpeningBalance("3001", D(0), D(500_000))]
    open_books(small_scale, actor=owner, openings=openings)
    lines = (DraftLine("1002", D(80_000), D(0)), DraftLine("5001", D(0), D(80_000)))
    post_draft(small_scale.pk, VoucherDraft(date(2026, 9, 12), "销售", lines, "sale:1", (), "test"), owner)
    return small_scale


def test_the_board_shows_every_company_of_the_person_and_no_other(
    with_books: Company, general: Company, viewer: User, stranger: User, login: Login
) -> None:
    page = login(viewer).get("/").content.decode()
    assert with_books.name in page
    assert general.name in page
    assert with_books.name not in login(stranger).get("/").content.decode()


def test_a_company_without_taxpayer_status_does_not_take_the_board_down(
    small_scale: Company, viewer: User, login: Login
) -> None:
    TaxpayerStatus.objects.filter(company=small_scale).delete()
    assert small_scale.name in login(viewer).get("/").content.decode()


def test_the_board_is_narrowed_by_pinyin_and_period(
    with_books: Company, general: Company, viewer: User, login: Login
) -> None:
    page = login(viewer).get("/?q=yunshan&period=2026-10").content.decode()
    assert with_books.name in page
    assert general.name not in page
    assert f"/c/{with_books.pk}/?period=2026-10" in page


def test_a_period_that_is_none_is_not_found(viewer: User, login: Login) -> None:
    assert login(viewer).get("/?period=2026-99").status_code == 404


def test_the_story_of_a_period_in_work(with_books: Company) -> None:
    story = story_of(with_books, PERIOD, date(2026, 10, 20))
    assert [(step.name, step.state) for step in story.steps] == [
        ("receipts", "not_started"),
        ("entries", "done"),
        ("reconciliation", "no_lines"),
        ("closing", "not_started"),
        ("returns", "not_started"),
        ("filed", "due"),
        ("paid", "not_started"),
    ]
    assert story.next_step is story.steps[0]
    assert story.deadline is not None
    assert story.deadline.days_left >= 0
    assert story.tax is None


@pytest.mark.parametrize(("days", "tone"), [(-1, "bad"), (3, "bad"), (4, "warn"), (7, "warn"), (8, "neutral")])
def test_a_deadline_is_louder_the_closer_it_is(days: int, tone: str) -> None:
    assert Deadline(date(2026, 10, 26) + timedelta(days), days).tone == tone


def test_figures_of_recent_months_begin_with_the_books(with_books: Company) -> None:
    before, now = recent_figures(with_books, AccountingPeriod(2026, 10))
    assert (before.revenue, before.profit, before.money) == (D(80_000), D(80_000), D(580_000))
    assert (now.revenue, now.money) == (D(0), D(580_000))


def test_the_company_page_tells_the_story(with_books: Company, viewer: User, login: Login) -> None:
    page = login(viewer).get(f"/c/{with_books.pk}/?period=2026-09").content.decode()
    assert "80,000.00" in page
    assert "录入期初余额" in page
    assert "一键办理本期" not in page  # a viewer cannot run anything


def test_the_button_starts_one_job_however_often_it_is_pressed(
    with_books: Company, accountant: User, login: Login
) -> None:
    client = login(accountant)
    for _press in range(2):
        answer = client.post(f"/c/{with_books.pk}/run/?period=2026-09", {"accept_suggestions": "on"})
        assert answer["Location"] == f"/c/{with_books.pk}/?period=2026-09"
    job = Job.objects.get(kind="workbench.run_period")
    assert job.payload["accept_suggestions"] is True


def test_progress_is_asked_for_again_only_while_the_run_works(with_books: Company, viewer: User, login: Login) -> None:
    run = PeriodRun.objects.create(
        company=with_books, period="2026-09", state=RunState.RUNNING, stage="reading", started_at="2026-10-01T00:00Z"
    )
    page = _progress(login(viewer), with_books)
    assert 'hx-trigger="every 2s"' in page
    run.state, run.waiting = RunState.WAITING, [{"stage": "entries", "count": 2, "url": "/x/", "hash": ""}]
    run.save()
    page = _progress(login(viewer), with_books)
    assert "hx-trigger" not in page
    assert 'href="/x/"' in page


def _progress(client: Client, company: Company) -> str:
    return client.get(f"/c/{company.pk}/run/progress/?period=2026-09").content.decode()


def test_my_queue_names_what_waits(with_books: Company, viewer: User, login: Login) -> None:
    page = login(viewer).get("/queue/").content.decode()
    assert "我的待办" in page
    assert with_books.name in page  # the deadline of 2026-09 has passed


def test_the_api_tells_the_story_and_starts_the_run(with_books: Company, accountant: User, login: Login) -> None:
    client = login(accountant)
    base = f"/api/v1/companies/{with_books.pk}/workbench"
    story = client.get(f"{base}/period/?period=2026-09").json()
    assert story["next_step"] == "receipts"
    assert story["figures"][0]["revenue"] == "80000.00"
    assert client.get(f"{base}/run/?period=2026-09").status_code == 404
    started = client.post(f"{base}/run/?period=2026-09", {"accept_suggestions": True}, content_type="application/json")
    assert started.status_code == 202
    assert Job.objects.filter(pk=started.json()["job"]).exists()
