"""A bounded step: what must hold before, the act, what must hold after, a time limit, and how often it may be tried.

Rule kept: every wait ends; an irreversible step is tried once and announced before it is made.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from rpa.checkpoints import Checkpoint
from rpa.errors import BotTrouble, ElementMissing, PersonNeeded, StepFailed
from rpa.stage import Stage

Condition = Callable[[Stage], bool]
_PAUSE_MS: Final = 50
_WORTH_ANOTHER_TRY: Final = (StepFailed, ElementMissing, PlaywrightTimeout)


def always(_stage: Stage) -> bool:
    """Holds always."""
    return True


def never(_stage: Stage) -> bool:
    """Holds never."""
    return False


@dataclass(frozen=True, slots=True)
class Step:
    """One bounded step of a flow."""

    name: str
    act: Callable[[Stage], None]
    after: Condition
    before: Condition = always
    skip: Condition = never
    attempts: int = 2
    seconds: float | None = None
    is_irreversible: bool = False
    whole_picture: bool = False


def run_step(step: Step, stage: Stage) -> None:
    """Carry the step out, with a checkpoint before and behind it. Raises what the act raises, or `StepFailed`."""
    if step.skip(stage):
        stage.sink.put(Checkpoint(step.name, "skipped"))
        return
    tries = 1 if step.is_irreversible else step.attempts
    for attempt in range(1, tries + 1):
        try:
            _once(step, stage, attempt)
        except (BotTrouble, PlaywrightError) as trouble:
            state = "waiting" if isinstance(trouble, PersonNeeded) else "failed"
            stage.keep(step.name, state, attempt, sentences(trouble))
            if attempt == tries or not isinstance(trouble, _WORTH_ANOTHER_TRY):
                raise
        else:
            return


def _once(step: Step, stage: Stage, attempt: int) -> None:
    seconds = step.seconds or stage.order.limits.step
    wait_for(step.before, stage, step=step.name, what="precondition", seconds=seconds)
    stage.take_note()
    if not stage.sent:
        stage.require_time()
    stage.sink.put(Checkpoint(step.name, "started", attempt, is_irreversible=step.is_irreversible))
    if step.is_irreversible:
        stage.sent = True
    step.act(stage)
    wait_for(step.after, stage, step=step.name, what="postcondition", seconds=seconds)
    stage.keep(step.name, "done", attempt, stage.take_note(), whole=step.whole_picture)


def sentences(trouble: Exception) -> tuple[str, str]:
    """A trouble in English and in Chinese."""
    if isinstance(trouble, BotTrouble):
        return str(trouble), trouble.message_zh
    return f"browser trouble: {first_line(trouble)}", f"浏览器出错：{first_line(trouble)}"


def first_line(error: Exception) -> str:
    """What went wrong in one line. Playwright's further lines quote what was typed, passwords too, and are left out."""
    lines = str(error).splitlines()
    return lines[0] if lines else type(error).__name__


def wait_for(condition: Condition, stage: Stage, *, step: str, what: str, seconds: float) -> None:
    """Wait until `condition` holds. Raises `StepFailed` after `seconds`."""
    deadline = time.monotonic() + seconds
    while not _holds(condition, stage):
        stage.explain()
        if time.monotonic() > deadline:
            raise StepFailed(step, what)
        stage.page.wait_for_timeout(_PAUSE_MS)


def _holds(condition: Condition, stage: Stage) -> bool:
    try:
        return condition(stage)
    except PlaywrightError:  # the page is on its way to another one; look again
        return False
