"""Running an order: one browser, the steps of the flow, and every ending put into one of nine words.

Rule kept: what fails before the last click has sent nothing; what fails behind it is looked up in the declared list
at once, and is `UNKNOWN` when even that does not tell.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from playwright.sync_api import BrowserContext
from playwright.sync_api import Error as PlaywrightError

from kernel.errors import NotReady
from rpa.checkpoints import Sink
from rpa.drift import Finder
from rpa.errors import (
    BotTrouble,
    LoginRefused,
    PersonNeeded,
    PortalDown,
    PortalRefused,
    SessionLost,
)
from rpa.flows.sandbox_portal import flow
from rpa.order import BotOrder, BotResult, Ending, Purpose
from rpa.session import browser_context, start_trace, storage_state, take_trace
from rpa.stage import Stage
from rpa.step import Step, first_line, run_step

log = logging.getLogger(__name__)


def run(order: BotOrder, sink: Sink) -> BotResult:
    """Carry the order out. Never raises for troubles of portal or browser; they are endings."""
    if not flow.DATA.verified or order.portal != flow.DATA.portal:
        return BotResult(Ending.FINAL, f"the flow {order.portal} is not verified and is never run")
    try:
        with browser_context(order) as context:
            return _in_browser(order, sink, context)
    except NotReady as refusal:
        return BotResult(Ending.FINAL, refusal.message_zh)
    except PlaywrightError as error:
        return BotResult(Ending.TEMPORARY, first_line(error))


def _in_browser(order: BotOrder, sink: Sink, context: BrowserContext) -> BotResult:
    page = context.new_page()
    finder = Finder(page, flow.DATA.elements)
    stage = Stage(order, flow.DATA, context, page, sink, finder, explain_trouble=flow.explain_trouble)
    stage.answers = dict(order.answers)
    ending, reason, person = _drive(stage)
    return BotResult(
        ending=ending,
        reason=reason,
        reference=stage.found.reference,
        receipt=stage.found.receipt,
        sent=stage.sent,
        person_kind=person.kind if person else "",
        picture=person.picture if person else None,
        moved=dict(finder.moved),
        storage_state=storage_state(context),
        trace=take_trace(context) if order.with_trace else b"",
    )


def _drive(stage: Stage) -> tuple[Ending, str, PersonNeeded | None]:
    for session in range(1, stage.order.limits.sessions + 1):
        try:
            _log_in_and_go(stage)
        except SessionLost as lost:
            if stage.sent or session == stage.order.limits.sessions:
                return (*_after_trouble(stage, lost), None)
            stage.context.clear_cookies()
        except PersonNeeded as needed:
            return Ending.PERSON_NEEDED, str(needed), needed
        except (BotTrouble, PlaywrightError) as trouble:
            return (*_after_trouble(stage, trouble), None)
        else:
            return (*_ending(stage), None)
    raise AssertionError("every session returns or is the last")


def _log_in_and_go(stage: Stage) -> None:
    stage.is_past_login = False
    _steps(stage, flow.LOGIN_STEPS)
    stage.is_past_login = True
    if stage.order.with_trace:
        start_trace(stage.context)
    _steps(stage, flow.steps_for(stage.order.purpose))
    if stage.sent and stage.found.state == "rejected":
        # A browser may send a lost request again by itself; then the answer seen is that of the duplicate.
        _steps(stage, flow.LOOK_UP_AGAIN)
        if stage.found.state != "rejected":
            _steps(stage, flow.RESULT_STEPS)


def _steps(stage: Stage, steps: Sequence[Step]) -> None:
    for step in steps:
        stage.step = step.name
        run_step(step, stage)


def _ending(stage: Stage) -> tuple[Ending, str]:
    if not stage.found.reference:
        return (Ending.REHEARSED if stage.order.purpose is Purpose.DRY_RUN else Ending.NOT_FOUND), ""
    states = {"accepted": Ending.ACCEPTED, "rejected": Ending.REJECTED}
    return states.get(stage.found.state, Ending.PROCESSING), stage.found.reason


def _after_trouble(stage: Stage, trouble: Exception) -> tuple[Ending, str]:
    reason = first_line(trouble)
    log.info("bot run stopped at %s: %s", stage.step, reason)
    if stage.sent:
        return _look_up_now(stage, reason)
    if isinstance(trouble, PortalRefused):
        return Ending.REJECTED, reason
    if isinstance(trouble, PortalDown | SessionLost | PlaywrightError):
        return Ending.TEMPORARY, reason
    if isinstance(trouble, LoginRefused):
        return Ending.FINAL, f"登录未成功：{reason}"
    return Ending.FINAL, reason


def _look_up_now(stage: Stage, reason: str) -> tuple[Ending, str]:
    """Behind the last click: the declared list decides, in the same session, once."""
    try:
        _steps(stage, (*flow.LOOK_UP_AGAIN, *flow.RESULT_STEPS))
    except (BotTrouble, PlaywrightError) as trouble:
        log.info("look-up behind the last click failed: %s", trouble)
        return Ending.UNKNOWN, reason
    return _ending(stage) if stage.found.reference else (Ending.UNKNOWN, reason)

