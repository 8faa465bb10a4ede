"""Looking for the elements of the flow before the filing window, page by page; nothing is typed or sent."""

from __future__ import annotations

from rpa.flows.sandbox_portal import filing_pages as filing
from rpa.stage import Stage


def probe_todo(stage: Stage) -> None:
    """The to-do list."""
    stage.page.goto(stage.url(stage.portal.paths["todo"]), wait_until="domcontentloaded")
    _look_for(stage, "todo.")


def probe_declared(stage: Stage) -> None:
    """The list of what is declared."""
    stage.page.goto(stage.url(stage.portal.paths["declared"]), wait_until="domcontentloaded")
    _look_for(stage, "declared.")


def probe_form(stage: Stage) -> None:
    """The filing page of the form: its button, and whether its cells bear their marks."""
    filing.open_form(stage)
    stage.page.wait_for_load_state("domcontentloaded")
    _look_for(stage, "filing.")
    fields = stage.page.locator("details input")
    if fields.count() and not stage.page.locator("[data-cell]").count():
        stage.find.moved["cells"] = "label"
    elif not fields.count():
        _miss(stage, ["cells"])


def _look_for(stage: Stage, prefix: str) -> None:
    _miss(stage, stage.find.missing(prefix))


def _miss(stage: Stage, names: list[str]) -> None:
    if names:
        stage.found.reason = "；".join(filter(None, (stage.found.reason, f"找不到 {'、'.join(names)}")))
        stage.say(f"missing: {', '.join(names)}", f"找不到：{'、'.join(names)}")
