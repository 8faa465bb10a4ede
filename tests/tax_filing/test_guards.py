"""What the database itself refuses, whoever asks."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from foundation.models import Company, User
from tax_filing.models import FilingApproval, Receipt, Submission, SubmissionEvent, TaxReturn
from tax_filing.services.record_event import append_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(general: Company, supervisor: User) -> Submission:
    day = timezone.localdate().replace(day=1)
    tax_return = TaxReturn.objects.create(
        company=general, form="vat_general", edition="2026", period_start=day, period_end=day
    )
    approval = FilingApproval.objects.create(
        company=general,
        accounting_period="2026-10",
        package_hash="a" * 64,
        approved_by=supervisor,
        approved_at=timezone.now(),
    )
    return Submission.objects.create(
        company=general, tax_return=tax_return, approval=approval, accounting_period="2026-10", form="vat_general",
        edition="2026", period_start=day, period_end=day, version=1, key="k", payload="{}", payload_hash="b" * 64,
        total_payable=0, channel="manual", created_by=supervisor,
    )  # fmt: skip


def refused(change: object) -> bool:
    try:
        with transaction.atomic():
            change()  # type: ignore[operator]
    except DatabaseError:
        return True
    return False


def test_events_receipts_and_approvals_are_written_once(submission: Submission) -> None:
    event = append_event(submission, "created")
    Receipt.objects.create(
        submission=submission, reference="1", name="a.pdf", content=b"x", sha256="c" * 64, received_at=timezone.now()
    )
    assert refused(lambda: SubmissionEvent.objects.filter(pk=event.pk).update(kind="x"))
    assert refused(lambda: SubmissionEvent.objects.filter(pk=event.pk).delete())
    assert refused(lambda: Receipt.objects.all().update(name="b.pdf"))
    assert refused(lambda: FilingApproval.objects.all().update(package_hash="d" * 64))


def test_what_was_sent_cannot_be_changed_and_its_state_can(submission: Submission) -> None:
    rows = Submission.objects.filter(pk=submission.pk)
    assert refused(lambda: rows.update(payload="{1}"))
    assert refused(lambda: rows.update(key="other"))
    assert refused(lambda: rows.update(total_payable=1))
    assert not refused(lambda: rows.update(state="accepted"))


def test_a_version_is_sent_once(submission: Submission) -> None:
    copy = Submission.objects.get(pk=submission.pk)
    copy.pk, copy.key = None, "k2"
    assert refused(copy.save)
