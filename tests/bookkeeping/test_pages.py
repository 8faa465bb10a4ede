"""The pages of the books: what an accountant sees and does, and what lands in Excel."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from bookkeeping.exports import open_books
from bookkeeping.models import Proposal, Voucher

CAPITAL = ("1002", "5000", ""), ("3001", "", "5000")
ROWS = {
    "date": "2026-09-15",
    "account": ["560203 管理费用-办公费", "1002", ""],
    "description": ["买纸", "", ""],
    "counterparty": ["", "", ""],
    "debit": ["80.00", "", ""],
    "credit": ["", "80.00", ""],
}


@pytest.fixture
def base(small_scale) -> str:
    return f"/c/{small_scale.pk}/books/"


@pytest.mark.parametrize(
    "page",
    [
        "proposals/",
        "engine/",
        "engine/rules/",
        "engine/templates/",
        "engine/templates/?q=利息",
        "engine/templates/invoice/purchase/",
        "engine/templates/event/grant/",
        "vouchers/",
        "vouchers/?q=5000",
        "trial-balance/?level=1",
        "ledger/1002/",
        "ledger/2202/?counterparty=*",
        "statements/",
        "statements/?kind=income_statement",
        "statements/?kind=cash_flow",
        "statements/balance_sheet/1/",
        "statements/balance_sheet/30/",
        "statements/balance_sheet/51/",
        "statements/cash_flow/15/",
        "accounts/?q=yhck",
        "period/",
    ],
)
def test_every_page_opens_for_a_viewer(login, viewer, post, small_scale, base, invoices, page) -> None:
    post(small_scale, *CAPITAL)
    assert login(viewer).get(base + page).status_code == 200


@pytest.mark.parametrize("page", ["statements/?kind=x", "statements/x/1/", "statements/cash_flow/99/", "ledger/9999/"])
def test_what_does_not_exist_is_not_found(login, viewer, post, small_scale, base, page) -> None:
    post(small_scale, *CAPITAL)
    assert login(viewer).get(base + page).status_code == 404


def test_pages_of_a_company_without_books_open_too(login, viewer, base, invoices) -> None:
    client = login(viewer)
    for page in ("proposals/", "engine/", "vouchers/", "trial-balance/", "statements/", "period/", "accounts/"):
        assert client.get(base + page).status_code == 200, page


def test_a_voucher_is_typed_saved_reviewed_and_posted(login, accountant, base) -> None:
    client = login(accountant)
    saved = client.post(base + "vouchers/new/?period=2026-09", {**ROWS, "save": "1"})
    voucher = Voucher.objects.get()
    assert (saved.status_code, voucher.state) == (302, "draft")
    assert [line.description for line in voucher.draft_lines()] == ["买纸", "买纸"]
    for step in ("review", "post"):
        client.post(f"{base}vouchers/{voucher.pk}/step/", {"step": step})
    voucher.refresh_from_db()
    assert (voucher.state, voucher.number) == ("posted", 1)
    page = client.get(f"{base}vouchers/{voucher.pk}/").content.decode()
    assert "560203" in page
    assert "80.00" in page


def test_what_was_typed_wrongly_comes_back_with_the_reason(login, accountant, base) -> None:
    answer = login(accountant).post(base + "vouchers/new/", {**ROWS, "credit": ["", "79.00", ""], "post": "1"})
    assert answer.status_code == 422
    assert "借贷不平" in answer.content.decode()
    assert "买纸" in answer.content.decode()
    assert not Voucher.objects.exists()


def test_reversing_asks_for_date_and_reason(login, accountant, post, small_scale, base) -> None:
    client, pk = login(accountant), post(small_scale, *CAPITAL)
    client.post(f"{base}vouchers/{pk}/step/", {"step": "reverse", "date": "2026-09-20", "reason": ""})
    assert Voucher.objects.count() == 1
    client.post(f"{base}vouchers/{pk}/step/", {"step": "reverse", "date": "2026-09-20", "reason": "重复"})
    assert Voucher.objects.get(reverses_id=pk).number == 2


def test_the_queue_shows_source_entry_confidence_and_reason_in_the_reader_s_language(
    login, accountant, small_scale, base, invoices
) -> None:
    invoices.add(small_scale, item="*电信服务*宽带费", rate="0.06")
    client = login(accountant)
    client.post(base + "proposals/propose/?period=2026-09")
    page = client.get(base + "proposals/?period=2026-09").content.decode()
    assert "560208" in page
    assert "通常记入" in page
    client.cookies["django_language"] = "en"
    assert "is usually booked to" in client.get(base + "proposals/?period=2026-09").content.decode()


def test_ticked_proposals_are_posted_together(login, accountant, small_scale, base, invoices) -> None:
    for _ in range(3):
        invoices.add(small_scale)
    client = login(accountant)
    client.post(base + "proposals/propose/?period=2026-09")
    first, second, third = Proposal.objects.order_by("pk")
    client.post(base + "proposals/accept/?period=2026-09", {"proposal": [first.pk, second.pk]})
    assert Voucher.objects.count() == 2
    client.post(f"{base}proposals/{third.pk}/equal/?period=2026-09", {"account": third.account_code})
    assert not Proposal.objects.filter(state="proposed").exists()


def test_an_account_is_corrected_by_code_and_name(login, accountant, small_scale, base, invoices) -> None:
    invoices.add(small_scale)
    client = login(accountant)
    client.post(base + "proposals/propose/?period=2026-09")
    proposal = Proposal.objects.get()
    client.post(f"{base}proposals/{proposal.pk}/accept/", {"account": "560242 管理费用-印刷费"})
    assert Voucher.objects.get().draft_lines()[0].account_code == "560242"


def test_closing_from_the_page(login, supervisor, post, small_scale, base, invoices, no_closing_steps) -> None:
    post(small_scale, ("1002", "10", ""), ("5001", "", "10"))
    client = login(supervisor)
    client.post(base + "period/close/?period=2026-09")
    assert "结转损益" in client.get(base + "period/?period=2026-09").content.decode()
    client.post(base + "period/carry-forward/?period=2026-09")
    client.post(base + "period/close/?period=2026-09")
    small_scale.refresh_from_db()
    assert small_scale.period_in_work == "2026-10"


@pytest.mark.parametrize(
    "file",
    [
        "reports/trial-balance.xlsx",
        "reports/subsidiary-ledger.xlsx?account=1002",
        "statements/balance_sheet.xlsx",
        "statements/cash_flow.xlsx?view=last_year",
        "reports/journal.xlsx",
    ],
)
def test_reports_come_as_excel_with_amounts_as_numbers(login, viewer, post, small_scale, base, file) -> None:
    post(small_scale, *CAPITAL)
    answer = login(viewer).get(base + file)
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert 5000 in [cell.value for row in sheet.iter_rows() for cell in row]


def test_a_narration_that_looks_like_a_formula_stays_text(login, viewer, post, small_scale, base) -> None:
    evil = '=HYPERLINK("http://evil","x")'
    post(small_scale, *CAPITAL, text=evil, day=date(2026, 9, 9))
    answer = login(viewer).get(base + "reports/journal.xlsx")
    cells = [cell for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value == evil} == {"s"}


def test_a_sub_account_is_added_from_the_page(login, accountant, post, small_scale, base) -> None:
    post(small_scale, *CAPITAL)
    client = login(accountant)
    client.post(base + "accounts/", {"parent": "1002", "name": "工商银行"})
    assert "100201" in client.get(base + "accounts/").content.decode()


def test_a_single_closing_step_is_run_from_the_page(small_scale, accountant, viewer, login) -> None:
    open_books(small_scale, actor=None)
    base = f"/c/{small_scale.pk}/books/period/"
    client = login(accountant)
    assert "折旧与摊销" in client.get(base + "?period=2026-09").content.decode()
    answer = client.post(base + "steps/depreciation/?period=2026-09", follow=True)
    assert "没有需要生成的凭证" in answer.content.decode()
    assert client.post(base + "steps/nothing/?period=2026-09").status_code == 404
    assert login(viewer).post(base + "steps/depreciation/?period=2026-09").status_code == 403
