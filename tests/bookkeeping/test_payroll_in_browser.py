"""A month's wages in a real Chromium: typed like a spreadsheet, pasted from one, confirmed, paid, printed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from bookkeeping.models import Payroll, PayrollState
from tests.plugins.browser import NARROW, log_in, watched_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASTE = """([cell, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    with watched_page(browser, base_url=live_server.url, forgiven="422") as page:
        yield page


def test_a_month_is_typed_pasted_confirmed_and_paid(page: Page, hire, small_scale, accountant) -> None:
    hire()
    hire(number="002", name="周二", department="销售部", expense_use="selling")
    log_in(page, "accountant")
    page.goto(f"/c/{small_scale.pk}/books/payroll/?period=2026-09")
    page.click("text=新建工资表")
    cells = page.locator("input[data-column=allowances]")
    cells.nth(0).click()
    page.keyboard.type("300")
    page.keyboard.press("ArrowDown")
    expect(cells.nth(1)).to_be_focused()
    page.evaluate(PASTE, [cells.nth(0).element_handle(), "400\t1,000.50\n500\t\n"])
    expect(page.locator("[data-sum=allowances]")).to_have_text("900.00")
    expect(page.locator("input[data-column=bonus]").nth(0)).to_have_value("1000.50")
    page.locator("input[data-column=absence]").nth(0).fill("一百")
    page.keyboard.press("Control+s")
    expect(page.locator("[role=alert]")).to_contain_text("“缺勤扣款”：一百 不是金额")
    page.locator("input[data-column=absence]").nth(0).fill("")
    page.keyboard.press("Control+s")
    expect(page.locator("tfoot")).to_contain_text("41,900.50")
    page.click("text=确认工资表")
    page.locator("dialog[open] button").last.click()
    expect(page.locator("h1")).to_contain_text("已确认")
    page.locator(".books-steps button").first.click()
    expect(page.locator("h1")).to_contain_text("已发放")
    assert Payroll.objects.get().state == PayrollState.PAID

    page.set_viewport_size(NARROW)
    for place in ("payroll/", "employees/", "payroll/rates/", "payroll/payslips/", "payroll/import/"):
        page.goto(f"/c/{small_scale.pk}/books/{place}?period=2026-09")
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], place
    page.goto(f"/c/{small_scale.pk}/books/payroll/payslips/?period=2026-09")
    expect(page.locator(".payslip")).to_have_count(2)
