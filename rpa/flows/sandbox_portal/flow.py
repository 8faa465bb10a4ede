"""The steps of a filing at the make-believe portal, in order, each with what must hold before and after it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from rpa.drift import PortalData, load_portal
from rpa.flows.sandbox_portal import filing_pages as filing
from rpa.flows.sandbox_portal import login_pages as login
from rpa.flows.sandbox_portal import payment_page as payment
from rpa.flows.sandbox_portal import probe_pages as probe
from rpa.flows.sandbox_portal import void_page as void
from rpa.order import BotOrder, Purpose
from rpa.stage import Stage
from rpa.step import Step, always

DATA: Final[PortalData] = load_portal(Path(__file__).parent)

LOGIN_STEPS: Final = (
    Step("open_login", act=login.open_login, after=login.is_somewhere),
    Step(
        "log_in",
        skip=lambda stage: not login.at_login(stage),
        act=login.log_in,
        after=lambda stage: login.is_somewhere(stage) and not login.at_login(stage),
        attempts=1,
    ),
    Step(
        "sms_code",
        skip=lambda stage: not login.at_sms(stage),
        act=login.enter_sms_code,
        after=lambda stage: login.at_scan(stage) or login.at_identity(stage) or login.is_inside(stage),
        attempts=1,
    ),
    Step(
        "phone_confirm",
        skip=lambda stage: not login.at_scan(stage),
        act=login.confirm_on_phone,
        after=lambda stage: login.at_identity(stage) or login.is_inside(stage),
        attempts=1,
    ),
    Step(
        "choose_identity",
        skip=lambda stage: not login.at_identity(stage),
        act=login.choose_identity,
        after=login.is_inside,
    ),
)
READ_FILED: Final = Step(
    "read_filed",
    skip=lambda stage: not filing.is_found(stage) or void.is_void(stage),
    act=filing.read_filed,
    after=filing.is_the_ordered_return,
)
LOOK_UP_STEPS: Final = (
    Step("read_declared", before=login.is_inside, act=filing.read_declared, after=filing.at_declared),
    READ_FILED,
)
LOOK_UP_AGAIN: Final = (
    Step("read_declared_again", act=filing.read_declared, after=filing.at_declared),
    READ_FILED,
)
PREPARE_STEPS: Final = (
    Step("open_form", skip=filing.is_found, act=filing.open_form, after=filing.at_form),
    Step("fill_cells", skip=filing.is_found, before=filing.at_form, act=filing.fill, after=filing.is_filled),
    Step("precheck", skip=filing.is_found, before=filing.is_filled, act=filing.precheck, after=filing.is_prechecked),
    Step(
        "compare",
        skip=filing.is_found,
        before=filing.is_prechecked,
        act=filing.compare,
        after=filing.can_submit,
        whole_picture=True,
    ),
)
SUBMIT_STEPS: Final = (
    Step(
        "submit",
        skip=filing.is_found,
        before=filing.can_submit,
        act=filing.submit,
        after=filing.at_status,
        is_irreversible=True,
    ),
)
VOID_STEPS: Final = (
    Step("open_void", skip=filing.is_found, act=void.open_void, after=void.at_void, whole_picture=True),
)
CONFIRM_VOID: Final = (
    Step(
        "submit",
        skip=filing.is_found,
        before=void.at_void,
        act=void.confirm_void,
        after=filing.at_status,
        is_irreversible=True,
    ),
)
RESULT_STEPS: Final = (
    Step(
        "await_decision",
        skip=lambda stage: not filing.is_found(stage),
        act=filing.await_decision,
        after=filing.has_state,
    ),
    Step("fetch_receipt", skip=filing.is_not_accepted, act=filing.fetch_receipt, after=filing.has_receipt),
)

OPEN_PAYMENT: Final = Step("open_payment", act=payment.open_payment, after=payment.at_payment)
PAY_STEPS: Final = (
    OPEN_PAYMENT,
    Step("pay", skip=payment.is_paid, act=payment.pay, after=payment.is_paid, is_irreversible=True, whole_picture=True),
)


PROBE_STEPS: Final = (
    Step("probe_todo", act=probe.probe_todo, after=always, whole_picture=True),
    Step("probe_declared", act=probe.probe_declared, after=always),
    Step("probe_form", act=probe.probe_form, after=always),
)


def steps_for(order: BotOrder) -> tuple[Step, ...]:
    """The steps behind the log-in that serve the order."""
    purpose, is_void = order.purpose, order.kind == "void"
    prepare, submit = (VOID_STEPS, CONFIRM_VOID) if is_void else (PREPARE_STEPS, SUBMIT_STEPS)
    if purpose in (Purpose.PAY, Purpose.PROBE):
        return PAY_STEPS if purpose is Purpose.PAY else PROBE_STEPS
    if purpose is Purpose.LOOK_UP:
        return LOOK_UP_STEPS + RESULT_STEPS
    if purpose is Purpose.DRY_RUN:
        return LOOK_UP_STEPS + prepare
    return LOOK_UP_STEPS + prepare + submit + RESULT_STEPS


def look_up_steps_for(order: BotOrder) -> tuple[Step, ...]:
    """The steps that find out, behind the last click, what came of it."""
    return (OPEN_PAYMENT,) if order.purpose is Purpose.PAY else (*LOOK_UP_AGAIN, *RESULT_STEPS)


def explain_trouble(stage: Stage) -> None:
    """Raise the trouble that is plain to see on the page."""
    login.explain_trouble(stage)
