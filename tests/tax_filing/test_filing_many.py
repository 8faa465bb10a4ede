"""One click for many companies: a plan first, pressed twice files once, stopped at any time, taken up again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.jobs import run_pending
from foundation.models import Agency, Company, Membership, Role, TaxpayerStatus, User
from kernel.errors import NotPermitted
from kernel.taxpayer_id import check_character
from tax_filing.models import FilingPlan, PlanState, Submission, SubmissionState
from tax_filing.selectors.plans import plan_rows
from tax_filing.services.file_many import order_filing, stop_filing
from tax_filing.services.plan_filing import ask_for_plans
from tests.conftest import Login
from tests.tax_filing.conftest import OCTOBER, book_sale, close
from tests.tax_filing.fake_bureau import FakeBureau
from tests.tax_filing.test_filing_conformance import work

pytestmark = pytest.mark.django_db
PLANNING, FILING = ["tax_filing.plan"], ["tax_filing.file_planned"]


@pytest.fixture
def three(agency: Agency, supervisor: User, accountant: User, bureau: FakeBureau) -> list[Company]:
    """Three general taxpayers; the books of the last one are not closed."""
    made = []
    for number in range(3):
        head = f"91310000MA9900{number:03d}"
        company = Company.objects.create(
            agency=agency, name=f"批量{number}有限公司", taxpayer_id=head + check_character(head), books_begin="2026-10"
        )
        TaxpayerStatus.objects.create(
            company=company, vat_status="general", vat_filing="month", effective_from=date(2026, 1, 1)
        )
        book_sale(company, date(2026, 10, 12), "1000.00", "60.00", vat_account="22210107", key=f"sale-{number}")
        if number < 2:
            close(company, OCTOBER)
        made.append(company)
    return made


def planned(companies: list[Company]) -> dict[int, str]:
    """Plans computed; the hashes a person would see."""
    ask_for_plans(companies, OCTOBER)
    run_pending(kinds=PLANNING)
    return {plan.pk: plan.package_hash for plan in FilingPlan.objects.filter(company__in=companies)}


def states(companies: list[Company]) -> list[str]:
    return list(FilingPlan.objects.filter(company__in=companies).order_by("company").values_list("state", flat=True))


def test_the_plan_says_what_how_much_and_what_stands_in_the_way(three: list[Company]) -> None:
    planned(three)
    first, _, blocked = plan_rows(three, OCTOBER)
    assert first.plan is not None
    assert (first.plan.state, first.plan.channel, str(first.plan.total_payable)) == ("planned", "fake", "62.10")
    assert [one["form"] for one in first.plan.returns] == ["vat_general"]
    assert (blocked.state, blocked.blocking[0]["rule"]) == ("blocked", "PERIOD_NOT_CLOSED")
    assert Submission.objects.count() == 0


def test_pressed_twice_everything_is_filed_once_and_the_blocked_one_stays(
    three: list[Company], supervisor: User, bureau: FakeBureau
) -> None:
    hashes = planned(three)
    assert order_filing(hashes, channel="", approve=True, actor=supervisor) == 2
    assert order_filing(hashes, channel="", approve=True, actor=supervisor) == 0
    run_pending(kinds=FILING)
    assert order_filing(hashes, channel="", approve=True, actor=supervisor) == 0
    work()
    assert states(three) == [PlanState.SENT, PlanState.SENT, PlanState.BLOCKED]
    assert len(bureau.acceptances) == len(set(bureau.acceptances)) == 2


def test_an_accountant_files_only_what_is_approved_and_the_reason_is_shown(
    three: list[Company], accountant: User, supervisor: User, bureau: FakeBureau
) -> None:
    hashes = planned(three[:1])
    with pytest.raises(NotPermitted):
        order_filing(hashes, channel="", approve=True, actor=accountant)
    order_filing(hashes, channel="", approve=False, actor=accountant)
    run_pending(kinds=FILING)
    (row,) = plan_rows(three[:1], OCTOBER)
    assert row.plan is not None
    assert (row.state, row.plan.reason) == ("not_filed", "申报数据未经批准或批准后有变化，请主管先批准")
    assert bureau.submitted == []


def test_figures_that_changed_since_are_not_filed(three: list[Company], supervisor: User, bureau: FakeBureau) -> None:
    hashes = planned(three[:1])
    assert order_filing(dict.fromkeys(hashes, "0" * 64), channel="", approve=True, actor=supervisor) == 0
    (plan_id,) = hashes
    FilingPlan.objects.filter(pk=plan_id).update(package_hash="1" * 64)
    order_filing({plan_id: "1" * 64}, channel="", approve=True, actor=supervisor)
    run_pending(kinds=FILING)
    assert states(three[:1]) == [PlanState.REFUSED]
    assert bureau.submitted == []


def test_stopped_before_anything_left_and_taken_up_again_it_is_filed_once(
    three: list[Company], supervisor: User, bureau: FakeBureau
) -> None:
    hashes = planned(three[:2])
    order_filing(hashes, channel="", approve=True, actor=supervisor)
    assert stop_filing(three[0], OCTOBER, actor=supervisor) == 0
    run_pending(kinds=FILING)
    assert stop_filing(three[1], OCTOBER, actor=supervisor) == 1
    work()
    assert (states(three[:2]), bureau.submitted) == ([PlanState.STOPPED, PlanState.STOPPED], [])
    assert Submission.objects.get().state == SubmissionState.STOPPED
    assert order_filing(hashes, channel="", approve=True, actor=supervisor) == 2
    run_pending(kinds=FILING)
    work()
    assert set(Submission.objects.values_list("state", flat=True)) == {"accepted"}
    assert len(bureau.acceptances) == 2


def test_the_page_takes_as_many_queries_for_three_as_for_one(
    three: list[Company], supervisor: User, bureau: FakeBureau
) -> None:
    hashes = planned(three)
    order_filing(hashes, channel="", approve=True, actor=supervisor)
    run_pending(kinds=FILING)
    counts = []
    for companies in (three[:1], three):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            plan_rows(companies, OCTOBER)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_page_leads_from_plan_to_receipt_and_strangers_see_nothing(
    three: list[Company], supervisor: User, stranger: User, login: Login, bureau: FakeBureau
) -> None:
    client: Any = login(supervisor)
    ticked = {"company": [company.pk for company in three[:2]]}
    client.post("/filing/prepare/?period=2026-10", ticked)
    run_pending(kinds=PLANNING)
    assert "62.10" in client.get("/filing/?period=2026-10").content.decode()
    seen = {f"hash-{plan.company_id}": plan.package_hash for plan in FilingPlan.objects.all()}
    client.post("/filing/order/?period=2026-10", ticked | seen | {"approve": "1"})
    run_pending(kinds=FILING)
    work()
    shown = client.get("/filing/?period=2026-10").content.decode()
    assert shown.count("回执</a>") == 2
    assert "批量0" not in login(stranger).get("/filing/?period=2026-10").content.decode()
    login(stranger).post("/filing/stop/?period=2026-10", ticked)
    assert client.get("/filing/?period=nonsense").status_code == 404


def test_a_member_of_one_company_moves_only_that_one(three: list[Company], viewer: User, login: Login) -> None:
    Membership.objects.filter(user=viewer).delete()
    Membership.objects.create(user=viewer, agency=three[0].agency, company=three[0], role=Role.VIEWER)
    answer = login(viewer).post("/filing/prepare/?period=2026-10", {"company": [three[0].pk, three[1].pk]})
    assert answer.status_code == 403
    assert FilingPlan.objects.count() == 0
