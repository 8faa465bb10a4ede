"""Filing pages: to-do list, form, pre-check and confirmation, submission, status, declared list, receipt."""

from __future__ import annotations

import time
from typing import Final

from playwright.sync_api import Error as PlaywrightError

from rpa.errors import FiguresDiffer, PortalDown, PortalRefused, StatesContradict, StepFailed
from rpa.flows.sandbox_portal import cells
from rpa.order import BotOrder
from rpa.stage import Stage

_READ_DECLARED: Final = """
() => [...document.querySelectorAll('tr[data-reference]')].map(row => ({...row.dataset}))
"""
_GONE: Final = frozenset({"rejected", "corrected", "voided"})
_POLL_MS: Final = 300
_STATES: Final = {"processing": "受理中", "accepted": "申报成功", "rejected": "申报失败"}


def read_declared(stage: Stage) -> None:
    """Is there already what is to be filed? What was sent back, corrected or voided does not count."""
    stage.page.goto(stage.url(stage.portal.paths["declared"]), wait_until="domcontentloaded")
    stage.find.find("declared.heading")
    order = stage.order
    wanted = {"form": order.form, "start": f"{order.period_start}", "end": f"{order.period_end}"}
    rows = [row for row in stage.page.evaluate(_READ_DECLARED) if wanted.items() <= row.items()]
    standing = [row for row in rows if row["state"] not in _GONE and _is_ours(row, order)]
    if standing:
        stage.found.reference = standing[0]["reference"]
        stage.found.state = stage.found.listed = standing[0]["state"]
        stage.say(f"found {stage.found.reference}", f"已有申报 {stage.found.reference}")


def _is_ours(row: dict[str, str], order: BotOrder) -> bool:
    """A void names the return it takes back; any other standing return but the one to be replaced would be ours."""
    if order.kind == "void":
        return row["kind"] == "void" and row["replaces"] == order.replaces
    return row["kind"] != "void" and row["reference"] != order.replaces


def read_filed(stage: Stage) -> None:
    """Open the figures of the return the portal holds."""
    path = stage.portal.paths["filed"].format(reference=stage.found.reference)
    stage.page.goto(stage.url(path), wait_until="domcontentloaded")


def is_the_ordered_return(stage: Stage) -> bool:
    """Whether what the portal holds is the return of the order. Raises `FiguresDiffer` when it is another one."""
    if not stage.find.is_there("filed.heading"):
        return False
    reference = stage.found.reference
    count = _require_shown(stage, f"the return {reference} the bureau already holds", f"税务局已有的申报 {reference} ")
    stage.say(f"{count} cells agree", f"{count} 栏逐一核对一致")
    return True


def at_declared(stage: Stage) -> bool:
    """Whether the declared list is shown."""
    return stage.find.is_there("declared.heading")


def is_found(stage: Stage) -> bool:
    """Whether the portal holds a return for the order's form and period."""
    return bool(stage.found.reference)


def open_form(stage: Stage) -> None:
    """Choose form and period on the to-do list; a correction is opened from the return it corrects."""
    if stage.order.kind == "correct":
        path = stage.portal.paths["status"].format(reference=stage.order.replaces)
        stage.page.goto(stage.url(path), wait_until="domcontentloaded")
        stage.find.find("status.correct").click()
        return
    stage.page.goto(stage.url(stage.portal.paths["todo"]), wait_until="domcontentloaded")
    stage.find.find("todo.form").select_option(stage.order.form)
    stage.find.find("todo.period_start").fill(f"{stage.order.period_start}")
    stage.find.find("todo.period_end").fill(f"{stage.order.period_end}")
    stage.find.find("todo.open_form").click()


def at_form(stage: Stage) -> bool:
    """Whether the filing page of the right form, period and taxpayer is shown."""
    return stage.find.is_there("filing.precheck") and _is_about_the_order(stage)


def fill(stage: Stage) -> None:
    """Type in all cells; what the portal had filled in otherwise is kept in mind."""
    stage.found.prefilled = cells.prefilled(stage.page, stage.portal, stage.order.form, stage.order.cells)
    how = cells.fill_cells(stage.page, stage.portal, stage.order.form, stage.order.cells)
    if how != "css":
        stage.find.moved["cells"] = how


def is_filled(stage: Stage) -> bool:
    """Whether every field, read back, holds what is to be filed. Raises when one does not."""
    count = _require_shown(stage, "the filing page", "填报页")
    other = "; ".join(stage.found.prefilled[:10])
    english, chinese = (f"; prefilled otherwise: {other}", f"；预填不同：{other}") if other else ("", "")
    stage.say(f"{count} cells read back{english}", f"{count} 栏逐一回读一致{chinese}")
    return True


def precheck(stage: Stage) -> None:
    """Let the portal check; what it finds is told in its own words."""
    stage.find.find("filing.precheck").click()


def is_prechecked(stage: Stage) -> bool:
    """Whether the confirmation page is shown without errors.

    Raises `PortalRefused` when it has some, `FiguresDiffer` when they are about other figures than ordered.
    """
    if not stage.find.is_there("confirm.heading"):
        return False
    if stage.find.is_there("confirm.errors"):
        _require_shown(stage, "the confirmation page", "确认页")
        raise PortalRefused(words_of(stage, "confirm.errors"))
    return True


