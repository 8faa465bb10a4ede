"""Send one submission and find out what became of it. Runs as the job `tax_filing.submit`, as often as it takes.

Rule kept: an error never means "not filed". Once anything may have been sent, the bureau is asked what it has before
anything is sent again; whatever happens, the same key and the same content go with every attempt.
"""

from __future__ import annotations

import json
from functools import partial
from typing import ClassVar

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from foundation.audit import record
from foundation.jobs import Effect, JobLater
from kernel.errors import FinalFailure, OutcomeUnknown, Refusal, TemporaryFailure
from tax_filing.channels import FilingChannel, channel_named
from tax_filing.domain.package import Accepted, FilingPackage, HumanNeeded, Outcome, Processing, Rejected
from tax_filing.models import Submission, SubmissionKind, SubmissionState
from tax_filing.models.submission import OPEN_STATES
from tax_filing.selectors.returns import paid_before
from tax_filing.services.record_event import append_event
from tax_filing.services.store_receipt import store_receipt

FIRST_WAIT_SECONDS = 2
LONGEST_WAIT_SECONDS = 300
POLL_SECONDS = 2
HANDOVER_POLL_SECONDS = 15


class SubmissionStopped(Refusal):
    """Somebody stopped it at the last moment; nothing was sent."""

    code: ClassVar[str] = "submission_stopped"


def submit_return(submission_id: int) -> Effect | None:
    """One attempt. Returns what is to be written with the job's end, or raises `JobLater` when it is not over."""
    submission = Submission.objects.select_related("company", "replaces").get(pk=submission_id)
    if not submission.is_open:
        return None
    channel = channel_named(submission.channel)
    try:
        outcome = _ask_then_send(submission, channel)
    except SubmissionStopped:
        return None
    except TemporaryFailure as failure:
        _move(submission, _after_temporary(submission), "temporary_failure", {"message": failure.message})
        raise JobLater(_wait(submission)) from failure
    except OutcomeUnknown as failure:
        _move(submission, SubmissionState.OUTCOME_UNKNOWN, "outcome_unknown", {"message": failure.message})
        raise JobLater(_wait(submission)) from failure
    except FinalFailure as failure:
        return _effect_of_failure(submission, failure)
    return _effect_of(submission, outcome)


def package_of(submission: Submission) -> FilingPackage:
    """The frozen package as the channel gets it."""
    content = json.loads(submission.payload)
    return FilingPackage(
        key=submission.key,
        company_id=submission.company_id,
        taxpayer_id=content["taxpayer_id"],
        company_name=submission.company.name,
        form=submission.form,
        edition=submission.edition,
        period_start=submission.period_start,
        period_end=submission.period_end,
        cells=content["cells"],
        tax_payable=submission.total_payable,
        payload_hash=submission.payload_hash,
        channel=submission.channel,
        kind=submission.kind,
        replaces=submission.replaces.reference if submission.replaces else "",
        change_reason=submission.change_reason,
        paid_before=paid_before(submission),
    )


def _ask_then_send(submission: Submission, channel: FilingChannel) -> Outcome:
    """Ask first when anything may have been sent before; send only what the bureau does not have."""
    package = package_of(submission)
    if submission.attempts:
        known = channel.look_up(package)
        append_event(submission, "looked_up", {"found": type(known).__name__ if known else None})
        if known is not None:
            return known
    # Written before the call: a worker that dies in it leaves the word that something may have been sent.
    ours = Submission.objects.filter(pk=submission.pk, state__in=OPEN_STATES)
    if not ours.update(attempts=F("attempts") + 1):
        raise SubmissionStopped("the submission was stopped before it was sent", message_zh="申报在发出前被停止")
    submission.refresh_from_db()
    _move(submission, SubmissionState.SUBMITTING, "sending", {"attempt": submission.attempts, "channel": channel.name})
    return channel.submit(package)


def _effect_of(submission: Submission, outcome: Outcome) -> Effect | None:
    match outcome:
        case Accepted():
            return partial(accept, submission, outcome)
        case Rejected():
            return partial(reject, submission, outcome)
        case Processing():
            _move(submission, SubmissionState.SUBMITTED, "processing", {"reference": outcome.reference})
            raise JobLater(_poll_wait(submission))
        case HumanNeeded():
            _wait_for_person(submission, outcome)
            return None


