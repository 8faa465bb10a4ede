"""Take an accepted return back (申报作废): a submission of its own that names the old one, in a supervisor's name.

Rule kept: a paid return is corrected, never voided, and neither is one whose later period is filed; the supervisor's
order is the approval, bound to the hash of exactly this void.
"""

from __future__ import annotations

import json

from django.db import IntegrityError, transaction
from django.utils import timezone

from foundation.access import require_role
from foundation.audit import record
from foundation.models import Role, User
from kernel.errors import InvalidValue, NotReady
from kernel.money import ZERO
from tax_filing.domain.package import package_key, sha256
from tax_filing.models import FilingApproval, Submission, SubmissionKind, SubmissionState, TaxPayment
from tax_filing.selectors.returns import next_version
from tax_filing.services.file_due import start, write_down_creation


def void_return(submission: Submission, *, reason: str, actor: User) -> Submission:
    """The submission of the void, made now or on its way already.

    Raises `NotPermitted` below supervisor, `InvalidValue` without a reason, `NotReady` when it cannot be voided.
    """
    require_role(actor, submission.company, Role.SUPERVISOR)
    if not reason.strip():
        raise InvalidValue("a reason is needed", message_zh="请填写作废原因")
    on_its_way = submission.replaced_by.filter(kind=SubmissionKind.VOID).exclude(state__in=_OVER).first()
    if on_its_way:
        return on_its_way
    _require_voidable(submission)
    try:
        with transaction.atomic():
            void = _void(submission, reason.strip(), actor)
            start(void)
            return void
    except IntegrityError:  # somebody else ordered it at the same moment
        return submission.replaced_by.get(kind=SubmissionKind.VOID)


_OVER = (SubmissionState.REJECTED, SubmissionState.FAILED)


def _require_voidable(submission: Submission) -> None:
    if submission.state != SubmissionState.ACCEPTED or submission.kind == SubmissionKind.VOID:
        raise NotReady("only an accepted return can be voided", message_zh="只有已受理的申报可以作废")
    if TaxPayment.objects.filter(submission=submission).exists():
        raise NotReady("a paid return can only be corrected", message_zh="已缴税款的申报只能更正，不能作废")
    later = Submission.objects.filter(
        company=submission.company, form=submission.form, period_start__gt=submission.period_end
    )
    if later.filter(state=SubmissionState.ACCEPTED).exists():
        raise NotReady("a later period is filed already", message_zh="后续所属期已申报，不能作废本期")


def _void(submission: Submission, reason: str, actor: User) -> Submission:
    company, form, period = submission.company, submission.form, submission.tax_period
    version = next_version(company, form, period)
    key = package_key(
        company_id=company.pk, taxpayer_id=company.taxpayer_id, form=form, tax_period=str(period), version=version
    )
    payload = _payload(submission)
    void = Submission.objects.create(
        company=company,
        tax_return=submission.tax_return,
        approval=_approval(submission, payload, reason, actor),
        accounting_period=submission.accounting_period,
        form=form,
        edition=submission.edition,
        period_start=submission.period_start,
        period_end=submission.period_end,
        version=version,
        key=key,
        payload=payload,
        payload_hash=sha256(payload),
        total_payable=ZERO,
        kind=SubmissionKind.VOID,
        replaces=submission,
        change_reason=reason,
        channel=submission.channel,
        created_by=actor,
    )
    write_down_creation(void, actor)
    record(company=company, actor=actor, action="return.void_ordered", subject=submission, content={"reason": reason})
    return void


def _payload(submission: Submission) -> str:
    content = {
        "taxpayer_id": submission.company.taxpayer_id,
        "kind": SubmissionKind.VOID.value,
        "replaces": submission.key,
        "reference": submission.reference,
        "cells": {},
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _approval(submission: Submission, payload: str, reason: str, actor: User) -> FilingApproval:
    return FilingApproval.objects.get_or_create(
        company=submission.company,
        accounting_period=submission.accounting_period,
        package_hash=sha256(payload),
        defaults={
            "content": [{"kind": "void", "replaces": submission.key, "reason": reason}],
            "approved_by": actor,
            "approved_at": timezone.now(),
        },
    )[0]
