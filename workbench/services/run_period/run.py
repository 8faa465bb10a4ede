"""Runs the stages in order. Every stage may be repeated: run again, the job goes on where it stopped.

Rule kept: a stage that has nothing left to do does nothing, so a kill anywhere costs at most the stage in hand.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from django.utils import timezone

from foundation.audit import record
from foundation.models import Company, User
from kernel.errors import OutsideFailure, Refusal
from kernel.period import AccountingPeriod
from workbench.models import PeriodRun, RunState
from workbench.services.run_period.request import Counts, PersonNeeded, Request, StageResult, Waiting
from workbench.services.run_period.stages import STAGES

Progress = Callable[[StageResult], None]


@dataclass(slots=True)
class Outcome:
    """How the run ended: finished, or waiting for a person, or refused with a sentence."""

    state: RunState
    stages: list[StageResult] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    error: str = ""

    def result_of(self, stage: str) -> Counts:
        """The counts of one stage, empty when it was not reached."""
        return next((result.counts for result in self.stages if result.stage == stage), {})


def run_period(request: Request, progress: Progress | None = None) -> Outcome:
    """Run all stages for the company and period; what waits for a person is in the outcome, not raised."""
    run = open_run(request.company, request.period, request.actor)
    outcome = Outcome(RunState.RUNNING)
    try:
        for name, stage in STAGES:
            PeriodRun.objects.filter(pk=run.pk).update(stage=name, updated_at=timezone.now())
            result = _timed(name, stage, request)
            outcome.stages.append(result)
            if progress:
                progress(result)
            _keep(run, outcome)
            if name == request.until:
                break
        outcome.state = RunState.DONE
    except PersonNeeded as person:
        outcome.state, outcome.waiting = RunState.WAITING, person.waiting
    except (Refusal, OutsideFailure) as refusal:
        outcome.state, outcome.error = RunState.FAILED, refusal.message_zh
    except Exception as bug:
        # A bug crashes the run, but the page must not show it as running for ever.
        outcome.state, outcome.error = RunState.FAILED, f"{type(bug).__name__}: {bug}"
        _keep(run, outcome)
        raise
    _keep(run, outcome)
    record(
        company=request.company, actor=request.actor, action="period.run", subject=str(request.period),
        content={"state": outcome.state, "waiting": [asdict(item) for item in outcome.waiting]},
    )  # fmt: skip
    return outcome


def _timed(name: str, stage: Callable[[Request], Counts], request: Request) -> StageResult:
    begun = time.perf_counter()
    counts = stage(request)
    return StageResult(name, counts, round(time.perf_counter() - begun, 3))


def open_run(company: Company, period: AccountingPeriod, actor: User | None) -> PeriodRun:
    """The row in which progress is kept, set back to its beginning."""
    run, _made = PeriodRun.objects.update_or_create(
        company=company,
        period=str(period),
        defaults={
            "actor": actor, "state": RunState.RUNNING, "stage": "", "stages": [], "waiting": [], "error": "",
            "started_at": timezone.now(),
        },
    )  # fmt: skip
    return run


def _keep(run: PeriodRun, outcome: Outcome) -> None:
    PeriodRun.objects.filter(pk=run.pk).update(
        state=outcome.state,
        stages=[asdict(result) for result in outcome.stages],
        waiting=[asdict(item) for item in outcome.waiting],
        error=outcome.error[:500],
        updated_at=timezone.now(),
    )
