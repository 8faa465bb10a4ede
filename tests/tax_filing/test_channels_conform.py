"""One suite for all channels, against the served bureau: filed once, receipt kept, chain whole, whatever goes wrong."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from bureau import BureauClient
from foundation.credentials import store_secret
from foundation.jobs import run_pending
from foundation.models import Company, Job, User
from tax_filing.channels import channel_named
from tax_filing.domain.package import FilingPackage, Outcome
from tax_filing.models import Submission, SubmissionState
from tax_filing.services.approve_package import approve_package, hash_of
from tax_filing.services.confirm_by_hand import ReceiptFile, confirm_by_hand
from tax_filing.services.correct_return import correct_return
from tax_filing.services.draft_returns import draft_returns
from tax_filing.services.file_due import file_due
from tax_filing.services.override_cell import override_cell
from tax_filing.services.record_event import broken_events
from tax_filing.services.submit_return import package_of
from tax_filing.services.try_again import try_again
from tax_filing.services.void_return import void_return
from tests.bureau_sandbox.sample_returns import same_cells
from tests.plugins.sandbox import PASSWORD, USER, Sandbox
from tests.tax_filing.conftest import OCTOBER, book_sale, close

BY_BOT = pytest.param("bot", marks=pytest.mark.browser)
ALL = ["direct_api", "manual", BY_BOT]
MACHINES = ["direct_api", BY_BOT]
# The bot meets each of these in its own tests as well; here only when there is time.
AT_LENGTH = ["direct_api", pytest.param("bot", marks=[pytest.mark.browser, pytest.mark.soak])]
pytestmark = pytest.mark.django_db(transaction=True)
SETTLED = {SubmissionState.ACCEPTED, SubmissionState.REJECTED, SubmissionState.FAILED}


@dataclass
class Office:
    """A company with October approved, the people of its agency, and the bureau."""

    company: Company
    accountant: User
    supervisor: User
    sandbox: Sandbox

    def scenario(self, text: str) -> None:
        self.sandbox.taxpayer(taxpayer_id=self.company.taxpayer_id, scenario=text)

    def approve(self) -> None:
        returns = draft_returns(self.company, OCTOBER)
        approve_package(self.company, OCTOBER, hash_of(returns), actor=self.supervisor)

    def press(self, channel: str) -> Submission:
        return file_due(self.company, OCTOBER, channel, actor=self.accountant)[-1]

    def file(self, channel: str, *, until: set[SubmissionState] | None = None) -> Submission:
        self.approve()
        return self.work(self.press(channel), until=until)

    def work(self, submission: Submission, *, until: set[SubmissionState] | None = None) -> Submission:
        """Run the job as often as it wants; where it waits for a person's own filing, that person files."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            submission.refresh_from_db()
            if submission.state in (until or SETTLED):
                break
            if submission.state == SubmissionState.NEEDS_PERSON and submission.handover_id is None:
                self.file_by_hand(submission)
            Job.objects.update(run_after=timezone.now() - timedelta(seconds=1))
            run_pending(kinds=["tax_filing.submit"], limit=1)
        return submission

    def file_by_hand(self, submission: Submission) -> None:
        """A person hands the printed return in at the counter and brings the receipt."""
        package = package_of(submission)
        with BureauClient.from_settings() as client:
            answer = client.file_return(
                key=f"counter-{package.key}", taxpayer_id=package.taxpayer_id, form=package.form,
                edition=package.edition, period_start=package.period_start, period_end=package.period_end,
                cells=package.cells, payload_hash="", kind=package.kind, replaces=package.replaces,
                reason=package.change_reason,
            )  # fmt: skip
            while (answer := client.status(f"counter-{package.key}") or answer).status == "processing":
                time.sleep(0.05)
            receipt = client.receipt(answer.reference)
        confirm_by_hand(submission, ReceiptFile(answer.reference, "回执.pdf", receipt), actor=self.accountant)

    def require_filed_once(self, submission: Submission) -> None:
        (held,) = self.sandbox.accepted(self.company.taxpayer_id)
        assert (submission.state, submission.reference) == (SubmissionState.ACCEPTED, held["reference"])
        assert same_cells(held["cells"], submission.tax_return.lines) == []
        assert bytes(submission.receipt.content).startswith(b"%PDF")
        assert broken_events(submission) == []