def compare(stage: Stage) -> None:
    """The confirmation page must show exactly the return that was ordered, for the right taxpayer and period."""
    if not _is_about_the_order(stage):
        wrong = ["纳税人、申报表或所属期 (taxpayer, form or period)"]
        raise FiguresDiffer("the confirmation page", "确认页", wrong)
    count = _require_shown(stage, "the confirmation page", "确认页")
    stage.say(f"{count} cells agree", f"{count} 栏逐一核对一致")


def can_submit(stage: Stage) -> bool:
    """Whether the promise and the submit button are there."""
    return stage.find.is_there("confirm.agreed") and stage.find.is_there("confirm.submit")


def submit(stage: Stage) -> None:
    """The last click."""
    stage.find.find("confirm.agreed").check()
    leave_by(stage, "confirm.submit")


def leave_by(stage: Stage, name: str) -> None:
    """Click the irreversible button and follow it to the status page. Raises `PortalDown`, `StepFailed`."""
    button = stage.find.find(name)
    with stage.page.expect_navigation(wait_until="domcontentloaded") as leaving:
        button.click()
    if leaving.value is not None and leaving.value.status >= 500:
        raise PortalDown(
            f"the portal answers {leaving.value.status} to the submission",
            f"提交后电子税务局返回 {leaving.value.status}",
        )
    if not stage.find.is_there("status.heading"):
        raise StepFailed("submit", "the status page behind the submission")


def at_status(stage: Stage) -> bool:
    """Whether the status page shows a reference; it is kept."""
    if not stage.find.is_there("status.heading"):
        return False
    stage.found.reference = stage.page.url.rstrip("/").rsplit("/", 1)[-1]
    stage.say(stage.found.reference)
    return True


def await_decision(stage: Stage) -> None:
    """Look at the status page until the bureau has decided or the time limit is reached."""
    deadline = time.monotonic() + stage.order.limits.decision
    while True:
        if not _shows_a_decision(stage):
            _reload_status(stage)
        stage.found.state = stage.find.find("status.state").get_attribute("data-state") or ""
        if stage.found.state != "processing" or time.monotonic() > deadline:
            break
        stage.page.wait_for_timeout(_POLL_MS)
    if stage.found.state == "rejected" and stage.found.listed == "accepted":
        raise StatesContradict("status page and declared list contradict", "申报结果与申报清单相矛盾，稍后再查")
    if stage.found.state == "rejected":
        stage.found.reason = words_of(stage, "status.reasons")
    stage.say(stage.found.state, _STATES.get(stage.found.state, stage.found.state))


def _shows_a_decision(stage: Stage) -> bool:
    """Whether the page shown is already the status page of the return, with a decision on it."""
    if stage.page.url != _status_url(stage) or not stage.find.is_there("status.state"):
        return False
    return stage.find.find("status.state").get_attribute("data-state") not in (None, "processing")


def _reload_status(stage: Stage) -> None:
    response = stage.page.goto(_status_url(stage), wait_until="domcontentloaded")
    if response is not None and response.status >= 500:
        raise PortalDown(f"the status page answers {response.status}", f"申报结果页返回 {response.status}")


def has_state(stage: Stage) -> bool:
    """Whether the portal told a state."""
    return bool(stage.found.state)


def is_not_accepted(stage: Stage) -> bool:
    """Whether there is no receipt to fetch."""
    return stage.found.state != "accepted"


def fetch_receipt(stage: Stage) -> None:
    """Download the receipt in the session of the browser; it must be a PDF."""
    path = stage.portal.paths["receipt"].format(reference=stage.found.reference)
    try:
        response = stage.context.request.get(stage.url(path))
    except PlaywrightError as error:
        raise StepFailed("fetch_receipt", error.message.splitlines()[0]) from error
    if not response.ok or not response.body().startswith(b"%PDF-"):
        raise StepFailed("fetch_receipt", f"a PDF (the portal answered {response.status})")
    stage.found.receipt = response.body()


def has_receipt(stage: Stage) -> bool:
    """Whether the receipt is here."""
    return bool(stage.found.receipt)


def _is_about_the_order(stage: Stage) -> bool:
    order = stage.order
    text = stage.page.locator("main").inner_text()
    title = str(stage.portal.forms[order.form]["title"])
    period = f"{order.period_start} 至 {order.period_end}"
    return all(word in text for word in (title, order.taxpayer_id, period, order.replaces))


def _require_shown(stage: Stage, where: str, where_zh: str) -> int:
    try:
        return cells.require_shown(stage.page, stage.portal, stage.order.form, stage.order.cells)
    except cells.Differing as found:
        raise FiguresDiffer(where, where_zh, found.names) from found


def _status_url(stage: Stage) -> str:
    return stage.url(stage.portal.paths["status"].format(reference=stage.found.reference))


def words_of(stage: Stage, name: str) -> str:
    """What the element says, its lines joined."""
    lines = stage.find.find(name).inner_text().splitlines()
    return "；".join(line.strip() for line in lines if line.strip())
