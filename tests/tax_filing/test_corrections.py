"""Corrections and voids are submissions of their own that name the old one; what was sent stays as it was sent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from foundation.models import Company, User
from kernel.errors import InvalidValue, NotPermitted, NotReady
from tax_filing.channels.protocol import PaymentMade
from tax_filing.models import Submission, SubmissionKind, SubmissionState
from tax_filing.selectors.returns import is_frozen, latest_return, prepaid_before, standing_submission, still_owed
from tax_filing.services.approve_package import approve_package, hash_of
from tax_filing.services.correct_return import correct_return, drop_correction
from tax_filing.services.draft_returns import draft_returns
from tax_filing.services.override_cell import override_cell
from tax_filing.services.pay_due import pay_due, record_payment
from tax_filing.services.record_event import broken_events
from tax_filing.services.try_again import try_again
from tax_filing.services.void_return import void_return
from tests.conftest import Login
from tests.tax_filing.conftest import OCTOBER
from tests.tax_filing.fake_bureau import FakeBureau
from tests.tax_filing.test_filing_conformance import press, ready, work

__all__ = ["ready"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(ready: Company, accountant: User, bureau: FakeBureau) -> Submission:
    """October accepted."""
    submission = press(ready, accountant)
    work()
    submission.refresh_from_db()
    return submission


def corrected(filed: Submission, accountant: User, supervisor: User) -> Submission:
    draft = correct_return(filed, reason="漏报收入", actor=accountant)
    override_cell(draft, "main:28:general", "100.00", reason="漏报预缴", actor=accountant)
    returns = draft_returns(filed.company, OCTOBER)
    approve_package(filed.company, OCTOBER, hash_of(returns), actor=supervisor)
    press(filed.company, accountant)
    work()
    return Submission.objects.get(kind=SubmissionKind.CORRECT)


def test_a_correction_is_a_new_version_that_names_the_old_and_takes_its_place(
    filed: Submission, accountant: User, supervisor: User, bureau: FakeBureau
) -> None:
    correction = corrected(filed, accountant, supervisor)
    filed.refresh_from_db()
    assert (correction.replaces, correction.version, correction.state) == (filed, 2, SubmissionState.ACCEPTED)
    assert (filed.state, filed.receipt.reference) == (SubmissionState.SUPERSEDED, "A-1")
    package = bureau.submitted[-1]
    assert (package.kind, package.replaces, package.cells["main"]["28"]["general"]) == ("correct", "A-1", "100.00")
    assert broken_events(filed) == broken_events(correction) == []
    assert standing_submission(filed.company, filed.form, filed.tax_period) == correction


def test_a_correction_needs_an_approval_of_its_own(filed: Submission, accountant: User) -> None:
    draft = correct_return(filed, reason="漏报收入", actor=accountant)
    assert correct_return(filed, reason="again", actor=accountant).pk == draft.pk
    with pytest.raises(NotReady):
        press(filed.company, accountant)
    drop_correction(draft, actor=accountant)
    assert press(filed.company, accountant) == filed


def test_what_was_paid_before_is_not_paid_again(
    filed: Submission, accountant: User, supervisor: User, bureau: FakeBureau
) -> None:
    record_payment(filed, PaymentMade("JK-1", filed.total_payable, date(2026, 11, 10)), actor=accountant)
    correction = corrected(filed, accountant, supervisor)
    assert still_owed(correction) == max(Decimal(0), correction.total_payable - filed.total_payable)
    assert bureau.submitted[-1].paid_before == filed.total_payable
    assert pay_due(filed.company, OCTOBER, actor=accountant) == []


def test_a_void_names_the_old_one_and_the_return_may_be_filed_afresh(
    filed: Submission, accountant: User, supervisor: User, bureau: FakeBureau
) -> None:
    void = void_return(filed, reason="报错企业", actor=supervisor)
    assert void_return(filed, reason="报错企业", actor=supervisor) == void
    work()
    void.refresh_from_db()
    filed.refresh_from_db()
    assert (void.state, void.kind, filed.state) == (SubmissionState.ACCEPTED, "void", SubmissionState.VOIDED)
    package = bureau.submitted[-1]
    assert (package.kind, package.replaces, package.cells) == ("void", "A-1", {})
    assert prepaid_before(filed.company, filed.form, "24", year=2026, day=date(2027, 1, 1)) == 0
    (afresh,) = draft_returns(filed.company, OCTOBER)
    assert (afresh.version, is_frozen(filed.tax_return)) == (3, False)
    approve_package(filed.company, OCTOBER, hash_of([afresh]), actor=supervisor)
    again = press(filed.company, accountant)
    work()
    again.refresh_from_db()
    assert (again.kind, again.state, again.replaces) == ("file", SubmissionState.ACCEPTED, None)


def test_a_paid_return_is_not_voided_and_an_accountant_may_not_void(
    filed: Submission, accountant: User, supervisor: User
) -> None:
    with pytest.raises(NotPermitted):
        void_return(filed, reason="x", actor=accountant)
    with pytest.raises(InvalidValue):
        void_return(filed, reason=" ", actor=supervisor)
    record_payment(filed, PaymentMade("JK-1", filed.total_payable, date(2026, 11, 10)), actor=accountant)
    with pytest.raises(NotReady):
        void_return(filed, reason="x", actor=supervisor)


def test_what_a_submission_replaces_is_held_by_the_database(filed: Submission) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Submission.objects.filter(pk=filed.pk).update(kind="void")


def test_a_failed_submission_is_sent_again_under_the_same_key(
    ready: Company, accountant: User, bureau: FakeBureau
) -> None:
    bureau.plan = ["final"]
    submission = press(ready, accountant)
    work()
    submission.refresh_from_db()
    assert submission.state == SubmissionState.FAILED
    try_again(submission, actor=accountant)
    work()
    submission.refresh_from_db()
    assert (submission.state, bureau.acceptances) == (SubmissionState.ACCEPTED, [submission.key])
    assert bureau.looked_up == [submission.key]
    with pytest.raises(NotReady):
        try_again(submission, actor=accountant)


def test_the_page_offers_what_may_be_done(
    filed: Submission, accountant: User, supervisor: User, login: Login, bureau: FakeBureau
) -> None:
    address = f"/c/{filed.company_id}/tax/submissions/{filed.pk}/"
    assert "申报作废" not in login(accountant).get(address).content.decode()
    assert "申报作废" in login(supervisor).get(address).content.decode()
    assert login(supervisor).post(f"{address}correct/", {"reason": ""}).status_code == 422
    answer = login(accountant).post(f"{address}correct/", {"reason": "漏报收入"})
    draft = latest_return(filed.company, filed.form, filed.tax_period)
    assert draft is not None
    assert answer.url.endswith(f"/returns/{draft.pk}/")
    drop_correction(draft, actor=accountant)
    login(supervisor).post(f"{address}void/", {"reason": "报错企业"})
    work()
    assert "已作废" in login(accountant).get(address).content.decode()


@pytest.mark.parametrize("name", ["main", "main:1:general:x", "", "nowhere:1", "main::general"])
def test_a_malformed_cell_name_is_refused_in_words(
    name: str, general_in_october: Company, accountant: User, login: Login
) -> None:
    (draft,) = draft_returns(general_in_october, OCTOBER)
    with pytest.raises(InvalidValue):
        override_cell(draft, name, "1.00", reason="r", actor=accountant)
    client: Any = login(accountant)
    address = f"/c/{general_in_october.pk}/tax/returns/{draft.pk}/override/"
    for reason in ("r", ""):
        assert client.post(address, {"cell": name, "value": "1.00", "reason": reason}).status_code == 409
