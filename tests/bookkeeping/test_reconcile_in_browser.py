"""The reconciliation screen in a real Chromium: by keys alone, by dragging, on a narrow screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from bookkeeping.models import BankMatch, MatchState
from tests.plugins.browser import NARROW, log_in, watched_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    with watched_page(browser, base_url=live_server.url) as page:
        yield page


def states() -> list[tuple[str, str]]:
    return list(BankMatch.objects.order_by("pk").values_list("layer", "state"))


def test_lines_are_matched_by_keys_and_by_dragging(page: Page, bank, book, line, capital) -> None:
    book(3, "-100.00", "甲厂")
    book(3, "-200.00", "乙厂")
    book(5, "77.00", "丙店")
    line(4, "-300.00", words="批量代付")
    line(25, "77.00", "丁店")
    log_in(page, "accountant")
    page.goto(f"/c/{bank.company_id}/books/bank/reconcile/?period=2026-09")
    page.click("text=自动对账")
    expect(page.locator("[data-side=bank] [data-line]")).to_have_count(2)
    expect(page.locator("[data-side=bank] [data-at]")).to_contain_text("批量代付")
    page.keyboard.press("Space")
    expect(page.locator("[data-sum=bank]")).to_have_text("-300.00")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator("[data-difference]")).to_have_text("0.00")
    page.keyboard.press("Enter")
    expect(page.locator("[data-side=bank] [data-line]")).to_have_count(1)
    assert ("person", MatchState.MATCHED) in states()
    page.keyboard.press("u")
    expect(page.locator("[data-side=bank] [data-line]")).to_have_count(2)
    assert ("person", MatchState.UNDONE) in states()
    page.locator("[data-side=bank] [data-line]").nth(1).drag_to(page.locator("[data-side=ledger] [data-line]").nth(2))
    expect(page.locator("[data-side=bank] [data-line]")).to_have_count(1)
    page.set_viewport_size(NARROW)
    page.goto(f"/c/{bank.company_id}/books/bank/{bank.pk}/reconciliation/?period=2026-09")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.goto(f"/c/{bank.company_id}/books/bank/reconcile/?period=2026-09")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
