"""The main job as the page shows it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from workbench.models import PeriodRun, RunState
from workbench.selectors.run_view import NAMES, run_view
from workbench.services.run_period.stages import STAGES

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_a_period_never_run_has_nothing_to_show() -> None:
    assert run_view(None, NOW) is None


def test_stages_and_what_waits_are_named() -> None:
    run = PeriodRun(
        state=RunState.WAITING,
        stage="entries",
        stages=[{"stage": "intake", "seconds": 0.5, "counts": {}}],
        waiting=[{"stage": "entries", "count": 3, "url": "/c/1/books/proposals/", "hash": ""}],
        updated_at=NOW,
    )
    shown = run_view(run, NOW)
    assert shown is not None
    assert [line.label for line in shown.done] == ["收件"]
    assert [(line.label, line.number, line.url) for line in shown.waiting] == [("分录", 3, "/c/1/books/proposals/")]
    assert not shown.is_running


def test_what_was_dealt_with_elsewhere_no_longer_waits() -> None:
    waiting = [{"stage": "approval", "count": 2, "url": "/x/", "hash": "h"}]
    run = PeriodRun(state=RunState.WAITING, waiting=waiting, updated_at=NOW)
    shown = run_view(run, NOW, {"approval"})
    assert shown is not None
    assert (shown.state, shown.waiting) == ("done", [])


def test_every_stage_of_the_job_has_a_name() -> None:
    assert [name for name, _stage in STAGES if name not in NAMES] == []


@pytest.mark.parametrize(("minutes", "state"), [(9, "running"), (11, "interrupted")])
def test_a_run_that_went_silent_shows_as_interrupted(minutes: int, state: str) -> None:
    shown = run_view(PeriodRun(state=RunState.RUNNING, updated_at=NOW - timedelta(minutes=minutes)), NOW)
    assert shown is not None
    assert shown.state == state
    assert shown.is_running is (state == "running")
