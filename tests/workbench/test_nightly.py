"""The night: one item per company, urgent ones first, people's matters and the system's apart, reports for each."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from bookkeeping.exports import DraftLine, VoucherDraft, open_books, post_draft
from foundation.jobs import run_pending
from foundation.models import AuditEntry, Company, Job, JobState, Membership, Role, User
from kernel.errors import NotPermitted, NotReady, TemporaryFailure
from kernel.period import AccountingPeriod
from tests.conftest import make_company
from tests.workbench.test_bank_stage import _fee
from workbench.models import Assignment, MorningReport, NightlyItem, NightState
from workbench.selectors.morning_report import morning_of
from workbench.services.nightly import work_item as working
from workbench.services.nightly.close_night import report_moment
from workbench.services.nightly.open_night import ITEM_JOB, open_night, start_night, work_again
from workbench.services.nightly.outcome import StageOutcome
from workbench.services.nightly.work_item import periods_of

pytestmark = pytest.mark.django_db
NIGHT = date(2026, 9, 30)


def run_night() -> None:
    start_night(NIGHT)
    run_pending()


def item_of(company: Company) -> NightlyItem:
    return NightlyItem.objects.get(company=company, night=NIGHT)


@pytest.fixture
def three(small_scale, general, individual) -> list[Company]:
    """Three companies with open books."""
    for company in (small_scale, general, individual):
        open_books(company, actor=None)
    return [small_scale, general, individual]


def test_every_company_is_worked_once_however_often_the_night_is_started(three):
    _fee(three[0])
    run_night()
    run_night()
    assert NightlyItem.objects.count() == 3
    assert Job.objects.filter(kind=ITEM_JOB, state=JobState.DONE).count() == 3
    worked = AuditEntry.objects.filter(action="night.worked")
    assert sorted(worked.values_list("company_id", flat=True)) == sorted(one.pk for one in three)
    assert item_of(three[1]).state == NightState.DONE
    waiting = item_of(three[0])
    assert waiting.state == NightState.WAITING
    assert [(issue["code"], issue["count"], issue["period"]) for issue in waiting.issues] == [
        ("proposals_waiting", 1, "2026-09"),
        ("differences", 1, "2026-09"),
    ]
    assert [result["stage"] for result in waiting.results] == [name for name, _stage in working.STAGES]


def test_companies_whose_duties_are_due_soonest_go_first(agency, three):
    late = make_company(
        agency, "黄杉贸易有限公司", "91310000MA00000041", vat="general", filing="month", form="enterprise"
    )
    Company.objects.filter(pk=late.pk).update(books_begin="2026-11")
    Company.objects.filter(pk=three[0].pk).update(books_begin="2026-11", period_in_work="2026-11")
    made = open_night(NIGHT, Company.objects.all())
    jobs = Job.objects.filter(kind=ITEM_JOB).order_by("run_after")
    deadlines = [NightlyItem.objects.get(pk=job.payload["item_id"]).deadline for job in jobs]
    assert made == 4
    assert deadlines == sorted(deadlines, key=lambda day: day or date.max)
    assert deadlines[-1] is None
    assert jobs[3].company == three[0], "a quarterly return is not due for a November"


def test_months_run_from_the_one_in_work_to_the_night(three):
    item = NightlyItem(company=three[0], night=date(2026, 11, 2))
    assert list(map(str, periods_of(item))) == ["2026-09", "2026-10", "2026-11"]
    three[0].period_in_work = "2027-01"
    assert periods_of(item) == (AccountingPeriod(2027, 1),)


def test_trouble_of_the_system_is_tried_again_and_the_other_stages_run_once(three, monkeypatch):
    seen: list[str] = []

    def steady(company, periods):
        seen.append("steady")
        return StageOutcome({"papers": 1})

    def shaky(company, periods):
        seen.append("shaky")
        if seen.count("shaky") < 3:
            raise TemporaryFailure("bureau is down", message_zh="税局没有应答")
        return StageOutcome()

    monkeypatch.setattr(working, "STAGES", (("verify", shaky), ("read", steady)))
    open_night(NIGHT, three[:1])
    jobs = Job.objects.filter(kind=ITEM_JOB)
    for attempt in (1, 2):
        run_pending(kinds=[ITEM_JOB])
        item, job = item_of(three[0]), jobs.get()
        assert (item.state, job.state, job.attempts) == (NightState.RETRYING, JobState.QUEUED, attempt)
        assert [(issue["trouble"], issue["zh"]) for issue in item.issues] == [("system", "税局没有应答")]
        assert job.run_after >= timezone.now() + timedelta(seconds=2**attempt - 1)
        jobs.update(run_after=timezone.now())
    run_pending(kinds=[ITEM_JOB])
    item = item_of(three[0])
    assert (item.state, item.issues, seen.count("steady")) == (NightState.DONE, [], 1)


def test_what_never_works_fails_in_the_end_and_says_so(three, monkeypatch):
    def broken(company, periods):
        raise RuntimeError("a secret of the machine")

    monkeypatch.setattr(working, "STAGES", (("read", broken),))
    open_night(NIGHT, three[:1])
    for _attempt in range(10):
        Job.objects.update(run_after=timezone.now())
        run_pending(kinds=[ITEM_JOB])
    item = item_of(three[0])
    assert (item.state, [issue["code"] for issue in item.issues]) == (NightState.FAILED, ["system"])
    assert "secret" not in str(item.issues)


def test_a_refusal_is_a_matter_for_people_and_stops_no_other_stage(three, monkeypatch):
    def refused(company, periods):
        raise NotReady("no taxpayer status", message_zh="没有纳税人身份")

    monkeypatch.setattr(working, "STAGES", (("propose", refused), ("read", lambda _company, _periods: StageOutcome())))
    open_night(NIGHT, three[:1])
    run_pending(kinds=[ITEM_JOB])
    item = item_of(three[0])
    assert item.state == NightState.WAITING
    assert [(issue["trouble"], issue["stage"], issue["zh"]) for issue in item.issues] == [
        ("business", "propose", "没有纳税人身份")
    ]
    assert [result["stage"] for result in item.results] == ["propose", "read"]


def test_a_killed_worker_leaves_its_stages_done(three, monkeypatch):
    class Killed(BaseException):
        pass

    ran: list[str] = []

    def first(company, periods):
        ran.append("first")
        return StageOutcome({"papers": 2})

    def second(company, periods):
        ran.append("second")
        if ran.count("second") == 1:
            raise Killed
        return StageOutcome()

    monkeypatch.setattr(working, "STAGES", (("read", first), ("propose", second)))
    open_night(NIGHT, three[:1])
    with pytest.raises(Killed):
        run_pending(kinds=[ITEM_JOB])
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    run_pending(kinds=[ITEM_JOB])
    assert ran == ["first", "second", "second"]
    assert item_of(three[0]).state == NightState.DONE


def test_a_person_starts_a_company_again_with_her_role(three, accountant, viewer):
    run_night()
    item = item_of(three[0])
    with pytest.raises(NotPermitted):
        work_again(item, viewer)
    again = work_again(item, accountant)
    assert (again.turn, again.state, again.finished_at) == (2, NightState.QUEUED, None)
    with pytest.raises(NotReady):
        work_again(item, accountant)
    run_pending()
    assert item_of(three[0]).state == NightState.DONE


def test_each_accountant_gets_a_report_of_her_companies_only(agency, three, viewer, stranger):
    first, second = three[:2]
    _fee(first)
    own = User.objects.create_user("wang", email="wang@agency.invalid", display_name="王会计")
    Membership.objects.create(user=own, agency=agency, company=second, role=Role.ACCOUNTANT)
    both = User.objects.create_user("li", email="li@agency.invalid", display_name="李会计")
    Membership.objects.create(user=both, agency=agency, role=Role.SUPERVISOR)
    run_night()
    run_pending()
    sent = {message.to[0]: message for message in mail.outbox}
    assert set(sent) == {"wang@agency.invalid", "li@agency.invalid"}
    assert first.name not in sent["wang@agency.invalid"].body
    assert "1/1 家" in sent["wang@agency.invalid"].subject
    body = sent["li@agency.invalid"].body
    assert first.name in body
    assert f"/c/{first.pk}/books/proposals/?period=2026-09" in body
    assert set(MorningReport.objects.values_list("user__username", flat=True)) == {"wang", "li"}
    run_night()
    assert len(mail.outbox) == 2


def test_what_is_assigned_to_her_is_what_she_is_told_of(three, accountant, owner):
    Assignment.objects.create(company=three[2], person=accountant, assigned_by=owner)
    run_night()
    assert morning_of(accountant, NIGHT).tally.companies == 1
    assert morning_of(owner, NIGHT).tally.companies == 3


def test_the_report_waits_for_the_companies_until_the_hour():
    shanghai = ZoneInfo("Asia/Shanghai")
    night = datetime(2026, 9, 30, 1, 30, tzinfo=shanghai)
    assert report_moment(night) == datetime(2026, 9, 30, 7, 30, tzinfo=shanghai)
    assert report_moment(night.replace(hour=22)) == datetime(2026, 10, 1, 7, 30, tzinfo=shanghai)


def test_pages_show_only_the_persons_companies(three, accountant, stranger, login):
    _fee(three[0])
    run_night()
    client = login(accountant)
    page = client.get("/nightly/").content.decode()
    assert three[0].name in page
    assert "/nightly/progress/" not in page, "a night that has ended is not asked about again"
    assert three[1].name not in client.get("/nightly/?state=waiting").content.decode()
    assert "分录建议待确认" in client.get("/nightly/morning/").content.decode()
    assert client.get("/nightly/?night=yesterday").status_code == 404
    other = login(stranger)
    for address in ("/nightly/", "/nightly/morning/", f"/nightly/?night={NIGHT}"):
        assert three[0].name not in other.get(address).content.decode()
    item = item_of(three[0])
    assert client.post(f"/c/{three[1].pk}/nightly/{item.pk}/again/").status_code == 404
    assert client.post(f"/c/{three[0].pk}/nightly/{item.pk}/again/").status_code == 302
    assert "/nightly/progress/" in client.get("/nightly/").content.decode()


def test_the_bank_is_matched_by_the_night(three, accountant):
    fee = _fee(three[0])
    lines = DraftLine("560203", Decimal(15), Decimal(0)), DraftLine("1002", Decimal(0), Decimal(15), "账户管理费")
    post_draft(three[0].pk, VoucherDraft(date(2026, 9, 30), "账户管理费", lines, "fee:1", (), "test"), accountant)
    run_night()
    fee.refresh_from_db()
    assert fee.state == "matched"
    assert item_of(three[0]).state == NightState.DONE