@pytest.fixture
def office(
    request: pytest.FixtureRequest,
    general: Company,
    accountant: User,
    supervisor: User,
    bureau_sandbox: Sandbox,
    settings: Any,
) -> Office:
    if request.node.get_closest_marker("browser"):
        request.getfixturevalue("chromium")
    settings.RPA_STEP_SECONDS, settings.RPA_DECISION_SECONDS, settings.RPA_TRACE = 4, 8, False
    general.taxpayer_id = bureau_sandbox.taxpayer(
        name=general.name, vat_status="general", legal_form="enterprise", location="city"
    )
    general.save()
    store_secret(general, "bureau.portal", {"user_name": USER, "password": PASSWORD})
    book_sale(general, date(2026, 10, 12), "100000.00", "6000.00", vat_account="22210107", key="sale-1")
    close(general, OCTOBER)
    return Office(general, accountant, supervisor, bureau_sandbox)


@pytest.mark.parametrize("channel", ALL)
def test_pressed_twice_it_is_filed_once_cell_by_cell(channel: str, office: Office) -> None:
    submission = office.file(channel)
    office.work(office.press(channel))
    office.require_filed_once(submission)


@pytest.mark.parametrize("channel", ALL)
def test_a_correction_takes_the_place_of_the_old_and_a_void_takes_it_away(channel: str, office: Office) -> None:
    first = office.file(channel)
    draft = correct_return(first, reason="漏报预缴", actor=office.accountant)
    override_cell(draft, "main:28:general", "100.00", reason="漏报预缴", actor=office.accountant)
    second = office.file(channel)
    office.require_filed_once(second)
    void = office.work(void_return(second, reason="报错企业", actor=office.supervisor))
    outcomes = {row["reference"]: row["outcome"] for row in office.sandbox.returns(office.company.taxpayer_id)}
    assert outcomes == {first.reference: "corrected", second.reference: "voided", void.reference: "accepted"}
    for row in (first, second, void):
        row.refresh_from_db()
        assert broken_events(row) == []
    assert (first.state, second.state, void.state) == ("superseded", "voided", "accepted")


API_FAULTS = [
    "slow:1", "error_before:2", "error_after:1", "lost_response:1", "duplicate_delivery", "maintenance:2",
    "rate_limited:2", "contradicting_status:2",
]  # fmt: skip
BOT_FAULTS = ["duplicate_delivery, session_death:1", "moved_elements, contradicting_status:1"]


@pytest.mark.parametrize(
    ("channel", "scenario"),
    [
        *(("direct_api", fault) for fault in API_FAULTS),
        pytest.param("bot", "lost_response:1", marks=pytest.mark.browser),
        *(pytest.param("bot", fault, marks=[pytest.mark.browser, pytest.mark.soak]) for fault in BOT_FAULTS),
    ],
)
def test_a_bureau_that_fails_holds_the_return_once_in_the_end(channel: str, scenario: str, office: Office) -> None:
    office.scenario(scenario)
    office.require_filed_once(office.file(channel))


@pytest.mark.parametrize("channel", MACHINES)
def test_a_worker_that_dies_behind_the_sending_is_followed_by_a_look_up(
    channel: str, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = channel_named(channel)
    monkeypatch.setattr(way, "submit", dying_after(way.submit))
    office.approve()
    submission = office.press(channel)
    with pytest.raises(KeyboardInterrupt):
        run_pending(kinds=["tax_filing.submit"])
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    office.require_filed_once(office.work(submission))
    assert submission.events.filter(kind="sending").count() == 1


def dying_after(submit: Callable[[FilingPackage], Outcome]) -> Callable[[FilingPackage], Outcome]:
    """The call is made, and the worker does not live to hear the answer."""

    def dies(package: FilingPackage) -> Outcome:
        submit(package)
        raise KeyboardInterrupt("killed")

    return dies


@pytest.mark.parametrize("channel", AT_LENGTH)
def test_a_refusal_ends_with_its_reason_and_nothing_stands_at_the_bureau(channel: str, office: Office) -> None:
    office.scenario("rejected")
    submission = office.file(channel)
    assert (submission.state, "退回" in submission.reason) == (SubmissionState.REJECTED, True)
    assert office.sandbox.accepted(office.company.taxpayer_id) == []


@pytest.mark.parametrize("channel", AT_LENGTH)
def test_an_expired_certificate_fails_in_words_and_is_tried_again_when_renewed(channel: str, office: Office) -> None:
    office.scenario("certificate_expired")
    submission = office.file(channel)
    assert (submission.state, "证书已过期" in submission.reason) == (SubmissionState.FAILED, True)
    office.scenario("")
    try_again(submission, actor=office.accountant)
    office.require_filed_once(office.work(submission))


def test_a_result_told_hours_later_is_waited_for(office: Office) -> None:
    office.scenario("late_status")
    submission = office.file("direct_api", until={SubmissionState.SUBMITTED})
    assert submission.reference
    assert submission.state == SubmissionState.SUBMITTED
    assert Job.objects.get(payload__submission_id=submission.pk).run_after > timezone.now()
