"""Whatever goes wrong on the way, the bureau accepts each return exactly once and we end knowing it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.jobs import run_pending
from foundation.models import Company, Job, User
from kernel.errors import NotPermitted, NotReady
from kernel.period import AccountingPeriod
from tax_filing.models import Receipt, Submission, SubmissionState
from tax_filing.services.approve_package import PackageChanged, approve_package, hash_of
from tax_filing.services.confirm_by_hand import ReceiptFile, confirm_by_hand
from tax_filing.services.draft_returns import draft_returns
from tax_filing.services.file_due import file_due
from tax_filing.services.record_event import broken_events, record_event
from tax_filing.services.resume_submission import resume
from tests.tax_filing.conftest import OCTOBER, book_sale, close
from tests.tax_filing.fake_bureau import FakeBureau

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(general_in_october: Company, supervisor: User) -> Company:
    """October closed and approved."""
    close(general_in_october, OCTOBER)
    returns = draft_returns(general_in_october, OCTOBER)
    approve_package(general_in_october, OCTOBER, hash_of(returns), actor=supervisor)
    return general_in_october


def press(company: Company, actor: User, channel: str = "fake", period: AccountingPeriod = OCTOBER) -> Submission:
    (submission,) = file_due(company, period, channel, actor=actor)
    return submission


def work(rounds: int = 8) -> None:
    """Run the jobs, and let the time pass that they wait for."""
    for _ in range(rounds):
        Job.objects.update(run_after=timezone.now() - timedelta(seconds=1))
        run_pending(kinds=["tax_filing.submit"], limit=1)


@contextmanager
def rolled_back() -> Iterator[None]:
    """What happens inside leaves no trace, so that examples do not meet each other."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def kinds(submission: Submission) -> list[str]:
    return list(submission.events.order_by("sequence").values_list("kind", flat=True))


@pytest.mark.parametrize(
    "plan",
    [
        ["accept"],
        ["refuse_connection"],
        ["refuse_connection", "refuse_connection", "refuse_connection"],
        ["lose_answer"],
        ["lose_request"],
        ["lose_request", "lose_answer"],
        ["refuse_connection", "lose_answer"],
        ["processing"],
        ["human"],
        ["human", "lose_answer"],
    ],
    ids="-".join,
)
def test_exactly_one_acceptance(plan: list[str], ready: Company, accountant: User, bureau: FakeBureau) -> None:
    bureau.plan = list(plan)
    submission = press(ready, accountant)
    work()
    submission.refresh_from_db()
    assert submission.state == SubmissionState.ACCEPTED
    assert bureau.acceptances == [submission.key]
    assert Receipt.objects.get(submission=submission).content
    assert broken_events(submission) == []


FAULTS = ["refuse_connection", "lose_answer", "lose_request", "processing", "human", "accept"]
LOOKUPS = ["down", "ok"]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=st.lists(st.sampled_from(FAULTS), max_size=6), lookups=st.lists(st.sampled_from(LOOKUPS), max_size=6))
def test_any_row_of_faults_ends_in_exactly_one_acceptance(
    plan: list[str], lookups: list[str], ready: Company, accountant: User, bureau: FakeBureau
) -> None:
    with rolled_back():
        bureau.__init__()  # type: ignore[misc] # each example meets a fresh bureau
        bureau.plan, bureau.look_up_plan = list(plan), list(lookups)
        submission = press(ready, accountant)
        work(rounds=16)
        submission.refresh_from_db()
        assert submission.state == SubmissionState.ACCEPTED
        assert bureau.acceptances == [submission.key]
        assert len(bureau.submitted) <= 1 + sum(fault != "lose_answer" for fault in plan)


def test_an_unknown_outcome_is_looked_up_before_anything_is_sent_again(
    ready: Company, accountant: User, bureau: FakeBureau
) -> None:
    bureau.plan = ["lose_answer"]
    bureau.look_up_plan = ["down", "down"]
    submission = press(ready, accountant)
    work()
    assert len(bureau.submitted) == 1
    assert kinds(submission) == [
        "created", "sending", "outcome_unknown", "temporary_failure", "temporary_failure", "looked_up", "accepted",
        "receipt_stored",
    ]  # fmt: skip


@pytest.mark.parametrize("fault", ["die_after", "die_before"])
def test_a_worker_killed_in_the_call_leaves_a_submission_that_is_asked_for_first(
    fault: str, ready: Company, accountant: User, bureau: FakeBureau
) -> None:
    bureau.plan = [fault]
    submission = press(ready, accountant)
    with pytest.raises(KeyboardInterrupt):
        run_pending(kinds=["tax_filing.submit"])
    submission.refresh_from_db()
    assert submission.state == SubmissionState.SUBMITTING
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    work()
    submission.refresh_from_db()
    assert (submission.state, bureau.acceptances) == (SubmissionState.ACCEPTED, [submission.key])
    assert bureau.looked_up == [submission.key]


def test_pressing_again_sends_nothing_twice(ready: Company, accountant: User, bureau: FakeBureau) -> None:
    first, second = press(ready, accountant), press(ready, accountant)
    work()
    third = press(ready, accountant)
    work()
    assert first.pk == second.pk == third.pk
    assert len(bureau.submitted) == 1


@pytest.mark.django_db(transaction=True)
def test_two_browsers_pressing_at_once_make_one_submission(
    ready: Company, accountant: User, bureau: FakeBureau
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("an in-memory SQLite has one connection; the race runs on PostgreSQL")
    trouble: list[BaseException] = []

    def press_from_another_thread() -> None:
        try:
            press(ready, accountant)
        except BaseException as error:  # noqa: BLE001 - whatever went wrong in the thread is the test's business
            trouble.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press_from_another_thread) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    work()
    assert trouble == []
    assert Submission.objects.count() == 1
    assert len(bureau.acceptances) == 1


