"""Pages of a takeover: who may see them, what they say of bad files, and the whole way in a real Chromium."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from bookkeeping.models import PeriodBalance, Takeover, TieOut
from bookkeeping.services.take_over import add_file, start_takeover
from tests.bookkeeping.takeover_files import workbook
from tests.plugins.browser import NARROW, log_in, watched_page

HEAD = ["科目编码", "科目名称", "本年累计借方", "本年累计贷方", "期末余额借方", "期末余额贷方"]
ROWS = [["1002", "银行存款", 90, 40, 150, None], ["1122", "应收账款", 30, 10, 20, None]]
ROWS += [["112201", "远山商行", 30, 10, 20, None], ["6666", "老板投入", 0, 70, None, 170]]
BALANCES = workbook(("余额", [["2026年1期 至 2026年8期"], HEAD, *ROWS]))
WRONG = workbook(("余额", [["2026年1期 至 2026年8期"], HEAD, ROWS[0], ["3001", "实收资本", 0, 0, None, 1]]))


@pytest.fixture
def base(small_scale) -> str:  # type: ignore[no-untyped-def]
    return f"/c/{small_scale.pk}/books/"


@pytest.mark.django_db
def test_a_takeover_by_pages(small_scale, login, accountant, supervisor, viewer, base) -> None:
    client = login(accountant)
    assert login(viewer).get(f"{base}takeovers/").status_code == 403
    started = client.post(f"{base}takeovers/", {"source": "kis"})
    row = Takeover.objects.get()
    place = f"{base}takeovers/{row.pk}/"
    assert (started.status_code, started["Location"]) == (302, place)
    bad = client.post(f"{place}upload/", {"files": [SimpleUploadedFile("坏.xlsx", b"\x00\x01")]})
    assert (bad.status_code, "只支持 .xlsx" in bad.content.decode()) == (422, True)
    assert client.post(f"{place}upload/").status_code == 422
    assert client.post(f"{place}upload/", {"files": [SimpleUploadedFile("余额.xlsx", BALANCES)]}).status_code == 302
    assert "1 个还没有对应" in client.get(place).content.decode()
    preview = f"{place}preview/openings/"
    assert "科目 6666 还没有对应" in client.get(preview).content.decode()
    assert client.post(preview).status_code == 422
    accounts = {one.key: one for one in row.accounts.all()}
    boss, party = accounts["6666"].pk, accounts["112201"].pk
    typed = {f"action-{boss}": "account", f"target-{boss}": "3001 实收资本"}
    typed |= {f"action-{party}": "party", f"target-{party}": "1122", f"name-{party}": "远山商行"}
    wrong = client.post(f"{place}accounts/", typed | {f"target-{boss}": "123456789"})
    assert (wrong.status_code, "没有编码为 123456789 的科目" in wrong.content.decode()) == (422, True)
    assert client.post(f"{place}accounts/", typed).status_code == 302
    assert client.post(preview).status_code == 302
    assert set(PeriodBalance.objects.values_list("counterparty", flat=True)) == {"", "远山商行"}
    again = client.post(preview)
    assert (again.status_code, PeriodBalance.objects.count()) == (422, 5)
    assert login(supervisor).post(preview).status_code == 302
    assert client.post(f"{place}check/").status_code == 302
    made = TieOut.objects.get()
    assert made.differences == 0
    shown = login(viewer).get(f"{base}tie-outs/{made.pk}/").content.decode()
    assert "逐个科目与文件相符" in shown
    assert made.content["files"][0]["sha256"] in shown
    file = login(viewer).get(f"{base}tie-outs/{made.pk}.xlsx")
    cells = [tuple(line) for line in openpyxl.load_workbook(io.BytesIO(file.content)).active.values]
    assert any(line[1] == "1002" and line[5:8] == (150, 150, 0) for line in cells)
    reader = login(viewer)
    reader.cookies["django_language"] = "en"
    assert "Every account ties" in reader.get(f"{base}tie-outs/{made.pk}/").content.decode()
    for page in ("", "accounts/", "accounts/?all=1", "preview/openings/", "preview/vouchers/", "preview/cards/"):
        assert client.get(f"{place}{page}").status_code == 200, page
    assert client.get(f"{place}preview/else/").status_code == 404


@pytest.mark.django_db
def test_a_table_that_does_not_balance_says_by_how_much_and_changes_nothing(
    small_scale, login, accountant, base
) -> None:
    row = start_takeover(small_scale, "t3", actor=accountant)
    add_file(row, "余额.xlsx", WRONG, actor=accountant)
    client = login(accountant)
    preview = f"{base}takeovers/{row.pk}/preview/openings/"
    page = client.get(preview).content.decode()
    assert "借贷不平，相差 149.00" in page
    assert "本年累计借贷不平，相差 50.00" in page
    assert client.post(preview).status_code == 422
    assert not PeriodBalance.objects.exists()


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    with watched_page(browser, base_url=live_server.url, forgiven="422") as page:
        yield page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_from_upload_to_tie_out_in_a_browser(page: Page, tmp_path: Path, small_scale, accountant) -> None:
    file = tmp_path / "余额.xlsx"
    file.write_bytes(BALANCES)
    log_in(page, "accountant")
    page.goto(f"/c/{small_scale.pk}/books/takeovers/")
    page.select_option("select[name=source]", "kis")
    page.click("text=开始接账")
    page.set_input_files("input[name=files]", str(file))
    page.click("main button:has-text('上传')")
    expect(page.locator("main table")).to_contain_text("2026-01 — 2026-08")
    page.click("text=查看和修改对应")
    line = page.locator("tr", has_text="6666")
    line.locator("select").select_option("account")
    line.locator("input").first.fill("3001")
    page.click("text=保存并记住")
    expect(page.locator(".books-tabs")).to_contain_text("全部 4")
    page.click("text=返回接账")
    page.click("main a:has-text('预览')")
    expect(page.locator("form.books-filter")).to_contain_text("170.00")
    page.click("main button:has-text('导入')")
    page.click("text=现在核对")
    expect(page.locator(".zf-note-success")).to_contain_text("一分不差")
    proof = page.url
    row = Takeover.objects.get()
    places = [
        f"/c/{small_scale.pk}/books/takeovers/{row.pk}/{part}" for part in ("", "accounts/?all=1", "preview/openings/")
    ]
    page.set_viewport_size(NARROW)
    for place in (proof, f"/c/{small_scale.pk}/books/takeovers/", *places):
        page.goto(place)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], place
