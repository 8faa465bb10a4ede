"""Browsers and contexts: which Chromium, a context of its own per run, kept cookies, a trace.

Rule kept: one company per context, one context per run; nothing of a run stays in the browser behind it.
"""

from __future__ import annotations

import json
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Playwright
from playwright.sync_api import Error as PlaywrightError

from foundation.machine import find_chromium
from kernel.errors import NotReady
from rpa.order import BotOrder


def launch(playwright: Playwright) -> Browser:
    """A browser. Raises `NotReady` when none can be started."""
    options: dict[str, Any] = {"executable_path": find_chromium(), "chromium_sandbox": settings.RPA_CHROMIUM_SANDBOX}
    try:
        return playwright.chromium.launch(**options)
    except PlaywrightError as error:
        raise NotReady(
            f"no browser can be started: {error.message.splitlines()[0]}",
            message_zh="无法启动浏览器：请安装 chromium，或在 CHROMIUM_PATH 指定其路径",
        ) from error


def fresh_context(browser: Browser, order: BotOrder) -> BrowserContext:
    """A context of its own with the company's kept cookies."""
    state = json.loads(order.storage_state) if order.storage_state else None
    context = browser.new_context(
        storage_state=state, locale="zh-CN", viewport={"width": 1280, "height": 900}, accept_downloads=True
    )
    context.set_default_timeout(order.limits.step * 1000)
    return context


def start_trace(context: BrowserContext) -> None:
    """Trace from here on; called behind the log-in, because a trace quotes what is typed."""
    with suppress(PlaywrightError):  # already tracing: a second session of the same run
        context.tracing.start(screenshots=False, snapshots=True)


def take_trace(context: BrowserContext) -> bytes:
    """Stop tracing and give the trace archive; empty when there is none."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trace.zip"
        try:
            context.tracing.stop(path=path)
            return path.read_bytes()
        except (PlaywrightError, OSError):
            return b""


def storage_state(context: BrowserContext) -> str:
    """The cookies of the session as JSON; empty when the browser is gone."""
    try:
        return json.dumps(context.storage_state())
    except PlaywrightError:
        return ""
