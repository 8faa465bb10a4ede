"""Send a failed or stopped submission under the same key: the certificate was renewed, the account corrected."""

from __future__ import annotations

from django.db import transaction

from foundation.access import require_role
from foundation.models import Role, User
from kernel.errors import NotReady
from tax_filing.models import Submission, SubmissionState
from tax_filing.selectors.returns import latest_return, standing_submission
from tax_filing.services.record_event import append_event
from tax_filing.services.resume_submission import resume_submission


def try_again(submission: Submission, *, actor: User) -> None:
    """Put it back on its way; the bureau is asked first what it has. Raises `NotPermitted`, `NotReady`."""
    require_role(actor, submission.company, Role.ACCOUNTANT)
    with transaction.atomic():
        row = Submission.objects.select_for_update().get(pk=submission.pk)
        if row.state not in (SubmissionState.FAILED, SubmissionState.STOPPED) or _is_overtaken(row):
            raise NotReady("this submission cannot be sent again", message_zh="该申报不能再次发送")
        row.state, row.reason, row.decided_at = SubmissionState.QUEUED, "", None
        row.save(update_fields=["state", "reason", "decided_at"])
        append_event(row, "tried_again", {"reason": submission.reason}, actor=actor)
    resume_submission(row)


def _is_overtaken(row: Submission) -> bool:
    """Whether a later version has been opened, or the bureau holds another one than this would replace."""
    latest = latest_return(row.company, row.form, row.tax_period)
    standing = standing_submission(row.company, row.form, row.tax_period)
    return (latest is not None and latest.version > row.version) or standing != row.replaces
