"""The review queue in a real Chromium, by keyboard alone; then a template tried and saved, on narrow screens too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from bookkeeping.models import BookingRule, EntryTemplate, Proposal, RefusedAccount, Voucher
from bookkeeping.services.propose_period import propose_period
from kernel.period import AccountingPeriod
from tests.plugins.browser import NARROW, log_in, watched_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    with watched_page(browser, base_url=live_server.url, forgiven="422") as page:
        yield page


def test_a_queue_is_worked_off_by_keyboard(page: Page, small_scale, accountant, invoices) -> None:
    for item, party in (
        ("*文具*签字笔", "晨光文具"),
        ("*文具*签字笔", "晨光文具"),
        ("*电信服务*宽带费", "电信公司"),
        ("*餐饮服务*餐费", "面馆"),
        ("*其他*看不懂的东西", "某某公司"),
    ):
        invoices.add(small_scale, item=item, party=party)
    propose_period(small_scale.pk, AccountingPeriod(2026, 9))
    log_in(page, "accountant")
    page.goto(f"/c/{small_scale.pk}/books/proposals/?period=2026-09")
    correct_undo_and_reject(page)
    accept_alike_and_move(page)
    edit_and_rule(page)
    assert Voucher.objects.filter(reverses=None).count() == 4
    assert RefusedAccount.objects.get().reason == "与经营无关"
    assert BookingRule.objects.get().state == "in_force"
    assert Proposal.objects.filter(state="proposed").count() == 1
    try_a_template(page, f"/c/{small_scale.pk}/books/")


def correct_undo_and_reject(page: Page) -> None:
    rows = page.locator("[data-queue-row]")
    expect(rows).to_have_count(4)
    expect(page.locator(".queue-head h2")).to_contain_text("看不懂的东西")
    page.keyboard.press("a")
    page.keyboard.type("glfyysf")
    expect(page.locator("#books-picker li[aria-selected]")).to_contain_text("印刷费")
    page.keyboard.press("Enter")
    expect(page.locator("#account")).to_have_value("560242 管理费用-印刷费")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(3)
    page.keyboard.press("u")
    page.locator("dialog[open] button").last.click()
    expect(rows).to_have_count(4)
    expect(page.locator("#account")).not_to_have_value("560242 管理费用-印刷费")
    page.keyboard.press("x")
    page.keyboard.type("与经营无关")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(3)


def accept_alike_and_move(page: Page) -> None:
    case, rows = page.locator(".queue-head h2"), page.locator("[data-queue-row]")
    page.locator("[data-queue-row] a", has_text="签字笔").click()
    expect(case).to_contain_text("签字笔")
    page.keyboard.press("b")
    expect(rows).to_have_count(2)
    before = case.text_content() or ""
    page.keyboard.press("j" if rows.first.get_attribute("aria-current") else "k")
    expect(case).not_to_have_text(before)
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(1)


def edit_and_rule(page: Page) -> None:
    page.keyboard.press("e")
    page.locator("[data-line] [name=amount]").first.fill("1.00")
    expect(page.locator("[data-line-sum]")).to_contain_text("借贷相差")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.locator("dialog[open] button").last.click()
    expect(page.locator(".queue-reason")).to_contain_text("规则")
    page.keyboard.press("?")
    expect(page.locator("#zf-keys")).to_contain_text("成批采纳相同的条目")


def try_a_template(page: Page, books: str) -> None:
    page.set_viewport_size(NARROW)
    page.goto(f"{books}engine/templates/invoice/purchase/?period=2026-10")
    page.fill("[name=settle-default]", "1123")
    page.click("button[name=try]")
    expect(page.locator("section h2")).to_contain_text("2026-09 试算：5 笔中有 5 笔会不同")
    page.locator("form.engine-form button").last.click()
    expect(page.locator("h1")).to_contain_text("分录模板")
    assert EntryTemplate.objects.get().content == {"settle": {"default": ["预付账款", ""]}}
    for place in ("proposals/", "engine/", "engine/rules/", "engine/templates/", "engine/templates/own/"):
        page.goto(f"{books}{place}?period=2026-09")
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], place
