"""Taking an accepted return back at the portal; the page must name exactly the return the order names."""

from __future__ import annotations

from rpa.errors import FiguresDiffer, PortalRefused
from rpa.flows.sandbox_portal.filing_pages import leave_by, words_of
from rpa.stage import Stage


def is_void(stage: Stage) -> bool:
    """Whether the order takes a return back."""
    return stage.order.kind == "void"


def open_void(stage: Stage) -> None:
    """From the status page of the return to the page of its voiding."""
    path = stage.portal.paths["status"].format(reference=stage.order.replaces)
    stage.page.goto(stage.url(path), wait_until="domcontentloaded")
    stage.find.find("status.void").click()


def at_void(stage: Stage) -> bool:
    """Whether the page offers to void the return. Raises `PortalRefused`, `FiguresDiffer` for another return."""
    if not stage.find.is_there("void.heading"):
        return False
    if stage.find.is_there("confirm.errors"):
        raise PortalRefused(words_of(stage, "confirm.errors"))
    shown = stage.find.find("void.reference").inner_text().strip()
    if shown != stage.order.replaces:
        raise FiguresDiffer("the return to void", "待作废的申报", [f"{shown} ≠ {stage.order.replaces}"])
    return stage.find.is_there("void.confirm")


def confirm_void(stage: Stage) -> None:
    """The last click."""
    stage.find.find("void.reason").fill(stage.order.change_reason)
    leave_by(stage, "void.confirm")
