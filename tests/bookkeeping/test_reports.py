"""Every report on a small history told once: pages, files, API, and figures that tie."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pypdfium2
import pytest
from openpyxl import load_workbook

from bookkeeping.domain.sheet import Sheet, Style
from bookkeeping.domain.voucher import DraftLine, VoucherDraft
from bookkeeping.models import CashFlowChoice, Voucher
from bookkeeping.reports import REPORTS
from bookkeeping.selectors.books import books_of
from bookkeeping.services.post_drafts import post_draft
from kernel.errors import InvalidValue
from kernel.period import AccountingPeriod

D = Decimal
SEPTEMBER, OCTOBER, NOVEMBER = (AccountingPeriod(2026, month) for month in (9, 10, 11))


def tell(company, day: date, text: str, *rows: tuple[str, str, str, str]) -> int:
    """Post (code, debit, credit, counterparty) rows."""
    lines = tuple(DraftLine(code, D(debit or 0), D(credit or 0), "", False, who) for code, debit, credit, who in rows)
    return post_draft(company.pk, VoucherDraft(day, text, lines), None)


@pytest.fixture
def history(small_scale):
    """Three months: capital, two sales on credit, a part payment, an advance, expenses."""
    tell(small_scale, date(2026, 9, 1), "收到投资", ("1002", "5000", "", ""), ("3001", "", "5000", ""))
    tell(small_scale, date(2026, 9, 10), "赊销", ("1122", "900", "", "甲公司"), ("5001", "", "900", ""))
    tell(small_scale, date(2026, 10, 8), "再赊销", ("1122", "600", "", "甲公司"), ("5001", "", "600", ""))
    tell(small_scale, date(2026, 10, 9), "收回部分", ("1002", "1000", "", ""), ("1122", "", "1000", "甲公司"))
    tell(small_scale, date(2026, 11, 3), "预收", ("1002", "200", "", ""), ("1122", "", "200", "乙公司"))
    tell(small_scale, date(2026, 9, 20), "办公费", ("560203", "80", "", ""), ("1002", "", "80", ""))
    tell(small_scale, date(2026, 11, 5), "招待", ("560201", "50", "", ""), ("1002", "", "50", ""))
    return small_scale


def made(company, name: str, end: AccountingPeriod = NOVEMBER, **query: str) -> Sheet:
    books = books_of(company.pk)
    report = REPORTS[name]
    return report.build(books, report.options(books, {"from": "2026-09", **query}, end))


def column(sheet: Sheet, key: str) -> list[object]:
    place = [each.key for each in sheet.columns].index(key)
    return [line.cells[place].value for line in sheet.rows]


def test_the_trial_balance_ties_and_shows_counterparties_and_the_year(history) -> None:
    sheet = made(history, "trial-balance", parties="1", ytd="1")
    total = [cell.value for cell in sheet.rows[-1].cells[2:]]
    assert total[0] == total[1]
    assert total[2:] == [D(7830), D(7830), D(7830), D(7830), D(6500), D(6500)]
    assert "乙公司" in column(sheet, "account")
    assert len(made(history, "trial-balance", level="1").rows) < len(sheet.rows)
    assert len(made(history, "trial-balance", zero="1").rows) > 100


def test_the_general_ledger_sums_months_and_the_year(history) -> None:
    sheet = made(history, "general-ledger", account="1002")
    assert column(sheet, "text") == ["期初余额", *["本月合计", "本年累计"] * 3]
    assert column(sheet, "debit")[1:] == [D(5000), D(5000), D(1000), D(6000), D(200), D(6200)]
    assert column(sheet, "balance")[-1] == D("6070.00")
    first_level = made(history, "general-ledger")
    assert {code for code in column(first_level, "code") if code} == {"1002", "1122", "3001", "5001", "5602"}


def test_the_subsidiary_ledger_goes_on_overleaf_and_keeps_its_balance(history) -> None:
    whole = made(history, "subsidiary-ledger", account="1002")
    books, report = books_of(history.pk), REPORTS["subsidiary-ledger"]
    rows, page, pages = [], 1, 2
    while page <= pages:
        options = report.options(books, {"from": "2026-09", "account": "1002", "page": str(page)}, NOVEMBER)
        sheet = report.build(books, _smaller(options, 2))
        assert sheet.rows[0].cells[2].value == ("期初余额" if page == 1 else "承前页")
        rows += [line for line in sheet.rows if line.style is not Style.OPENING]
        page, pages = page + 1, sheet.pages
    assert pages == 3
    assert rows == [line for line in whole.rows if line.style is not Style.OPENING]
    assert made(history, "subsidiary-ledger", account="1122", counterparty="乙公司").rows[1].cells[5].value == D(200)


def _smaller(options, size: int):
    return replace(options, page_size=size)


def test_the_day_book_names_the_other_side_and_closes_every_day(history) -> None:
    tell(history, date(2026, 9, 20), "同日", ("1002", "5", "", ""), ("560301", "", "5", ""))
    books, report = books_of(history.pk), REPORTS["day-book"]
    sheet = made(history, "day-book", end=SEPTEMBER)
    assert "实收资本" in column(sheet, "counter")
    days = [line for line in sheet.rows if line.cells[2].value == "本日合计"]
    assert [(line.cells[4].value, line.cells[5].value) for line in days] == [(D(5000), D(0)), (D(5), D(80))]
    torn = report.build(books, _smaller(report.options(books, {"page": "2"}, SEPTEMBER), 2))
    assert [(line.cells[4].value, line.cells[5].value) for line in torn.rows if line.cells[2].value == "本日合计"] == [
        (D(5), D(80))
    ]


def test_the_multi_column_ledger_has_a_column_per_sub_account_that_moved(history) -> None:
    sheet = made(history, "multi-column")
    assert [each.title for each in sheet.columns[-2:]] == ["业务招待费", "办公费"]
    assert [cell.value for cell in sheet.rows[-1].cells[-2:]] == [D(50), D(80)]
    assert column(sheet, "560203") == [None, D(80), None, D(80)]


def test_the_journal_and_the_account_summary_agree(history) -> None:
    journal, summary = made(history, "journal"), made(history, "account-summary")
    assert [cell.value for cell in journal.rows[-1].cells[-2:]] == [cell.value for cell in summary.rows[-1].cells[-2:]]
    assert summary.note == "记账凭证 7 张"
    assert column(journal, "voucher")[:2] == ["记-1", "记-1"]


def test_ageing_settles_the_oldest_first_and_adds_up_to_the_balance(history) -> None:
    sheet = made(history, "ageing", bands="30,60,90")
    rows = {line.cells[0].value: [cell.value for cell in line.cells[1:]] for line in sheet.rows}
    # 甲 owes 500 of the October sale (53 days at the end of November); 乙 paid 200 in advance.
    assert rows["甲公司"] == [D(500), D(0), D(500), D(0), D(0), D(0), date(2026, 10, 8)]
    assert rows["乙公司"] == [D(-200), D(0), D(0), D(0), D(0), D(200), None]
    assert rows["合计"][0] == D(300)
    with pytest.raises(InvalidValue):
        made(history, "ageing", bands="90,30")


def test_expenses_are_compared_by_month_with_share_and_last_year(history) -> None:
    sheet = made(history, "expense-comparison", compare="1")
    assert column(sheet, "2026-09") == [D(80), D(0), D(80), D(80)]
    assert column(sheet, "share")[0] == D(1)
    assert column(sheet, "last_year") == [D(0)] * 4


@pytest.mark.parametrize("kind", ["balance_sheet", "income_statement", "cash_flow"])
def test_statements_stand_month_by_month(history, kind) -> None:
    sheet = made(history, "statement-months", kind=kind)
    assert [each.key for each in sheet.columns[2:5]] == ["2026-09", "2026-10", "2026-11"]


@pytest.mark.parametrize("name", sorted(REPORTS.keys() - {"equity-changes"}))
def test_a_report_is_a_page_two_files_and_an_answer_of_the_api(login, viewer, told, name) -> None:
    client = login(viewer)
    base, query = f"/c/{told.pk}/books/reports/{name}", "?from=2026-09&period=2026-11"
    page = client.get(f"{base}/{query}")
    assert page.status_code == 200
    assert "books-report" in page.content.decode()
    assert load_workbook(io.BytesIO(client.get(f"{base}.xlsx{query}").content)).active.max_row > 3
    assert len(pypdfium2.PdfDocument(client.get(f"{base}.pdf{query}").content)) >= 1
    answer = client.get(f"/api/v1/companies/{told.pk}/books/reports/{name}/{query}").json()
    assert {"title", "columns", "rows", "page", "pages"} <= set(answer)
    assert len(answer["rows"][0]["values"]) == len(answer["columns"])


@pytest.mark.parametrize("name", REPORTS)
def test_reports_of_a_company_without_books_are_empty(login, viewer, small_scale, name) -> None:
    assert login(viewer).get(f"/c/{small_scale.pk}/books/reports/{name}/").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["nothing/", "journal.docx", "subsidiary-ledger/?account=9999", "day-book/?account=3001", "ageing/?bands=x",
     "multi-column/?account=1001", "ageing/?side=up", "statement-months/?kind=x", "journal/?from=1990-01"],
)  # fmt: skip
def test_what_cannot_be_meant_is_not_found(login, viewer, history, path) -> None:
    assert login(viewer).get(f"/c/{history.pk}/books/reports/{path}").status_code == 404


def test_a_figure_opens_the_ledger_it_came_from_and_the_ledger_its_voucher(login, viewer, history) -> None:
    client, base = login(viewer), f"/c/{history.pk}/books/"
    statement = client.get(f"{base}statements/?period=2026-11").content.decode()
    assert f"{base}statements/balance_sheet/4/?period=2026-11" in statement
    parts = client.get(f"{base}statements/balance_sheet/4/?period=2026-11").content.decode()
    assert "counterparty=%E7%94%B2" in parts  # 甲公司, whose debit balance makes the line
    ledger = client.get(f"{base}reports/subsidiary-ledger/?account=1122&from=2026-09&period=2026-11").content.decode()
    assert f"{base}vouchers/" in ledger


def test_a_person_chooses_another_line_of_the_cash_flow_statement(login, viewer, accountant, history) -> None:
    sale = tell(history, date(2026, 11, 6), "卖旧电脑", ("1002", "70", "", ""), ("5001", "", "70", ""))
    client, path = login(accountant), f"/c/{history.pk}/books/vouchers/{sale}/cash-flow/"

    def flow(line: int) -> str:
        lines = client.get(f"/api/v1/companies/{history.pk}/books/statements/?period=2026-11").json()["cash_flow"]
        return next(each["amounts"]["current"] for each in lines if each["line"] == line)

    before = flow(1)
    assert client.post(path, {"position": "2", "item": "10"}).status_code == 302
    assert (D(before) - D(flow(1)), flow(10)) == (D(70), "70.00")
    chosen = client.get(path).content.decode()
    assert "accountant" in chosen
    assert "按规则 · 1 销售产成品、商品、提供劳务收到的现金" in chosen
    assert (
        f"vouchers/{sale}/"
        in client.get(f"/c/{history.pk}/books/statements/cash_flow/10/?period=2026-11").content.decode()
    )
    api = f"/api/v1/companies/{history.pk}/books/vouchers/{sale}/cash-flow/"
    assert client.get(api).json()[0]["item"] == 10
    assert client.post(api, {"position": 2, "item": 0}, content_type="application/json").status_code == 200
    assert flow(1) == before
    assert CashFlowChoice.objects.filter(voucher_id=sale).count() == 2  # kept with who and when
    assert login(viewer).post(path, {"position": "2", "item": "10"}).status_code == 403


@pytest.mark.parametrize("body", [{"position": 1, "item": 10}, {"position": 2, "item": 7}, {"position": 9, "item": 10}])
def test_what_moves_no_cash_or_takes_none_cannot_be_chosen(login, accountant, history, body) -> None:
    sale = Voucher.objects.get(description="收回部分").pk
    api = f"/api/v1/companies/{history.pk}/books/vouchers/{sale}/cash-flow/"
    assert login(accountant).post(api, body, content_type="application/json").status_code == 400
    assert not CashFlowChoice.objects.exists()
