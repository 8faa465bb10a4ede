"""The page frame in a real Chromium: log-in, themes, languages, keyboard, narrow screens, no word from the policy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from foundation.models import Company, User
from tests.plugins.browser import NARROW, log_in, watched_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A fresh wide page."""
    with watched_page(browser, base_url=live_server.url) as page:
        yield page


def test_the_frame_on_a_wide_screen(page: Page, small_scale: Company, owner: User) -> None:
    log_in(page, "owner")
    page.goto(f"/c/{small_scale.pk}/settings/members/")
    assert page.get_attribute("html", "lang") == "zh-Hans"
    assert page.is_visible("nav.zf-side")

    page.keyboard.press("?")
    expect(page.locator("#zf-keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#zf-keys")).to_be_hidden()

    page.keyboard.press("/")
    expect(page.locator("#zf-search")).to_be_focused()
    page.keyboard.type("yunshan")
    expect(page.locator("#zf-switcher-list a")).to_have_text(f"{small_scale.name}{small_scale.taxpayer_id}")
    page.keyboard.press("Escape")

    was = page.get_attribute("html", "data-bs-theme")
    page.click("[data-theme-toggle]")
    page.reload()
    assert page.get_attribute("html", "data-bs-theme") not in {was, None}

    page.click("button[name=language][value=en]")
    page.wait_for_load_state()
    assert page.get_attribute("html", "lang") == "en"
    expect(page.locator("h1")).to_have_text("Members and roles")


def test_the_frame_on_a_narrow_screen(page: Page, small_scale: Company, owner: User) -> None:
    log_in(page, "owner")
    page.set_viewport_size(NARROW)
    page.goto(f"/c/{small_scale.pk}/settings/members/")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    expect(page.locator("nav.zf-side")).to_be_hidden()
    page.click("[data-nav-toggle]")
    expect(page.locator("nav.zf-side")).to_be_visible()


def test_a_wrong_password_is_said_kindly(page: Page, owner: User) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", "owner")
    page.fill("input[name=password]", "wrong")
    page.click("main button[type=submit]")
    expect(page.locator(".zf-note-error")).to_be_visible()
