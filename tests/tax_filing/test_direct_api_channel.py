"""The direct channel against the make-believe bureau over real HTTP: filed, looked up, rejected, paid, once."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from bookkeeping.exports import movements
from foundation.jobs import run_pending
from foundation.models import Company, Job, User
from kernel.period import AccountingPeriod
from tax_filing.models import Submission, SubmissionState
from tax_filing.services.approve_package import approve_package, hash_of
from tax_filing.services.draft_returns import draft_returns
from tax_filing.services.file_due import file_due
from tax_filing.services.pay_due import pay_due
from tests.plugins.sandbox import Sandbox
from tests.tax_filing.conftest import OCTOBER, close

pytestmark = pytest.mark.django_db
CHANNELS = ["tax_filing.channels.direct_api.DirectApiChannel"]


@pytest.fixture
def filed(
    general_in_october: Company, supervisor: User, accountant: User, bureau_sandbox: Sandbox, settings: Any
) -> Any:
    """A function that registers the company under a scenario, files October and follows it to the end."""
    settings.FILING_CHANNELS = CHANNELS
    company = general_in_october

    def file(scenario: str = "") -> Submission:
        company.taxpayer_id = bureau_sandbox.taxpayer(
            name=company.name, vat_status="general", legal_form="enterprise", location="city", scenario=scenario
        )
        company.save()
        close(company, OCTOBER)
        approve_package(company, OCTOBER, hash_of(draft_returns(company, OCTOBER)), actor=supervisor)
        (submission,) = file_due(company, OCTOBER, "direct_api", actor=accountant)
        _follow(submission)
        submission.refresh_from_db()
        return submission

    return file


def _follow(submission: Submission) -> None:
    """Run the job until the submission is over, for at most fifteen seconds."""
    end = time.monotonic() + 15
    while time.monotonic() < end and Submission.objects.get(pk=submission.pk).is_open:
        Job.objects.update(run_after=timezone.now() - timedelta(seconds=1))
        run_pending(kinds=["tax_filing.submit"], limit=1)
        time.sleep(0.1)  # the bureau works in real time in a process of its own


def test_a_return_is_accepted_with_a_genuine_receipt(filed: Any, bureau_sandbox: Sandbox) -> None:
    submission = filed()
    assert submission.state == SubmissionState.ACCEPTED
    assert bytes(submission.receipt.content).startswith(b"%PDF")
    (held,) = bureau_sandbox.accepted(submission.company.taxpayer_id)
    assert (held["reference"], held["cells"]) == (submission.reference, submission.tax_return.lines)


@pytest.mark.parametrize(
    "scenario", ["lost_response:1", "error_before:2", "error_after:1", "maintenance:1", "rate_limited:1"]
)
def test_faults_on_the_way_end_in_exactly_one_acceptance(scenario: str, filed: Any, bureau_sandbox: Sandbox) -> None:
    submission = filed(scenario)
    assert submission.state == SubmissionState.ACCEPTED
    assert len(bureau_sandbox.accepted(submission.company.taxpayer_id)) == 1


def test_a_rejection_comes_back_with_the_bureau_s_words(filed: Any) -> None:
    submission = filed("rejected")
    assert submission.state == SubmissionState.REJECTED
    assert submission.reason


def test_what_is_owed_is_paid_once_and_booked_from_the_liabilities(filed: Any, accountant: User) -> None:
    submission = filed()
    company = submission.company
    (payment,) = pay_due(company, OCTOBER, actor=accountant)
    assert pay_due(company, OCTOBER, actor=accountant) == []
    assert payment.amount == submission.total_payable
    later = AccountingPeriod.of(payment.paid_on)
    closing = {row.code: row.closing_credit for row in movements(company.pk, later, later)}
    assert closing["222102"] == closing["222115"] == 0
