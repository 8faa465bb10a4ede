"""The whole street in a real browser: upload, watch it flow, press the button, see the receipt; by API and by bot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from samples.demo.documents import documents
from samples.demo.plan import company as plan_of
from tests.e2e.house import PASSWORD, running_house
from tests.plugins.browser import log_in, watched_page

pytestmark = pytest.mark.browser

PERIOD = "2026-09"
MINUTES = 60_000
# All sales of the month: the bureau compares the special invoices it knows with what is declared.
SALES = ("s01", "s02", "s03", "s04", "s05")
expect.set_options(timeout=30_000)


@pytest.fixture
def house(tmp_path: Path, database_url: str) -> Iterator[str]:
    with running_house(tmp_path, database_url) as address:
        yield address


@pytest.fixture
def page(browser: Browser, house: str) -> Iterator[Page]:
    """A page that fails the test on any script error or refused resource."""
    with watched_page(browser, base_url=house) as opened:
        opened.context.set_default_navigation_timeout(2 * MINUTES)
        yield opened


def files(key: str, wanted: tuple[str, ...], folder: Path) -> list[Path]:
    """The named documents of a demo client as files."""
    plan = plan_of(key)
    chosen = [one for one in documents(plan, plan.months()[0]) if one.plan.id in wanted]
    written = []
    for document in chosen:
        path = folder / document.name
        path.write_bytes(document.sample.content)
        written.append(path)
    return written


def upload(page: Page, company_id: int, paths: list[Path]) -> None:
    page.goto(f"/c/{company_id}/invoices/upload/")
    page.locator("input[type=file][multiple]").set_input_files(paths)
    progress = page.locator("#progress")
    expect(progress).to_contain_text(paths[0].name, timeout=MINUTES)
    expect(page.locator(".zf-upload-progress[hx-trigger]")).to_have_count(0, timeout=4 * MINUTES)


def run_until_it_waits_for_approval(page: Page, company_id: int) -> None:
    page.goto(f"/c/{company_id}/?period={PERIOD}")
    page.get_by_label("以我的名义采纳记账建议").check()
    page.get_by_role("button", name="一键办理本期").click()
    expect(page.locator("#run-progress .zf-findings")).to_contain_text("批准申报", timeout=3 * MINUTES)


def approve_and_file(page: Page, company_id: int, channel: str) -> None:
    page.goto(f"/c/{company_id}/tax/plan/?period={PERIOD}")
    page.get_by_role("button", name="批准申报").click()
    page.locator("select[name=channel]").select_option(channel)
    page.get_by_role("button", name="一键申报").click()
    page.locator("dialog[open]").get_by_role("button", name="确定").click()
    expect(page.get_by_role("link", name="下载回执")).to_have_count(2, timeout=3 * MINUTES)


def test_from_a_receipt_to_an_accepted_return_by_api_and_by_bot(page: Page, tmp_path: Path):
    log_in(page, "shen", PASSWORD)
    street(page, 1, files("small_scale", (*SALES, "p01", "p02", "p04", "p06"), tmp_path), "direct_api")
    street(page, 2, files("general", (*SALES, "s06", "s07", "p05", "p09", "p12"), tmp_path), "bot")


def street(page: Page, company_id: int, paths: list[Path], channel: str) -> None:
    upload(page, company_id, paths)
    page.goto(f"/c/{company_id}/invoices/?period={PERIOD}")
    expect(page.get_by_role("table").first.locator("tbody tr")).to_have_count(len(paths))
    run_until_it_waits_for_approval(page, company_id)
    approve_and_file(page, company_id, channel)
    with page.expect_download() as receipt:
        page.get_by_role("link", name="下载回执").first.click()
    assert Path(receipt.value.path()).read_bytes().startswith(b"%PDF")
    page.goto(f"/c/{company_id}/risk/?period={PERIOD}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