def test_a_rejected_return_is_filed_again_as_a_new_version_after_a_new_approval(
    ready: Company, accountant: User, supervisor: User, bureau: FakeBureau
) -> None:
    bureau.plan = ["reject"]
    rejected = press(ready, accountant)
    work()
    rejected.refresh_from_db()
    assert (rejected.state, rejected.reason, bureau.acceptances) == (SubmissionState.REJECTED, "第22栏有误", [])
    with pytest.raises(NotReady):
        press(ready, accountant)
    returns = draft_returns(ready, OCTOBER)
    approve_package(ready, OCTOBER, hash_of(returns), actor=supervisor)
    again = press(ready, accountant)
    work()
    again.refresh_from_db()
    assert (again.version, again.state, again.key != rejected.key) == (2, SubmissionState.ACCEPTED, True)


def test_a_final_failure_says_why_and_is_not_repeated(ready: Company, accountant: User, bureau: FakeBureau) -> None:
    bureau.plan = ["final"]
    submission = press(ready, accountant)
    work()
    submission.refresh_from_db()
    assert (submission.state, submission.reason) == (SubmissionState.FAILED, "查无此纳税人")
    assert len(bureau.submitted) == 1


def test_a_person_is_waited_for_and_the_answer_wakes_the_submission(
    ready: Company, accountant: User, bureau: FakeBureau
) -> None:
    bureau.plan = ["human"]
    submission = press(ready, accountant)
    run_pending(kinds=["tax_filing.submit"])
    submission.refresh_from_db()
    assert (submission.state, submission.handover_id) == (SubmissionState.NEEDS_PERSON, 7)
    resume(submission.key)
    run_pending(kinds=["tax_filing.submit"])
    submission.refresh_from_db()
    assert submission.state == SubmissionState.ACCEPTED


def test_filing_by_hand_waits_for_the_receipt(ready: Company, accountant: User, bureau: FakeBureau) -> None:
    submission = press(ready, accountant, channel="manual")
    work()
    submission.refresh_from_db()
    assert submission.state == SubmissionState.NEEDS_PERSON
    confirm_by_hand(submission, ReceiptFile("SB20261116", "回执.pdf", b"%PDF-1.7 x"), actor=accountant)
    submission.refresh_from_db()
    assert (submission.state, submission.reference) == (SubmissionState.ACCEPTED, "SB20261116")
    assert bureau.submitted == []


def test_nothing_is_sent_without_an_approval_that_fits(
    general_in_october: Company, accountant: User, supervisor: User, bureau: FakeBureau
) -> None:
    close(general_in_october, OCTOBER)
    with pytest.raises(NotReady):
        press(general_in_october, accountant)
    with pytest.raises(PackageChanged):
        approve_package(general_in_october, OCTOBER, "0" * 64, actor=supervisor)
    assert bureau.submitted == []


def test_books_that_are_not_closed_block_the_approval(general_in_october: Company, supervisor: User) -> None:
    returns = draft_returns(general_in_october, OCTOBER)
    with pytest.raises(NotReady) as refusal:
        approve_package(general_in_october, OCTOBER, hash_of(returns), actor=supervisor)
    assert [finding.rule for finding in refusal.value.facts["findings"]] == ["PERIOD_NOT_CLOSED"]  # type: ignore[union-attr]


def test_an_accountant_may_not_approve_and_a_viewer_may_not_file(
    ready: Company, accountant: User, viewer: User, bureau: FakeBureau
) -> None:
    with pytest.raises(NotPermitted):
        approve_package(ready, OCTOBER, hash_of(draft_returns(ready, OCTOBER)), actor=accountant)
    with pytest.raises(NotPermitted):
        press(ready, viewer)


def test_where_four_eyes_are_wanted_the_preparer_does_not_approve(
    general_in_october: Company, supervisor: User, owner: User
) -> None:
    general_in_october.policy = {"filing_second_person": True}
    general_in_october.save()
    close(general_in_october, OCTOBER)
    returns = draft_returns(general_in_october, OCTOBER, actor=supervisor)
    with pytest.raises(NotPermitted):
        approve_package(general_in_october, OCTOBER, hash_of(returns), actor=supervisor)
    assert approve_package(general_in_october, OCTOBER, hash_of(returns), actor=owner)


def test_the_frozen_content_is_what_the_channel_gets(ready: Company, accountant: User, bureau: FakeBureau) -> None:
    submission = press(ready, accountant)
    work()
    (package,) = bureau.submitted
    assert package.payload_hash == submission.payload_hash
    assert package.cells["main"]["11"]["general"] == "6000.00"
    assert str(package.tax_payable) == "6210.00"


def test_a_bot_reports_through_the_event_door(ready: Company, accountant: User, bureau: FakeBureau) -> None:
    submission = press(ready, accountant)
    record_event(submission.key, "bot.login", {"step": 1}, evidence={"sha256": "ab" * 32, "run": 5})
    assert kinds(submission) == ["created", "bot.login"]
    assert broken_events(submission) == []


def test_a_later_sale_does_not_change_what_was_sent(ready: Company, accountant: User, bureau: FakeBureau) -> None:
    submission = press(ready, accountant)
    book_sale(ready, date(2026, 11, 2), "5.00", "0.30", vat_account="22210107", key="later")
    (tax_return,) = draft_returns(ready, OCTOBER)
    assert tax_return.payload_hash == submission.payload_hash
