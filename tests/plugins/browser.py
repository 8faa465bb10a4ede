"""A real Chromium for the tests. On a build machine (`CI` set) its absence fails; at a desk it skips loudly."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from foundation.machine import ADVICE, find_chromium

WIDE, NARROW = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser. Fails when `CI` is set and there is none; skips otherwise."""
    if path := find_chromium():
        return path
    message = f"no Chromium found. {ADVICE}"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture
def browser(chromium: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """One headless browser per test."""
    # Playwright's loop runs in this thread; the live server has its own.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium)
        yield launched
        launched.close()


@contextmanager
def watched_page(browser: Browser, forgiven: str | None = None, **context: Any) -> Iterator[Page]:
    """A Chinese page in a context of its own that fails on any complaint of the console not containing `forgiven`."""
    complaints: list[str] = []
    opened = browser.new_context(**{"locale": "zh-CN", "viewport": WIDE, **context})
    page = opened.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    opened.close()
    assert [text for text in complaints if forgiven is None or forgiven not in text] == []


def log_in(page: Page, name: str, password: str = "correct horse") -> None:
    """Through the log-in page at the context's base address."""
    page.goto("/accounts/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "/accounts/" not in address)
