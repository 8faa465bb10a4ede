"""A real Chromium for the tests. On a build machine (`CI` set) its absence fails; at a desk it skips loudly."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

CANDIDATES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """CHROMIUM_PATH, else a system Chromium, else None (Playwright's own is tried last)."""
    configured = os.environ.get("CHROMIUM_PATH")
    if configured:
        return configured
    return next((path for name in CANDIDATES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser. Fails when `CI` is set and there is none; skips otherwise."""
    path = find_chromium()
    if path and Path(path).exists():
        return path
    message = "no Chromium found: set CHROMIUM_PATH or install the package chromium"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture
def browser(chromium: str) -> Iterator[Browser]:
    """One headless browser per test."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in this thread; the live server has its own
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium)
        yield launched
        launched.close()
