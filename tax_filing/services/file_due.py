"""One click: freeze the approved returns of a period and put them on their way.

Rule kept: only what was approved is sent. Pressing twice, or from two browsers, makes one submission per return.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction

from foundation.access import require_role
from foundation.audit import record
from foundation.jobs import enqueue
from foundation.models import Company, Role, User
from foundation.provenance import Ref, link
from kernel.errors import NotReady
from kernel.period import AccountingPeriod
from tax_filing.channels import channel_named
from tax_filing.domain.package import package_key
from tax_filing.gates import gate_findings
from tax_filing.models import FilingApproval, Submission, SubmissionKind, TaxReturn
from tax_filing.selectors.returns import is_frozen, standing_submission
from tax_filing.services.approve_package import approval_of, hash_of, refuse_blocked
from tax_filing.services.draft_returns import draft_returns, payload_of_return
from tax_filing.services.record_event import append_event

SUBMIT = "tax_filing.submit"


def file_due(company: Company, period: AccountingPeriod, channel: str, *, actor: User) -> list[Submission]:
    """The submissions of the period's returns, made now or there already.

    Raises `NotPermitted`, `UnknownChannel`, `NotReady` without an approval that fits, `FilingBlocked`.
    """
    require_role(actor, company, Role.ACCOUNTANT)
    channel_named(channel)
    returns = draft_returns(company, period)
    unsent = [tax_return for tax_return in returns if not is_frozen(tax_return)]
    if unsent:
        refuse_blocked(gate_findings(company, period, returns))
        approval = _approval(company, period, returns)
        for tax_return in unsent:
            _send(tax_return, approval, channel=channel, actor=actor)
    return list(Submission.objects.filter(tax_return__in=returns).order_by("pk"))


def _approval(company: Company, period: AccountingPeriod, returns: list[TaxReturn]) -> FilingApproval:
    approval = approval_of(company, period, hash_of(returns))
    if approval is None:
        raise NotReady(
            "these returns are not approved",
            message_zh="申报数据未经批准或批准后有变化，请主管先批准",
            hash=hash_of(returns),
        )
    return approval


def _send(tax_return: TaxReturn, approval: FilingApproval, *, channel: str, actor: User) -> None:
    """Freeze one return and enqueue its job; the database lets only one submission per version in."""
    try:
        with transaction.atomic():
            start(_freeze(tax_return, approval, channel=channel, actor=actor))
    except IntegrityError:
        # Somebody else pressed at the same moment; theirs is the submission.
        Submission.objects.get(tax_return=tax_return)


def _freeze(tax_return: TaxReturn, approval: FilingApproval, *, channel: str, actor: User) -> Submission:
    """The submission of a return; where the bureau already holds one for its period, the correction of that one."""
    company = tax_return.company
    standing = standing_submission(company, tax_return.form, tax_return.tax_period)
    submission = Submission.objects.create(
        company=company,
        tax_return=tax_return,
        approval=approval,
        accounting_period=approval.accounting_period,
        form=tax_return.form,
        edition=tax_return.edition,
        period_start=tax_return.period_start,
        period_end=tax_return.period_end,
        version=tax_return.version,
        key=package_key(
            company_id=company.pk,
            taxpayer_id=company.taxpayer_id,
            form=tax_return.form,
            tax_period=str(tax_return.tax_period),
            version=tax_return.version,
        ),
        payload=payload_of_return(tax_return),
        payload_hash=tax_return.payload_hash,
        total_payable=tax_return.total_payable,
        kind=SubmissionKind.CORRECT if standing else SubmissionKind.FILE,
        replaces=standing,
        channel=channel,
        created_by=actor,
    )
    write_down_creation(submission, actor)
    return submission


def write_down_creation(submission: Submission, actor: User) -> None:
    """The first event of a submission, its link to the return, and the line in the audit trail."""
    company, channel = submission.company, submission.channel
    detail = {"channel": channel, "payload_hash": submission.payload_hash}
    if submission.replaces:
        detail |= {"kind": submission.kind, "replaces": submission.replaces.key}
    append_event(submission, "created", detail, actor=actor)
    link(
        company_id=company.pk,
        target=Ref("submission", submission.pk),
        source=Ref("tax_return", submission.tax_return_id),
    )
    content = {"key": submission.key, **detail}
    record(company=company, actor=actor, action="submission.created", subject=submission, content=content)


def start(submission: Submission, *, suffix: str = "") -> None:
    """Put the submission's job on the table; the same suffix is the same job."""
    key = f"submit:{submission.pk}{suffix}"
    enqueue(SUBMIT, {"submission_id": submission.pk}, company=submission.company, key=key)
