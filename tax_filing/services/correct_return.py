"""Open the correction of an accepted return (更正申报): a new version, computed from the books as they stand now.

Rule kept: what was sent stays as it was sent; the correction is approved and filed like any return and names the old.
"""

from __future__ import annotations

from foundation.access import require_role
from foundation.audit import record
from foundation.models import Role, User
from kernel.errors import NotReady
from tax_filing.models import Submission, SubmissionKind, SubmissionState, TaxReturn
from tax_filing.selectors.facts_from_books import facts_for
from tax_filing.selectors.returns import latest_return, next_version
from tax_filing.services.draft_returns import compute_draft


def correct_return(submission: Submission, *, reason: str, actor: User) -> TaxReturn:
    """The draft of the correction, made now or open already.

    Raises `NotReady` when the bureau does not hold the return, `NotPermitted` below accountant.
    """
    company = submission.company
    require_role(actor, company, Role.ACCOUNTANT)
    if submission.state != SubmissionState.ACCEPTED or submission.kind == SubmissionKind.VOID:
        raise NotReady("only an accepted return can be corrected", message_zh="只有已受理的申报可以更正")
    latest = latest_return(company, submission.form, submission.tax_period)
    if latest and latest.version > submission.version and not latest.submissions.exists():
        return latest
    draft = TaxReturn(
        company=company,
        form=submission.form,
        period_start=submission.period_start,
        period_end=submission.period_end,
        version=next_version(company, submission.form, submission.tax_period),
        overrides=submission.tax_return.overrides,
    )
    drafted = compute_draft(draft, facts_for(company, submission.form, submission.tax_period), actor=actor)
    content = {"corrects": submission.key, "reason": reason}
    record(company=company, actor=actor, action="return.correction_opened", subject=drafted, content=content)
    return drafted


def drop_correction(tax_return: TaxReturn, *, actor: User) -> None:
    """Take an open correction back before it is sent. Raises `NotReady` when it is no such draft, `NotPermitted`."""
    require_role(actor, tax_return.company, Role.ACCOUNTANT)
    if tax_return.version == 1 or tax_return.submissions.exists():
        raise NotReady("this is no open correction", message_zh="这不是未提交的更正")
    content = {"form": tax_return.form, "period": str(tax_return.tax_period), "version": tax_return.version}
    record(company=tax_return.company, actor=actor, action="return.correction_dropped", content=content)
    tax_return.delete()
