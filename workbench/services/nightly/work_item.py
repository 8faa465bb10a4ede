"""One company's night: stage by stage, each kept as soon as it is through, so that a killed worker's work goes on.

Rule kept: a refusal is a person's matter and ends its stage; any other failure ends its stage for this attempt, the
other stages still run, and the whole is tried again later until the attempts are used up.
"""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

from django.utils import timezone

from foundation.audit import record
from foundation.jobs import Effect
from kernel.errors import FinalFailure, OutsideFailure, Refusal
from kernel.period import AccountingPeriod
from workbench.models import NightlyItem, NightState
from workbench.services.nightly.outcome import Issue, Stage, StageOutcome, of_failure, of_refusal
from workbench.services.nightly.stages import STAGES

log = logging.getLogger(__name__)
MOST_MONTHS = 12


class NotThrough(Exception):
    """Some stages failed; the job table tries again with growing pauses."""


def work_item(item: NightlyItem, *, last_attempt: bool) -> Effect | None:
    """Do what is left of the item; its effect writes the end. Raises `NotThrough` for another attempt."""
    if item.finished_at:
        return None
    item.started_at = item.started_at or timezone.now()
    failures = [issue for name, stage in STAGES if (issue := _run(item, name, stage))]
    if failures and not last_attempt:
        _keep(item, state=NightState.RETRYING, stage="", issues=[*item.issues, *(one.kept() for one in failures)])
        raise NotThrough(", ".join(issue.stage for issue in failures))
    item.issues = [*item.issues, *(one.kept() for one in failures)]
    state = NightState.FAILED if failures else NightState.WAITING if item.issues else NightState.DONE
    return lambda: _end(item, state)


def periods_of(item: NightlyItem) -> tuple[AccountingPeriod, ...]:
    """The months from the one in work to the night's own, oldest first."""
    company = item.company
    first = AccountingPeriod.parse(company.period_in_work or company.books_begin)
    last = max(AccountingPeriod.of(item.night), first)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return tuple(first.shifted(step) for step in range(min(months, MOST_MONTHS)))


def _run(item: NightlyItem, name: str, stage: Stage) -> Issue | None:
    """Run a stage that is not through; the failure to be tried again, if there was one."""
    if any(done["stage"] == name for done in item.results):
        return None
    _keep(item, state=NightState.RUNNING, stage=name, issues=_without(item, name))
    try:
        outcome = stage(item.company, periods_of(item))
    except (Refusal, FinalFailure) as refusal:
        outcome = StageOutcome(issues=(of_refusal(name, refusal),))
    except OutsideFailure as failure:
        log.warning("night %s of company %s: %s: %s", item.night, item.company_id, name, failure)
        return of_failure(name, failure)
    except Exception as error:  # whatever broke is the system's matter: other stages run, this one again later
        log.exception("night %s of company %s: stage %s failed", item.night, item.company_id, name)
        return of_failure(name, error)
    results = [*item.results, {"stage": name, "counts": outcome.counts}]
    issues = [*item.issues, *({**issue.kept(), "stage": name} for issue in outcome.issues)]
    _keep(item, results=results, issues=issues)
    return None


def _without(item: NightlyItem, stage: str) -> list[dict[str, Any]]:
    return [issue for issue in item.issues if issue["stage"] != stage]


def _keep(item: NightlyItem, **columns: Any) -> None:
    """Write progress, unless the item has ended: a worker thought dead must not wake a finished night."""
    for name, value in columns.items():
        setattr(item, name, value)
    mine = NightlyItem.objects.filter(pk=item.pk, turn=item.turn, finished_at=None)
    mine.update(started_at=item.started_at, **columns)


def _end(item: NightlyItem, state: NightState) -> None:
    """The end, in the transaction in which the job is done."""
    ended = NightlyItem.objects.filter(pk=item.pk, turn=item.turn, finished_at=None)
    if ended.update(state=state, stage="", issues=item.issues, finished_at=timezone.now()):
        done = {result["stage"]: result["counts"] for result in item.results}
        content = {"state": state, "done": done, "issues": len(item.issues)}
        record(company=item.company, actor=None, action="night.worked", subject=_word(item.night), content=content)


def _word(night: date) -> str:
    return night.isoformat()
