"""Running an order: one context, the steps of the flow, and every ending put into one of nine words.

Rule kept: what fails before the last click has sent nothing; what fails behind it is looked up in the declared list
at once, and is `UNKNOWN` when even that does not tell.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress

from playwright.sync_api import Browser, BrowserContext
from playwright.sync_api import Error as PlaywrightError

from rpa.checkpoints import Sink
from rpa.drift import Finder
from rpa.errors import (
    BotTrouble,
    PersonNeeded,
    PortalDown,
    PortalRefused,
    RunOverdue,
    SessionLost,
    StatesContradict,
)
from rpa.flows.sandbox_portal import flow
from rpa.order import BotOrder, BotResult, Ending, Purpose
from rpa.session import fresh_context, start_trace, storage_state, take_trace
from rpa.stage import Stage
from rpa.step import Step, first_line, run_step, sentences

log = logging.getLogger(__name__)


def run(order: BotOrder, sink: Sink, browser: Browser) -> BotResult:
    """Carry the order out. Troubles of the portal are endings; a browser that fails as such raises its own error."""
    if not flow.DATA.verified or order.portal != flow.DATA.portal:
        return BotResult(
            Ending.FINAL,
            f"流程 {order.portal} 未经验证，不会运行",
            f"the flow {order.portal} is not verified and never run",
        )
    context = fresh_context(browser, order)
    try:
        return _in_context(order, sink, context)
    finally:
        with suppress(PlaywrightError):
            context.close()


def _in_context(order: BotOrder, sink: Sink, context: BrowserContext) -> BotResult:
    page = context.new_page()
    finder = Finder(page, flow.DATA.elements)
    stage = Stage(order, flow.DATA, context, page, sink, finder, explain_trouble=flow.explain_trouble)
    stage.answers = dict(order.answers)
    ending, trouble = _drive(stage)
    person = trouble if isinstance(trouble, PersonNeeded) else None
    reason_en, reason = sentences(trouble) if trouble else (stage.found.reason, stage.found.reason)
    return BotResult(
        ending=ending,
        reason=reason,
        reason_en=reason_en,
        reference=stage.found.reference or order.reference,
        payment_number=stage.found.payment_number,
        paid_on=stage.found.paid_on,
        receipt=stage.found.receipt,
        sent=stage.sent,
        person_kind=person.kind if person else "",
        picture=person.picture if person else None,
        moved=dict(finder.moved),
        storage_state=storage_state(context),
        trace=take_trace(context) if order.with_trace else b"",
    )


def _drive(stage: Stage) -> tuple[Ending, Exception | None]:
    for _session in range(stage.order.limits.sessions):
        try:
            _log_in_and_go(stage)
        except SessionLost as lost:
            trouble: Exception = lost
            if stage.sent:
                break
            stage.context.clear_cookies()
        except PersonNeeded as needed:
            return Ending.PERSON_NEEDED, needed
        except (BotTrouble, PlaywrightError) as error:
            trouble = error
            break
        else:
            return _ending(stage), None
    return _after_trouble(stage, trouble)


def _log_in_and_go(stage: Stage) -> None:
    stage.is_past_login = False
    _steps(stage, flow.LOGIN_STEPS)
    stage.is_past_login = True
    if stage.order.with_trace:
        start_trace(stage.context)
    _steps(stage, flow.steps_for(stage.order))
    if stage.sent and stage.found.state == "rejected":
        # A browser may send a lost request again by itself; then the answer seen is that of the duplicate.
        _steps(stage, flow.LOOK_UP_AGAIN)
        if stage.found.state != "rejected":
            _steps(stage, flow.RESULT_STEPS)


def _steps(stage: Stage, steps: Sequence[Step]) -> None:
    for step in steps:
        stage.step = step.name
        run_step(step, stage)


def _ending(stage: Stage) -> Ending:
    if stage.found.payment_number:
        return Ending.PAID
    if not stage.found.reference:
        rehearsing = stage.order.purpose in (Purpose.DRY_RUN, Purpose.PROBE)
        return Ending.REHEARSED if rehearsing else Ending.NOT_FOUND
    return {"accepted": Ending.ACCEPTED, "rejected": Ending.REJECTED}.get(stage.found.state, Ending.PROCESSING)


def _after_trouble(stage: Stage, trouble: Exception) -> tuple[Ending, Exception | None]:
    log.info("bot run stopped at %s: %s", stage.step, first_line(trouble))
    if isinstance(trouble, StatesContradict):
        return Ending.UNKNOWN, trouble
    if stage.sent:
        return _look_up_now(stage, trouble)
    if isinstance(trouble, PortalRefused):
        return Ending.REJECTED, trouble
    passing = isinstance(trouble, PortalDown | SessionLost | RunOverdue) or not isinstance(trouble, BotTrouble)
    return (Ending.TEMPORARY if passing else Ending.FINAL), trouble


def _look_up_now(stage: Stage, trouble: Exception) -> tuple[Ending, Exception | None]:
    """Behind the last click: the declared list decides, in the same session, once."""
    try:
        _steps(stage, flow.look_up_steps_for(stage.order))
    except (BotTrouble, PlaywrightError) as error:
        log.info("look-up behind the last click failed: %s", first_line(error))
        return Ending.UNKNOWN, trouble
    ending = _ending(stage)
    return (Ending.UNKNOWN, trouble) if ending is Ending.NOT_FOUND else (ending, None)
