"""From the approved books to the receipt by the bot: the whole way of one submission, with a person on it."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from foundation.credentials import store_secret
from foundation.jobs import run_pending
from foundation.models import Company, Handover, Job, User
from rpa.channel import BotChannel
from rpa.models import BotRun
from rpa.services.answer_question import answer_question
from tax_filing.exports import approve, file_due, package_hash, pay_due
from tax_filing.models import Submission, SubmissionState
from tests.bureau_sandbox.sample_returns import same_cells
from tests.plugins.sandbox import PASSWORD, USER, Sandbox
from tests.tax_filing.conftest import OCTOBER, book_sale, close

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.usefixtures("chromium")]


@pytest.fixture
def company(general: Company, bureau_sandbox: Sandbox, settings: Any) -> Company:
    """A general taxpayer with October closed, known to the bureau, its portal account kept."""
    settings.RPA_STEP_SECONDS, settings.RPA_DECISION_SECONDS, settings.RPA_TRACE = 4, 8, False
    settings.FILING_CHANNELS, settings.FILING_GATES = ["rpa.channel.BotChannel"], []
    general.taxpayer_id = bureau_sandbox.taxpayer(
        name=general.name, vat_status="general", legal_form="enterprise", location="city"
    )
    general.save()
    store_secret(general, "bureau.portal", {"user_name": USER, "password": PASSWORD})
    book_sale(general, date(2026, 10, 12), "100000.00", "6000.00", vat_account="22210107", key="sale-1")
    close(general, OCTOBER)
    return general


def file_by_bot(company: Company, supervisor: User, accountant: User) -> Submission:
    approve(company.pk, OCTOBER, package_hash(company.pk, OCTOBER), supervisor)
    (summary,) = file_due(company.pk, OCTOBER, "bot", accountant)
    return Submission.objects.get(pk=summary.id)


def work(submission: Submission, *, until: set[SubmissionState]) -> Submission:
    """Run the job as often as it wants, until the submission is in one of the states, for at most a minute."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and submission.state not in until:
        Job.objects.update(run_after=timezone.now() - timedelta(seconds=1))
        run_pending(kinds=["tax_filing.submit"], limit=1)
        submission.refresh_from_db()
    return submission


def test_the_computed_return_reaches_the_bureau_cell_by_cell_and_its_receipt_comes_back(
    company: Company, supervisor: User, accountant: User, bureau_sandbox: Sandbox
) -> None:
    submission = work(file_by_bot(company, supervisor, accountant), until={SubmissionState.ACCEPTED})
    (held,) = bureau_sandbox.accepted(company.taxpayer_id)
    assert (submission.state, submission.reference) == (SubmissionState.ACCEPTED, held["reference"])
    assert same_cells(held["cells"], submission.tax_return.lines) == []
    assert bytes(submission.receipt.content).startswith(b"%PDF")
    told = submission.events.get(kind="bot_run_ended").detail
    assert told["evidence"]["seal"] == BotRun.objects.get(submission_key=submission.key).seal


@pytest.mark.parametrize("scenario", ["", "lost_response:1"])
def test_what_is_owed_is_paid_once_and_booked(
    company: Company, supervisor: User, accountant: User, bureau_sandbox: Sandbox, scenario: str
) -> None:
    submission = work(file_by_bot(company, supervisor, accountant), until={SubmissionState.ACCEPTED})
    bureau_sandbox.taxpayer(taxpayer_id=company.taxpayer_id, scenario=scenario)
    (paid,) = pay_due(company.pk, OCTOBER, accountant)
    assert (paid.amount, paid.voucher_id is not None) == (submission.total_payable, True)
    assert BotChannel().pay(submission.reference).number == paid.number
    assert pay_due(company.pk, OCTOBER, accountant) == []


def test_a_lost_answer_and_a_captcha_on_the_way_end_in_one_acceptance(
    company: Company, supervisor: User, accountant: User, bureau_sandbox: Sandbox
) -> None:
    bureau_sandbox.taxpayer(taxpayer_id=company.taxpayer_id, scenario="captcha, lost_response:1")
    submission = work(file_by_bot(company, supervisor, accountant), until={SubmissionState.NEEDS_PERSON})
    handover = Handover.objects.get(pk=submission.handover_id)
    answer_question(handover, text=bureau_sandbox.answer_of(company.taxpayer_id, "captcha"), actor=accountant)
    work(submission, until={SubmissionState.ACCEPTED, SubmissionState.FAILED})
    assert submission.state == SubmissionState.ACCEPTED
    assert len(bureau_sandbox.accepted(company.taxpayer_id)) == 1
