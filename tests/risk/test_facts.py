"""Facts of a period gathered from real books: what the ledger says is what the indicators see."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bookkeeping.exports import DraftLine, OpeningBalance, VoucherDraft, movements, open_books, post_draft
from foundation.models import Company, User
from kernel.period import AccountingPeriod
from risk.exports import watch_period
from risk.selectors.facts import balances_of_movements, facts_of

pytestmark = pytest.mark.django_db
D = Decimal
SEPTEMBER, OCTOBER = AccountingPeriod(2026, 9), AccountingPeriod(2026, 10)


def post(company: Company, actor: User, day: date, key: str, *lines: tuple[str, int, int]) -> None:
    drafts = tuple(DraftLine(code, D(debit), D(credit)) for code, debit, credit in lines)
    post_draft(company.pk, VoucherDraft(day, "测试", drafts, key, (), "test"), actor)


@pytest.fixture
def books(small_scale: Company, owner: User) -> Company:
    """Money 100,000 at the start; a sale of 50,000 and cash spent 2,000 in September."""
    openings = [OpeningBalance("1002", D(100_000), D(0)), OpeningBalance("3001", D(0), D(100_000))]
    open_books(small_scale, actor=owner, openings=openings)
    post(small_scale, owner, date(2026, 9, 10), "sale", ("1002", 50_000, 0), ("5001", 0, 50_000))
    post(small_scale, owner, date(2026, 9, 20), "cash", ("560202", 2_000, 0), ("1001", 0, 2_000))
    return small_scale


def test_leaf_accounts_carry_the_names_above_them(books: Company) -> None:
    rows = {(row.account, row.detail): row for row in balances_of_movements(movements(books.pk, SEPTEMBER, SEPTEMBER))}
    assert rows["银行存款", ""].closing == D(150_000)
    expense = [row for (account, detail), row in rows.items() if account == "管理费用"]
    assert [(row.debit, bool(row.detail)) for row in expense] == [(D(2_000), True)]


def test_the_ledger_tells_its_facts(books: Company) -> None:
    facts = facts_of(books, SEPTEMBER, "small_scale")
    assert facts["revenue"] == D(50_000)
    assert facts["vat_sales"] == facts["sales_this_quarter"] == facts["sales_last_12_months"] == D(50_000)
    assert facts["cash_balance"] == D(-2_000)
    assert facts["net_profit"] == facts["taxable_income_to_date"] == D(48_000)
    assert facts["total_assets"] == D(148_000)
    assert facts["zero_filing_months"] == 0
    assert "input_vat" not in facts


def test_the_quarter_and_the_year_begin_anew(books: Company) -> None:
    facts = facts_of(books, OCTOBER, "small_scale")
    assert facts["sales_this_quarter"] == D(0)
    assert facts["sales_last_12_months"] == D(50_000)
    assert facts["revenue"] == D(50_000)  # flows run from the start of the year


def test_an_individual_business_has_no_corporate_income(individual: Company, owner: User) -> None:
    open_books(individual, actor=owner, openings=[])
    assert "taxable_income_to_date" not in facts_of(individual, SEPTEMBER, "small_scale")


def test_negative_cash_is_warned_of_and_resolved_when_mended(books: Company, owner: User) -> None:
    assert "cash_negative" in {row.indicator for row in watch_period(books.pk, SEPTEMBER)}
    post(books, owner, date(2026, 9, 5), "withdrawal", ("1001", 3_000, 0), ("1002", 0, 3_000))
    assert "cash_negative" not in {row.indicator for row in watch_period(books.pk, SEPTEMBER)}
