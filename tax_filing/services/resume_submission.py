"""Look again at a submission that is not over: after a person answered, or because somebody asks for the result."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone

from foundation.jobs.enqueue import ring
from foundation.models import Job, JobState
from tax_filing.models import Submission
from tax_filing.services.file_due import SUBMIT, start


def resume_submission(submission: Submission) -> None:
    """Run the submission's job now; nothing happens when it is over. A job asleep is woken, a dead one replaced."""
    if not submission.is_open:
        return
    waiting = Job.objects.filter(kind=SUBMIT, payload__submission_id=submission.pk)
    asleep = waiting.filter(state=JobState.QUEUED).first()
    if asleep:
        Job.objects.filter(pk=asleep.pk).update(run_after=timezone.now(), rung_at=None)
        transaction.on_commit(partial(ring, asleep.pk))
        return
    if not waiting.filter(state=JobState.RUNNING).exists():
        start(submission, suffix=f":{waiting.count()}")


def resume(submission_key: str) -> None:
    """The same by key, for channels; an unknown key changes nothing."""
    submission = Submission.objects.select_related("company").filter(key=submission_key).first()
    if submission is not None:
        resume_submission(submission)
