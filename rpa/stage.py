"""What every step of a run stands on: the page, the order, the finder, the sink, and what has been found so far."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Page

from rpa.checkpoints import Checkpoint, Sink
from rpa.drift import Finder, PortalData
from rpa.errors import RunOverdue
from rpa.evidence import picture_of
from rpa.order import BotOrder


@dataclass(slots=True)
class Found:
    """What the portal said about the return."""

    reference: str = ""
    state: str = ""  # processing | accepted | rejected
    reason: str = ""
    listed: str = ""  # what the declared list says of it
    prefilled: tuple[str, ...] = ()  # cells the portal had filled in otherwise
    receipt: bytes = b""
    payment_number: str = ""
    paid_on: str = ""


@dataclass(slots=True)
class Stage:
    """One run in front of one page. `sent` turns true just before the irreversible click."""

    order: BotOrder
    portal: PortalData
    context: BrowserContext
    page: Page
    sink: Sink
    find: Finder
    found: Found = field(default_factory=Found)
    sent: bool = False
    explain_trouble: Callable[[Stage], None] | None = None
    note: tuple[str, str] = ("", "")
    step: str = ""
    is_past_login: bool = False
    began: float = field(default_factory=time.monotonic)
    answers: dict[str, str] = field(default_factory=dict, repr=False)

    def require_time(self) -> None:
        """Raises `RunOverdue` when the run has used up its time."""
        if time.monotonic() > self.began + self.order.limits.run:
            raise RunOverdue("the run took too long", "本次运行超过时限")

    def explain(self) -> None:
        """Raise the trouble that is plain to see on the page (maintenance, lost session), if any."""
        if self.explain_trouble is not None:
            self.explain_trouble(self)

    def keep(self, step: str, state: str, attempt: int, detail: tuple[str, str], *, whole: bool = True) -> None:
        """A checkpoint with its picture and the hash of the page; `detail` in English and Chinese."""
        picture, dom_hash = picture_of(self.page, whole=whole) if self.order.with_pictures else (None, "")
        self.sink.put(Checkpoint(step, state, attempt, *detail, picture=picture, dom_hash=dom_hash))

    def say(self, english: str, chinese: str = "") -> None:
        """Leave a note for the checkpoint of the step at work."""
        self.note = (english, chinese or english)

    def take_note(self) -> tuple[str, str]:
        """The note left, once."""
        note, self.note = self.note, ("", "")
        return note

    def url(self, path: str) -> str:
        """The full address of a path of the portal."""
        return self.order.base_url.rstrip("/") + path
