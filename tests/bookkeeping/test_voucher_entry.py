"""Voucher entry: rows as typed, what comes back, what is offered, and the whole way by keyboard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from bookkeeping.charts import chart_for
from bookkeeping.domain.amount_words import PLACES, in_places, in_words
from bookkeeping.domain.analysis import Item
from bookkeeping.domain.typed_rows import TypedRow, read_rows
from bookkeeping.domain.voucher import DraftLine, VoucherDraft
from bookkeeping.models import Account, Voucher
from bookkeeping.selectors.books import books_of
from bookkeeping.services.change_account import AccountFacts, change_account
from bookkeeping.services.keep_analysis import ItemFacts, keep_item
from bookkeeping.services.open_books import open_books
from bookkeeping.services.post_drafts import post_draft
from kernel.money import ZERO
from tests.plugins.browser import NARROW, log_in, watched_page

D = Decimal


@pytest.fixture
def asking(small_scale, accountant):
    """Travel asks for a department, stock for an item and its pieces, the bank account is kept in dollars."""
    open_books(small_scale, actor=None)
    for item in (("department", "D01", "销售部"), ("department", "D02", "财务部"), ("stock_item", "S01", "螺栓")):
        keep_item(small_scale, ItemFacts(*item), actor=accountant)
    for code, facts in {
        "560204": {"dimensions": "department"},
        "1405": {"dimensions": "stock_item", "unit": "个"},
        "1002": {"currency": "USD"},
    }.items():
        row = Account.objects.get(company=small_scale, code=code)
        change_account(row, replace(AccountFacts(row.name), **facts), actor=accountant)
    return small_scale


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("107000.53", "壹拾万零柒仟元伍角叁分"),
        ("100000000", "壹亿元整"),
        ("100010.00", "壹拾万零壹拾元整"),
        ("-325.04", "负叁佰贰拾伍元零肆分"),
    ],
)
def test_amounts_in_words(amount, said) -> None:
    assert in_words(D(amount)) == said


@given(st.decimals(-(10**9), 10**9, places=2))
def test_figures_stand_under_their_columns(amount) -> None:
    figures = in_places(amount)
    fits = 0 < abs(amount) < 10 ** (len(PLACES) - 2)
    assert len(figures) == (len(PLACES) if fits else 0)
    if fits:
        assert D(figures) == abs(amount) * 100


TEXTS = st.sampled_from(["", "10", "-3.5", "x", "560204", "560204 差旅费", "1405", "9999", "D01 销售部", "D99"])


@pytest.mark.django_db
def test_every_row_is_read_and_every_mistake_stands_at_its_row(asking) -> None:
    rows = [
        TypedRow("出差", "560204 管理费用-差旅费", department="D01 销售部", debit="70"),
        TypedRow(),
        TypedRow("", "1002", foreign_amount="10", credit="7o"),
        TypedRow("", "560204", department="D99", debit="1"),
        TypedRow("", "1405", stock_item="S01", quantity="0.1234567", debit="1"),
        TypedRow("", "1002", credit="1"),
        TypedRow("", "5602", debit="1"),
        TypedRow("", "1001", debit="1", credit="1"),
        TypedRow("", "1001", debit="1e999"),
    ]
    known = {Item("department", "D01"), Item("stock_item", "S01")}
    lines, problems = read_rows(books_of(asking.pk).chart, rows, known)
    assert [line.account_code for line in lines] == ["560204"]
    assert [problem.row for problem in problems] == [3, 4, 5, 6, 7, 8, 9]
    assert all(problem.zh and problem.en for problem in problems)


@pytest.mark.django_db
@given(st.lists(st.builds(TypedRow, TEXTS, TEXTS, TEXTS, TEXTS, debit=TEXTS, credit=TEXTS), max_size=5))
def test_no_row_is_lost(rows) -> None:
    lines, problems = read_rows(chart_for("small_business", general_vat=False), rows, set())
    assert len(lines) + len(problems) == sum(not row.is_empty for row in rows)


def typed(**more: object) -> dict[str, object]:
    return {
        "date": "2026-09-15",
        "entry_key": "e1",
        "account": ["560204", "1002"],
        "description": ["出差", ""],
        "department": ["D01 销售部", ""],
        "foreign_amount": ["", "14.08"],
        "debit": ["100", ""],
        "credit": ["", "100"],
        "attachments": "3",
        **more,
    }


@pytest.mark.django_db
def test_a_voucher_says_what_its_accounts_ask_for(login, accountant, asking) -> None:
    client, address = login(accountant), f"/c/{asking.pk}/books/vouchers/new/?period=2026-09"
    for _ in range(2):
        assert client.post(address, typed(save="1")).status_code == 302
    voucher = Voucher.objects.get()
    first, second = voucher.draft_lines()
    assert (first.analysis, second.foreign_amount, voucher.attachment_count) == (
        (Item("department", "D01"),),
        D("14.08"),
        3,
    )
    page = client.get(f"/c/{asking.pk}/books/vouchers/{voucher.pk}/").content.decode()
    assert "销售部" in page
    assert "USD 14.08 × 7.102" in page
    assert "壹佰元整" in page
    again = client.get(f"{address}&copy={voucher.pk}").content.decode()
    assert "D01 销售部" in again
    assert 'value="7.102"' in again


@pytest.mark.django_db
def test_mistakes_come_back_at_their_row_with_all_that_was_typed(login, accountant, asking) -> None:
    sent = typed(department=["D99", ""], foreign_amount=["", ""], save="1")
    answer = login(accountant).post(f"/c/{asking.pk}/books/vouchers/new/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('class="books-trouble"') == 2
    assert 'value="D99"' in page
    assert "USD" in page
    assert not Voucher.objects.exists()


@pytest.mark.django_db
def test_narrations_are_offered_by_use_with_their_usual_account(login, viewer, accountant, asking) -> None:
    cash = DraftLine("1001", ZERO, D(1))
    for text, code in [("交通费", "560203"), ("买纸", "560203"), ("买纸", "560203"), ("买纸", "560242")]:
        lines = (DraftLine(code, D(1), ZERO), replace(cash, description="付款"))
        post_draft(asking.pk, VoucherDraft(date(2026, 9, 5), text, lines), accountant)
    address = f"/c/{asking.pk}/books/vouchers/hints/"
    found = login(viewer).get(f"{address}description/?period=2026-09").json()["hints"]
    assert found[:2] == [{"value": "付款", "note": "1001"}, {"value": "买纸", "note": "560203"}]
    assert login(viewer).get(f"{address}department/?q=xsb").json()["hints"] == [{"value": "D01 销售部", "note": ""}]
    assert login(viewer).get(f"{address}nothing/").status_code == 404


@pytest.fixture
def page(browser: Browser, live_server: LiveServer):
    with watched_page(browser, forgiven="422", base_url=live_server.url) as page:
        yield page


def press(page: Page, *keys: str) -> None:
    """Types texts and presses keys named in brackets, as one hand on the keyboard would."""
    for key in keys:
        if key.startswith("["):
            page.keyboard.press(key[1:-1])
        else:
            page.keyboard.type(key)


def pick(page: Page, text: str) -> None:
    """Types into a picker and takes its first offer."""
    page.keyboard.type(text)
    expect(page.locator(".books-picker li[aria-selected]")).to_be_visible()
    page.keyboard.press("Enter")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_voucher_by_keyboard_alone(page: Page, asking, accountant) -> None:
    log_in(page, "accountant")
    page.goto(f"/c/{asking.pk}/books/vouchers/new/?period=2026-09")
    press(page, "出差和采购", "[Enter]")
    pick(page, "glfy-clf")
    pick(page, "xsb")
    press(page, "100", "[Enter]")
    press(page, "//", "[Enter]")
    expect(page.locator("[name=department]").nth(1)).to_have_value("D01 销售部")
    page.locator("[name=account]").nth(1).fill("")
    pick(page, "1405")
    pick(page, "S01")
    press(page, "12.5", "[Enter]", "2.40", "[Enter]")
    expect(page.locator("[name=debit]").nth(1)).to_have_value("30.00")
    expect(page.locator("[data-difference]")).to_have_text("≠ 130.00")
    press(page, "[Enter]")
    press(page, "付款", "[Enter]")
    pick(page, "yhck")
    press(page, "18.31", "[Enter]", "7.1", "[Enter]")
    expect(page.locator("[name=debit]").nth(2)).to_have_value("130.00")
    press(page, "[ ]")
    expect(page.locator("[name=credit]").nth(2)).to_have_value("130.00")
    press(page, "[=]")
    expect(page.locator("[data-words]")).to_have_text("壹佰叁拾元整")
    page.keyboard.press("Control+s")
    page.wait_for_url("**/vouchers/*/?*saved=*")
    trip, goods, bank = Voucher.objects.get().draft_lines()
    assert trip == DraftLine("560204", D(100), ZERO, "出差和采购", analysis=(Item("department", "D01"),))
    assert (goods.analysis, goods.quantity, goods.debit) == ((Item("stock_item", "S01"),), D("12.5"), D(30))
    assert (bank.foreign_amount, bank.credit) == (D("18.31"), D(130))
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('zf-voucher'))") == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_nothing_typed_is_lost(page: Page, asking, accountant) -> None:
    log_in(page, "accountant")
    address = f"/c/{asking.pk}/books/vouchers/new/?period=2026-09"
    page.goto(address)
    press(page, "买纸", "[Enter]")
    pick(page, "yp")
    page.goto(address)
    page.click("[data-kept-restore]")
    expect(page.locator("[name=description]").first).to_have_value("买纸")
    page.locator("[name=debit]").first.fill("-5")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".zf-note-error")).to_be_visible()
    expect(page.locator("[name=debit]").first).to_have_value("-5")
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
