"""Runs, their steps and the questions that are open, of one company."""

from __future__ import annotations

from itertools import takewhile

from django.db.models import QuerySet
from django.utils import timezone

from foundation.models import Handover, HandoverState
from rpa.models import BotRun, RunState


def runs_of(company_id: int) -> QuerySet[BotRun]:
    """All runs, newest first."""
    return BotRun.objects.filter(company_id=company_id).select_related("handover")


def run_of(company_id: int, run_id: int) -> BotRun | None:
    """One run with its steps; `None` when the company has no such run."""
    return runs_of(company_id).prefetch_related("steps").filter(pk=run_id).first()


def open_questions(company_id: int) -> QuerySet[Handover]:
    """What a person may answer now, the most urgent first."""
    questions = Handover.objects.filter(company_id=company_id, state=HandoverState.OPEN, expires_at__gt=timezone.now())
    return questions.order_by("expires_at")


def unanswered_in_a_row(company_id: int, submission_key: str) -> int:
    """How many of the submission's latest runs waited in vain, one after another."""
    states = runs_of(company_id).filter(submission_key=submission_key).values_list("state", "handover__state")
    in_vain = (state == RunState.WAITING and answered != HandoverState.ANSWERED for state, answered in states[:20])
    return sum(1 for _ in takewhile(bool, in_vain))
