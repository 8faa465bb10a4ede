"""Seals shown, circumstances said, an invoice sent back and handed in again, the pouch: in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from foundation.models import Company, User
from invoices.models import Decision, Invoice
from invoices.services.process_pending import process_pending
from invoices.services.receive_files import receive_files
from samples.kinds import generate
from tests.plugins.browser import NARROW, log_in, watched_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, accountant: User) -> Iterator[Page]:
    """A narrow page, as on a telephone, logged in; ends with no complaint on the console."""
    with watched_page(browser, base_url=live_server.url, viewport=NARROW) as page:
        log_in(page, accountant.username)
        yield page


def test_a_sealed_invoice_is_explained_sent_back_and_comes_again(
    page: Page, general: Company, accountant: User, tmp_path: Path
) -> None:
    sealed, corrected = (one.content for one in generate(5, 2, kinds=["sealed_ofd", "digital_xml"]))
    receive_files(general, [("sealed.ofd", sealed)], accountant)
    process_pending(general.pk)
    first = Invoice.objects.get()
    page.goto(f"/c/{general.pk}/invoices/{first.pk}/?period={first.period}")
    page.click("text=合规与凭据")
    expect(page.locator("main")).to_contain_text("虚构发票监制章")
    expect(page.locator("main")).to_contain_text("信任链未核实")
    page.fill("[name=claim_amount]", "9999999.00")
    page.select_option("[name=claimant_relation]", "employee")
    page.click("text=保存并重新检查")
    expect(page.locator(".zf-findings")).to_contain_text("大于发票的")
    page.click("text=检查没看出来")
    page.select_option("[name=rule]", "SEAL_WRONG")
    page.click("form[action*='send-back'] button")
    expect(page.locator("main")).to_contain_text("人工发现：印章不是发票专用章")
    path = tmp_path / "corrected.xml"
    path.write_bytes(corrected)
    page.set_input_files("[name=files]", path)
    page.click("text=重新提交更正后的票")
    expect(page.locator("body")).to_contain_text("读完后会与原票互相关联")
    process_pending(general.pk)
    page.reload()
    expect(page.locator("main")).to_contain_text("已重新提交")
    assert page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.goto(f"/c/{general.pk}/invoices/pouch/?period={first.period}")
    expect(page.locator("main")).to_contain_text("已退票，不计入合计")
    assert Invoice.objects.get(resubmits=first).decision == Decision.OPEN