def _wait_for_person(submission: Submission, outcome: HumanNeeded) -> None:
    Submission.objects.filter(pk=submission.pk).update(handover_id=outcome.handover_id)
    _move(submission, SubmissionState.NEEDS_PERSON, "human_needed", {"handover": outcome.handover_id})
    if outcome.handover_id is not None:
        raise JobLater(HANDOVER_POLL_SECONDS)


def _effect_of_failure(submission: Submission, failure: FinalFailure) -> Effect:
    def fail() -> None:
        _decide(submission, SubmissionState.FAILED, "", failure.message_zh)

    return fail


def accept(submission: Submission, outcome: Accepted) -> None:
    """Write down the acceptance with its receipt; a second acceptance of the same submission changes nothing."""
    with transaction.atomic():
        if _decide(submission, SubmissionState.ACCEPTED, outcome.reference, ""):
            store_receipt(submission, outcome)
            _take_the_place_of(submission)


def _take_the_place_of(submission: Submission) -> None:
    """The return that was corrected or voided stands no more."""
    if submission.replaces is None:
        return
    is_void = submission.kind == SubmissionKind.VOID
    state = SubmissionState.VOIDED if is_void else SubmissionState.SUPERSEDED
    Submission.objects.filter(pk=submission.replaces.pk, state=SubmissionState.ACCEPTED).update(state=state)
    append_event(submission.replaces, state.value, {"by": submission.key, "reference": submission.reference})


def reject(submission: Submission, outcome: Rejected) -> None:
    """Write down that the bureau sent the return back."""
    _decide(submission, SubmissionState.REJECTED, outcome.reference, outcome.reason)


def _decide(submission: Submission, state: SubmissionState, reference: str, reason: str) -> bool:
    """End the submission, once; False when it had ended before."""
    with transaction.atomic():
        row = Submission.objects.select_for_update().get(pk=submission.pk)
        if not row.is_open:
            return False
        row.state, row.reason, row.decided_at = state, reason, timezone.now()
        row.reference = reference or row.reference
        row.save(update_fields=["state", "reason", "decided_at", "reference"])
        append_event(row, state.value, {"reference": row.reference, "reason": reason})
        record(
            company=row.company,
            actor=None,
            action=f"submission.{state.value}",
            subject=row,
            content={"key": row.key, "reference": row.reference, "reason": reason},
        )
    return True


def _move(submission: Submission, state: SubmissionState, kind: str, detail: dict[str, object]) -> None:
    """A step on the way, written at once; repeated steps of waiting are written once."""
    reference = str(detail.get("reference") or "")
    with transaction.atomic():
        row = Submission.objects.select_for_update().get(pk=submission.pk)
        repeated = row.state == state and kind in ("processing", "human_needed")
        Submission.objects.filter(pk=row.pk).update(state=state, reference=reference or row.reference)
        if not repeated:
            append_event(row, kind, detail)
    submission.state = state


def _after_temporary(submission: Submission) -> SubmissionState:
    """A failed look-up leaves the outcome as unknown as it was; a failed sending goes back to the queue."""
    waiting = (SubmissionState.OUTCOME_UNKNOWN, SubmissionState.SUBMITTED, SubmissionState.NEEDS_PERSON)
    current = Submission.objects.values_list("state", flat=True).get(pk=submission.pk)
    return SubmissionState(current) if current in waiting else SubmissionState.QUEUED


def _poll_wait(submission: Submission) -> float:
    """Seconds until the bureau is asked again: half the time it has had, at least two seconds, at most five minutes."""
    since = submission.events.filter(kind="processing").order_by("sequence").values_list("at", flat=True).first()
    waited = (timezone.now() - since).total_seconds() if since else 0.0
    return min(max(POLL_SECONDS, waited / 2), LONGEST_WAIT_SECONDS)


def _wait(submission: Submission) -> float:
    """Seconds until the next attempt: doubled with each, up to five minutes."""
    tries = submission.events.filter(kind__in=("temporary_failure", "outcome_unknown")).count()
    return float(min(FIRST_WAIT_SECONDS * 2 ** min(tries, 10), LONGEST_WAIT_SECONDS))
