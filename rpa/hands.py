"""The bot's hands: one thread per process with one browser, kept between runs and given back when idle.

Rule kept: the browser's thread touches no database (Django refuses it there); runs of a process follow one another,
each in a context of its own.
"""

from __future__ import annotations

import atexit
import logging
import os
import queue
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Browser, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from kernel.errors import NotReady
from rpa.checkpoints import Sink
from rpa.order import BotOrder, BotResult, Ending
from rpa.runner import run
from rpa.session import launch
from rpa.step import sentences

IDLE_SECONDS: Final = 60.0
RUNS_PER_BROWSER: Final = 50
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Errand:
    order: BotOrder
    sink: Sink
    result: Future[BotResult]


class Hands:
    """Takes orders one after another. Safe to call from several threads."""

    def __init__(self) -> None:
        self._errands: queue.Queue[_Errand | None] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._owner = os.getpid()

    def take(self, order: BotOrder, sink: Sink) -> Future[BotResult]:
        """The result of the order, when it will have been carried out. It raises only for bugs."""
        result: Future[BotResult] = Future()
        with self._lock:
            if self._owner != os.getpid():  # a forked worker has our fields, not our thread
                self._errands, self._thread, self._owner = queue.Queue(), None, os.getpid()
            self._errands.put(_Errand(order, sink, result))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="bot-hands", daemon=True)
                self._thread.start()
        return result

    def rest(self) -> None:
        """Give the browser back now."""
        with self._lock:
            thread = self._thread if self._owner == os.getpid() else None
            if thread is not None:
                self._errands.put(None)
        if thread is not None:
            thread.join(10)

    def _work(self) -> None:
        try:
            with sync_playwright() as playwright:
                desk = _Desk(playwright)
                while (errand := self._next()) is not None:
                    _settle(errand, desk)
                desk.close()
        except Exception as error:
            log.exception("the bot's thread died")
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        """Nobody will take what still waits: say so instead of letting it wait for ever."""
        with self._lock:
            self._thread = None
            while not self._errands.empty():
                if (errand := self._errands.get()) is not None:
                    errand.result.set_exception(error)

    def _next(self) -> _Errand | None:
        try:
            errand = self._errands.get(timeout=IDLE_SECONDS)
        except queue.Empty:
            errand = None
        if errand is None:
            with self._lock:
                if not self._errands.empty():
                    return self._errands.get()
                self._thread = None
        return errand


def _settle(errand: _Errand, desk: _Desk) -> None:
    try:
        errand.result.set_result(desk.carry_out(errand.order, errand.sink))
    except Exception as error:  # noqa: BLE001 - told to whoever waits for the result
        errand.result.set_exception(error)


class _Desk:
    """The browser of the thread, started when needed, renewed after so many runs or when it has died."""

    def __init__(self, playwright: Playwright) -> None:
        self._playwright = playwright
        self._browser: Browser | None = None
        self._runs = 0

    def carry_out(self, order: BotOrder, sink: Sink) -> BotResult:
        """Run the order in a living browser."""
        try:
            return run(order, sink, self._living_browser())
        except NotReady as refusal:
            return BotResult(Ending.FINAL, refusal.message_zh, refusal.message)
        except PlaywrightError as error:
            self.close()
            message, message_zh = sentences(error)
            return BotResult(Ending.TEMPORARY, message_zh, message)

    def close(self) -> None:
        """Close the browser if there is one."""
        browser, self._browser, self._runs = self._browser, None, 0
        if browser is not None:
            try:
                browser.close()
            except PlaywrightError:
                log.info("a browser that had died was left behind")

    def _living_browser(self) -> Browser:
        if self._browser is not None and (self._runs >= RUNS_PER_BROWSER or not self._browser.is_connected()):
            self.close()
        if self._browser is None:
            self._browser = launch(self._playwright)
        self._runs += 1
        return self._browser


HANDS: Final = Hands()
atexit.register(HANDS.rest)
