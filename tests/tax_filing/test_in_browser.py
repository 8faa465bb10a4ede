"""One-click filing in a real Chromium on a narrow page: check, look into a figure, approve, file, get the receipt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from foundation.jobs import run_pending
from foundation.models import Company, Job, User
from tests.plugins.browser import NARROW, log_in, watched_page
from tests.tax_filing.conftest import OCTOBER, close
from tests.tax_filing.fake_bureau import FakeBureau

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, supervisor: User) -> Iterator[Page]:
    """A supervisor's telephone; ends with no complaint on the console."""
    with watched_page(browser, base_url=live_server.url, viewport=NARROW) as page:
        log_in(page, supervisor.username)
        yield page


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def work() -> None:
    for _ in range(3):
        Job.objects.update(run_after=timezone.now() - timedelta(seconds=1))
        run_pending(kinds=["tax_filing.submit"], limit=1)


def test_one_click(page: Page, general_in_october: Company, bureau: FakeBureau) -> None:
    close(general_in_october, OCTOBER)
    page.goto(f"/c/{general_in_october.pk}/tax/?period=2026-10")
    assert fits(page)
    page.get_by_role("button", name="重新计算").click()
    page.get_by_role("link", name="查看申报表").click()
    page.locator("#main tr", has=page.locator("th", has_text="34")).locator(".tax-cell").first.click()
    expect(page.locator("#tax-cell")).to_contain_text("第24栏 − 第28栏 − 第29栏")
    assert fits(page)
    page.goto(f"/c/{general_in_october.pk}/tax/plan/?period=2026-10")
    page.get_by_role("button", name="我已核对，批准申报").click()
    page.locator("button", has_text="一键申报").click()
    page.locator("#zf-confirm button[value=yes]").click()
    expect(page.locator("#tax-progress")).to_contain_text("排队中")
    work()
    expect(page.locator("#tax-progress")).to_contain_text("已受理", timeout=10_000)
    assert fits(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载回执").click()
    assert download.value.suggested_filename == "A-1.pdf"
