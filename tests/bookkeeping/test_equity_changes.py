"""The statement of changes in owners' equity: rows by rule, sums, and that it ties with the balance sheet."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pytest

from bookkeeping.charts import chart_for, layout
from bookkeeping.domain.equity_changes import equity_statement, voucher_changes
from bookkeeping.domain.voucher import DraftLine, VoucherDraft
from bookkeeping.reports import REPORTS
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.equity_changes import equity_changes_of
from bookkeeping.services.close_profit_and_loss import close_profit_and_loss
from bookkeeping.services.open_books import OpeningBalance, open_books
from bookkeeping.services.post_drafts import post_draft
from kernel.money import from_fen, total
from kernel.period import AccountingPeriod

D = Decimal
FORM = layout("enterprise").equity_changes
ACCOUNTS = {
    each.key: tuple(
        code
        for line in layout("enterprise").balance_sheet
        if line.line == each.balance_sheet
        for _name, codes in line.expressions
        for code in codes
    )
    for each in FORM.columns
}


def lines(*rows: tuple[str, str, str]) -> tuple[DraftLine, ...]:
    """(code, debit, credit) rows; negative amounts are red."""
    return tuple(DraftLine(c, D(d or 0), D(k or 0), "", D(d or 0) < 0 or D(k or 0) < 0) for c, d, k in rows)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((("1002", "9", ""), ("4001", "", "6"), ("400201", "", "3")),
         {(9, "paid_in_capital"): 6, (9, "capital_reserve"): 3}),
        ((("400201", "5", ""), ("4001", "", "5")), {(18, "paid_in_capital"): 5, (18, "capital_reserve"): -5}),
        ((("410401", "5", ""), ("410101", "", "5")), {(14, "surplus_reserve"): 5, (14, "undistributed_profit"): -5}),
        ((("410401", "-5", ""), ("410101", "", "-5")), {(14, "surplus_reserve"): -5, (14, "undistributed_profit"): 5}),
        ((("410101", "5", ""), ("410404", "", "5")), {(20, "surplus_reserve"): -5, (20, "undistributed_profit"): 5}),
        ((("410101", "5", ""), ("4001", "", "5")), {(19, "surplus_reserve"): -5, (19, "paid_in_capital"): 5}),
        ((("410403", "5", ""), ("2232", "", "5")), {(15, "undistributed_profit"): -5}),
        ((("4201", "5", ""), ("1002", "", "5")), {(12, "treasury_shares"): 5}),
        ((("1504", "5", ""), ("4003", "", "5")), {(7, "other_comprehensive_income"): 5}),
        ((("4003", "5", ""), ("410406", "", "5")),
         {(22, "other_comprehensive_income"): -5, (22, "undistributed_profit"): 5}),
        ((("6901", "5", ""), ("2221", "", "5")), {(3, "undistributed_profit"): -5}),
        ((("410406", "5", ""), ("410401", "", "5")), {}),
    ],
)  # fmt: skip
def test_each_voucher_goes_to_its_row(rows, expected) -> None:
    assert voucher_changes(FORM, ACCOUNTS, lines(*rows)) == expected


def test_every_account_of_equity_has_a_row_and_every_change_is_kept() -> None:
    chart = chart_for("enterprise", general_vat=True, optional=True)
    equity = [a.code for a in chart if chart.is_leaf(a.code) and a.code.startswith(sum(ACCOUNTS.values(), ()))]
    others = ["1002", "2232", "2211", "6602", "1101"]
    for seed in range(500):
        chance = random.Random(seed)
        amounts = [from_fen(chance.randint(1, 9999)) for _ in range(chance.randint(1, 3))]
        debits = [DraftLine(chance.choice(equity + others), each, D(0)) for each in amounts]
        voucher = (*debits, DraftLine(chance.choice(equity + others), D(0), total(amounts)))
        found = voucher_changes(FORM, ACCOUNTS, voucher)
        moved = total(line.credit - line.debit for line in voucher if line.account_code in equity)
        statement = equity_statement(FORM, [found])
        assert statement[FORM.closing]["total"] == moved


@pytest.fixture
def company(general):
    """A company on the enterprise standard, opened in September with what the year moved before."""
    general.accounting_standard = "enterprise"
    general.save()
    openings = [
        OpeningBalance("1002", debit=D(1500), year_debit=D(500)),
        OpeningBalance("4001", credit=D(1000), year_credit=D(200)),
        OpeningBalance("4103", credit=D(500), year_credit=D(300)),
    ]
    open_books(general, actor=None, openings=openings)
    told = [
        (9, ("1002", "100", ""), ("4001", "", "80"), ("400201", "", "20")),
        (9, ("1002", "400", ""), ("6001", "", "400")),
        (10, ("660203", "150", ""), ("1002", "", "150")),
        (12, ("410401", "60", ""), ("410101", "", "60")),
        (12, ("410403", "40", ""), ("2232", "", "40")),
        (12, ("6901", "7", ""), ("1002", "", "7")),
    ]
    for month, *rows in told:
        post_draft(general.pk, VoucherDraft(date(2026, month, 10), "测试", lines(*rows), origin="test"), None)
    return general


@pytest.mark.django_db
@pytest.mark.parametrize("carried", [False, True])
def test_the_year_ties_with_the_balance_sheet(company, invoices, no_closing_steps, carried) -> None:
    if carried:
        for month in (9, 10, 11, 12):
            close_profit_and_loss(company.pk, AccountingPeriod(2026, month), actor=None)
    found = equity_changes_of(books_of(company.pk), FORM, AccountingPeriod(2026, 12))
    assert found.difference == 0
    assert [found.figures[1][key] for key in ("paid_in_capital", "undistributed_profit", "total")] == [800, 200, 1000]
    assert found.figures[9]["paid_in_capital"] == 280  # 200 of it before the books began
    assert found.figures[7]["undistributed_profit"] == 550  # 300 before, 400 - 150 since
    assert (found.figures[14]["total"], found.figures[14]["surplus_reserve"]) == (0, 60)
    assert (found.figures[15]["total"], found.figures[3]["total"]) == (-40, -7)
    assert found.figures[25]["total"] == 1803
    after = equity_changes_of(books_of(company.pk), FORM, AccountingPeriod(2027, 1))
    assert (after.difference, after.figures[1]["total"], after.figures[6]["total"]) == (0, 1803, 0)


@pytest.mark.django_db
def test_the_page_has_this_year_and_last_and_says_that_it_ties(company, login, viewer) -> None:
    path = f"/c/{company.pk}/books/reports/equity-changes"
    page = login(viewer).get(f"{path}/?period=2026-12&compare=1").content.decode()
    assert "相符" in page
    assert "上年金额" in page
    assert login(viewer).get(f"{path}.xlsx?period=2026-12").status_code == 200
    report, books = REPORTS["equity-changes"], books_of(company.pk)
    sheet = report.build(books, report.options(books, {"compare": "1"}, AccountingPeriod(2027, 3)))
    assert [cell.value for cell in sheet.rows[-1].cells[10:]].count(D(1803)) == 2
    first = report.build(books, report.options(books, {"compare": "1"}, AccountingPeriod(2026, 12)))
    assert {cell.value for each in first.rows for cell in each.cells[11:]} == {None}


@pytest.mark.django_db
def test_the_small_business_standard_says_that_it_has_none(told, login, viewer) -> None:
    page = login(viewer).get(f"/c/{told.pk}/books/reports/equity-changes/?period=2026-11").content.decode()
    assert "《小企业会计准则》没有所有者权益变动表" in page
