"""Writing down a run: its start, each checkpoint while it runs, its end with the seal over all evidence.

Rule kept: a checkpoint is committed before the run goes on; nothing of a run is changed after it has ended.
"""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils import timezone

from foundation.audit import record
from foundation.models import Company
from rpa.checkpoints import Checkpoint
from rpa.drift import PortalData
from rpa.evidence import keep_file, seal_of, sha256
from rpa.models import BotRun, BotStep, RunState
from rpa.order import BotResult, Ending, Purpose
from tax_filing.exports import FilingPackage

_STATES: Final = {
    Ending.ACCEPTED: RunState.DONE,
    Ending.REJECTED: RunState.DONE,
    Ending.PROCESSING: RunState.DONE,
    Ending.NOT_FOUND: RunState.DONE,
    Ending.REHEARSED: RunState.DONE,
    Ending.PAID: RunState.DONE,
    Ending.PERSON_NEEDED: RunState.WAITING,
    Ending.TEMPORARY: RunState.FAILED,
    Ending.FINAL: RunState.FAILED,
    Ending.UNKNOWN: RunState.UNKNOWN,
}


class RunSuperseded(Exception):
    """Another worker has taken the submission over: this run must not make the last click."""


def begin_run(company: Company, package: FilingPackage, purpose: Purpose, portal: PortalData) -> BotRun:
    """A new run. Runs of the same submission that never ended are marked lost: their process is gone."""
    BotRun.objects.filter(company=company, submission_key=package.key, state=RunState.RUNNING).update(
        state=RunState.LOST, finished_at=timezone.now()
    )
    return BotRun.objects.create(
        company=company,
        submission_key=package.key,
        purpose=purpose,
        portal=portal.portal,
        portal_version=portal.version,
        form=package.form,
        period_start=package.period_start,
        period_end=package.period_end,
        payload_hash=package.payload_hash,
    )


def keep_checkpoint(run: BotRun, checkpoint: Checkpoint) -> None:
    """Commit one checkpoint; the end of a step completes the row of its start. Raises `RunSuperseded`."""
    now = timezone.now()
    with transaction.atomic():
        begun = run.steps.order_by("-place").first()
        if begun is None or begun.state != "started" or begun.name != checkpoint.step:
            place = begun.place + 1 if begun else 1
            begun = BotStep(run=run, place=place, name=checkpoint.step, attempt=checkpoint.attempt)
        begun.state, begun.detail, begun.detail_zh = checkpoint.state, checkpoint.detail, checkpoint.detail_zh
        begun.is_irreversible = begun.is_irreversible or checkpoint.is_irreversible
        begun.dom_hash = checkpoint.dom_hash
        begun.ended_at = None if checkpoint.state == "started" else now
        if checkpoint.picture:
            begun.picture_sha256 = sha256(checkpoint.picture)
            begun.picture_file = keep_file(run.company_id, run.pk, f"{begun.place:03d}", checkpoint.picture)
        begun.save()
        if checkpoint.is_irreversible and not _is_still_ours(run):
            raise RunSuperseded(run.pk)


def _is_still_ours(run: BotRun) -> bool:
    """Announce the last click, unless a later run of the same submission has begun."""
    return bool(BotRun.objects.filter(pk=run.pk, state=RunState.RUNNING).update(sent=True))


def end_run(run: BotRun, result: BotResult) -> None:
    """Write how the run ended, keep the trace, and seal the evidence."""
    run.state, run.ending = _STATES[result.ending], result.ending
    run.reason, run.reason_en, run.reference = result.reason, result.reason_en, result.reference
    run.sent, run.moved = result.sent, dict(result.moved)
    run.receipt_sha256, run.trace_sha256 = sha256(result.receipt), sha256(result.trace)
    if result.trace:
        run.trace_file = keep_file(run.company_id, run.pk, "trace", result.trace)
    run.seal = expected_seal(run)
    run.finished_at = timezone.now()
    with transaction.atomic():
        run.save()
        content = {"ending": run.ending, "reference": run.reference, "seal": run.seal, "sent": run.sent}
        record(company=run.company, actor=None, action="bot.run_ended", subject=run, content=content)


def expected_seal(run: BotRun) -> str:
    """The seal over errand, steps in order, receipt and trace, as the rows stand now."""
    pieces = [run.submission_key, run.payload_hash, run.ending, run.reference]
    for step in run.steps.order_by("place"):
        pieces += [step.name, step.state, step.detail, step.detail_zh, step.picture_sha256, step.dom_hash]
    return seal_of([*pieces, run.receipt_sha256, run.trace_sha256])
