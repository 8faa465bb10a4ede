"""One click for many companies: order, stop and go on. Each company is a job of its own; nothing is sent twice.

Rule kept: an order is bound to the hash the person saw. Pressing twice orders once; a figure that changed since is
refused by name, and the others go on.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from foundation.access import require_role
from foundation.audit import record
from foundation.jobs import enqueue
from foundation.models import Company, Role, User
from kernel.errors import Refusal
from kernel.period import AccountingPeriod
from tax_filing.channels import channel_named
from tax_filing.models import FilingPlan, Submission, SubmissionState
from tax_filing.models.filing_plan import PlanState
from tax_filing.services.approve_package import approve_package
from tax_filing.services.file_due import file_due
from tax_filing.services.record_event import append_event
from tax_filing.services.try_again import try_again

FILE = "tax_filing.file_planned"
ORDERABLE = (PlanState.PLANNED, PlanState.REFUSED, PlanState.STOPPED)


def order_filing(hashes: Mapping[int, str], *, channel: str, approve: bool, actor: User) -> int:
    """Order the plans (by id, each with the hash that was seen); returns how many were ordered by this press.

    `channel` empty means each company's own; `approve` adds the actor's approval. Raises `UnknownChannel`.
    """
    if channel:
        channel_named(channel)
    ordered = 0
    plans = FilingPlan.objects.filter(pk__in=hashes).select_related("company").order_by("deadline", "pk")
    for plan in plans:
        require_role(actor, plan.company, Role.SUPERVISOR if approve else Role.ACCOUNTANT)
        ordered += _order(plan, hashes[plan.pk], channel=channel or plan.channel, approve=approve, actor=actor)
    return ordered


def _order(plan: FilingPlan, seen: str, *, channel: str, approve: bool, actor: User) -> bool:
    with transaction.atomic():
        taken = FilingPlan.objects.filter(pk=plan.pk, state__in=ORDERABLE, package_hash=seen).update(
            state=PlanState.ORDERED,
            channel=channel,
            reason="",
            orders=F("orders") + 1,
            ordered_by=actor,
            ordered_at=timezone.now(),
        )
        if not taken:
            return False
        plan.refresh_from_db(fields=["orders"])
        key = f"file_planned:{plan.pk}:{plan.orders}"
        enqueue(FILE, {"plan_id": plan.pk, "approve": approve}, company=plan.company, key=key)
        content = {"period": plan.accounting_period, "hash": seen, "channel": channel}
        record(company=plan.company, actor=actor, action="filing.ordered", subject=plan, content=content)
    return True


def file_planned(plan_id: int, *, approve: bool) -> None:
    """Carry one order out: approve where that was asked, and put the returns on their way."""
    plan = FilingPlan.objects.select_related("company", "ordered_by").get(pk=plan_id)
    if plan.state != PlanState.ORDERED or plan.ordered_by is None:
        return
    state, reason = PlanState.SENT, ""
    try:
        _send(plan, plan.ordered_by, approve=approve)
    except Refusal as refusal:
        state, reason = PlanState.REFUSED, refusal.message_zh
    FilingPlan.objects.filter(pk=plan.pk, state=PlanState.ORDERED).update(state=state, reason=reason)


def _send(plan: FilingPlan, actor: User, *, approve: bool) -> None:
    period = AccountingPeriod.parse(plan.accounting_period)
    stopped = _submissions(plan.company, period).filter(state=SubmissionState.STOPPED)
    if stopped:
        for submission in stopped:
            try_again(submission, actor=actor)
        return
    if approve:
        approve_package(plan.company, period, plan.package_hash, actor=actor)
    file_due(plan.company, period, plan.channel, actor=actor)


def stop_filing(company: Company, period: AccountingPeriod, *, actor: User) -> int:
    """Hold back what has not left yet; returns how many submissions were held. What was sent goes on to its end."""
    require_role(actor, company, Role.ACCOUNTANT)
    plans = FilingPlan.objects.filter(company=company, accounting_period=str(period))
    ordered = plans.filter(state=PlanState.ORDERED).update(state=PlanState.STOPPED)
    waiting = _submissions(company, period).filter(state=SubmissionState.QUEUED, attempts=0)
    held = [submission for submission in waiting if _hold(submission, actor)]
    if held:
        plans.update(state=PlanState.STOPPED)
    if held or ordered:
        content = {"period": str(period), "submissions": [submission.key for submission in held]}
        record(company=company, actor=actor, action="filing.stopped", content=content)
    return len(held)


def _hold(submission: Submission, actor: User) -> bool:
    with transaction.atomic():
        unsent = Submission.objects.filter(pk=submission.pk, state=SubmissionState.QUEUED, attempts=0)
        if not unsent.update(state=SubmissionState.STOPPED):
            return False
        append_event(submission, "stopped", actor=actor)
    return True


def _submissions(company: Company, period: AccountingPeriod) -> QuerySet[Submission]:
    return Submission.objects.filter(company=company, accounting_period=str(period))
