"""The board of many companies: as many queries for forty as for two, narrowed by its address, done from for many."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.models import Agency, AuditEntry, Company, Job, Membership, Role, User
from kernel.errors import InvalidValue, NotPermitted
from tests.conftest import Login, make_company
from workbench.models import Assignment, BoardView, PeriodRun, RunState
from workbench.selectors.board import board_rows
from workbench.selectors.board_filter import BoardFilter
from workbench.services.assign import assign

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


def company(agency: Agency, number: int) -> Company:
    return make_company(
        agency, f"第{number}号公司", f"9131000{number:011d}", vat="general", filing="month", form="enterprise"
    )


@pytest.fixture
def two(small_scale: Company, general: Company) -> list[Company]:
    return [small_scale, general]


def test_forty_companies_take_as_many_queries_as_two(two: list[Company], agency: Agency) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        board_rows(two, None, TODAY)
    many = [*two, *(company(agency, number) for number in range(38))]
    with CaptureQueriesContext(connection) as more:
        rows = board_rows(many, None, TODAY)
    assert len(rows) == 40
    assert len(more) == len(few) <= 12


def test_the_page_of_forty_companies_takes_as_many_queries_as_that_of_two(
    two: list[Company], agency: Agency, viewer: User, login: Login
) -> None:
    client = login(viewer)
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for number in range(38):
        company(agency, number)
    with CaptureQueriesContext(connection) as more:
        client.get("/")
    assert len(more) == len(few) <= 30


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("q=赤松", {"赤松商贸有限公司"}),
        ("person=me", {"赤松商贸有限公司"}),
        ("person=none", {"云杉咨询有限公司"}),
        ("due=overdue", {"云杉咨询有限公司", "赤松商贸有限公司"}),
        ("show=blocked", set()),
        ("show=running", {"云杉咨询有限公司"}),
        ("step=closing&sort=deadline", {"云杉咨询有限公司", "赤松商贸有限公司"}),
        ("step=reconciliation", set()),
    ],
)
def test_the_address_narrows_the_board(
    address: str, shown: set[str], two: list[Company], accountant: User, login: Login
) -> None:
    assign([two[1]], accountant, actor=accountant)
    PeriodRun.objects.create(company=two[0], period="2026-09", state=RunState.RUNNING, started_at="2026-10-01T00:00Z")
    page = login(accountant).get(f"/?{address}").content.decode()
    assert {each.name for each in two if f'value="{each.pk}"' in page.partition("<tbody>")[2]} == shown


@pytest.mark.parametrize("address", ["step=nowhere", "due=soon", "show=luck", "sort=colour", "period=2026-13"])
def test_an_address_the_board_does_not_know_is_not_found(address: str, viewer: User, login: Login) -> None:
    assert login(viewer).get(f"/?{address}").status_code == 404


def test_a_view_is_kept_under_its_name_and_only_its_owner_can_forget_it(
    small_scale: Company, accountant: User, viewer: User, login: Login
) -> None:
    client = login(accountant)
    client.post("/board/views/?person=me&due=3&page=2", {"name": "本周"})
    view = BoardView.objects.get()
    assert (view.user, view.query) == (accountant, "person=me&due=3")
    assert f'href="/?{view.query}"'.replace("&", "&amp;") in client.get("/").content.decode()
    login(viewer).post(f"/board/views/{view.pk}/forget/")
    assert BoardView.objects.exists()
    client.post(f"/board/views/{view.pk}/forget/")
    assert not BoardView.objects.exists()


def test_a_stretch_is_run_for_every_company_ticked_and_no_other(
    two: list[Company], accountant: User, stranger: User, login: Login
) -> None:
    form = {"company": [each.pk for each in two], "until": "entries"}
    login(stranger).post("/board/run/", form)
    assert not Job.objects.exists()
    login(accountant).post("/board/run/?period=2026-10", form)
    jobs = Job.objects.filter(kind="workbench.run_period")
    assert {job.company for job in jobs} == set(two)
    assert {(job.payload["until"], job.payload["period"]) for job in jobs} == {("entries", "2026-10")}
    page = login(accountant).get("/board/runs/").content.decode()
    assert "0 / 2" in page
    assert "every 2s" in page


def test_a_viewer_starts_nothing(two: list[Company], viewer: User, login: Login) -> None:
    page = login(viewer).post("/board/run/", {"company": two[0].pk, "until": ""}, follow=True).content.decode()
    assert "1 家公司您无权办理" in page
    assert not Job.objects.exists()


def test_a_supervisor_gives_companies_to_people_and_the_trail_says_so(
    two: list[Company], supervisor: User, accountant: User, login: Login
) -> None:
    form = {"company": [each.pk for each in two], "person": accountant.pk}
    page = login(supervisor).post("/board/assign/", form, follow=True).content.decode()
    assert "已分派 2 家公司" in page
    assert set(Assignment.objects.values_list("person", flat=True)) == {accountant.pk}
    assert AuditEntry.objects.filter(action="company.assigned").count() == 2


def test_an_accountant_takes_a_company_but_gives_none_away(
    small_scale: Company, accountant: User, supervisor: User, stranger: User
) -> None:
    with pytest.raises(NotPermitted):
        assign([small_scale], supervisor, actor=accountant)
    assert assign([small_scale], accountant, actor=accountant) == 1
    assert assign([small_scale], accountant, actor=accountant) == 0
    with pytest.raises(NotPermitted):
        assign([small_scale], stranger, actor=supervisor)
    assert assign([small_scale], None, actor=accountant) == 1


def test_a_person_of_one_company_sees_and_runs_only_that_one(two: list[Company], agency: Agency, login: Login) -> None:
    user = User.objects.create_user(username="one", password="correct horse")
    Membership.objects.create(user=user, agency=agency, company=two[0], role=Role.ACCOUNTANT)
    client = login(user)
    assert two[1].name not in client.get("/").content.decode()
    client.post("/board/run/", {"company": [each.pk for each in two], "until": "entries"})
    assert [job.company for job in Job.objects.all()] == [two[0]]


def test_the_board_leaves_as_an_excel_file(two: list[Company], viewer: User, login: Login) -> None:
    answer = login(viewer).get("/board/export.xlsx?q=赤松")
    assert answer["Content-Type"].endswith("sheet")
    assert answer.content[:2] == b"PK"


def test_a_filter_says_what_it_does_not_know() -> None:
    with pytest.raises(InvalidValue):
        BoardFilter.parse({"show": "luck"})
