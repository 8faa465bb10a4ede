"""Asset cards: charged once, caught up, taken over, revised, disposed of, and tied with the ledger."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bookkeeping.domain.analysis import Item
from bookkeeping.exports import close_pnl, closing_checks, deduction_at_once, open_books, run_closing_steps
from bookkeeping.models import Account, AssetCard, Voucher
from bookkeeping.selectors.assets import asset_rows, deduction_rows, ties
from bookkeeping.services.change_account import AccountFacts, change_account
from bookkeeping.services.depreciate import Depreciation
from bookkeeping.services.keep_analysis import ItemFacts, keep_item
from bookkeeping.services.keep_assets import Estimate, add_asset, dispose_asset, revise_asset
from bookkeeping.services.reverse_voucher import reverse_voucher
from kernel.errors import InvalidValue, NotPermitted, NotReady
from kernel.period import AccountingPeriod

pytestmark = pytest.mark.django_db
D = Decimal
SEPTEMBER, OCTOBER, NOVEMBER = (AccountingPeriod(2026, month) for month in (9, 10, 11))
VALUES = {
    "code": "E-001",
    "name": "激光打印机",
    "kind": "fixed",
    "department": "行政部",
    "in_use": date(2026, 9, 3),
    "cost": D("6000.00"),
    "salvage": D("300.00"),
    "life_months": 36,
    "method": "straight_line",
    "written_off": D("0.00"),
    "asset_account": "160105",
    "contra_account": "1602",
    "expense_account": "560224",
}


@pytest.fixture
def card(small_scale, accountant) -> AssetCard:
    open_books(small_scale, actor=None)
    return add_asset(small_scale, VALUES, actor=accountant)


def charge(card: AssetCard, period: AccountingPeriod, actor: object) -> list[int]:
    return run_closing_steps(card.company_id, period, ["depreciation"], actor)  # type: ignore[arg-type]


def lines(pk: int) -> list[tuple[str, Decimal, Decimal]]:
    return [(line.account_code, line.debit, line.credit) for line in Voucher.objects.get(pk=pk).draft_lines()]


def test_a_month_is_charged_once_from_the_month_after_use(card, accountant) -> None:
    assert charge(card, SEPTEMBER, accountant) == []
    [october] = charge(card, OCTOBER, accountant)
    assert lines(october) == [("560224", D("158.33"), D(0)), ("1602", D(0), D("158.33"))]
    assert charge(card, OCTOBER, accountant) == []
    [row] = asset_rows(card.company_id, OCTOBER)
    assert (row.charge, row.accumulated, row.net, row.charged) == (D("158.33"), D("158.33"), D("5841.67"), True)


def test_the_department_that_uses_an_asset_bears_its_charge_where_the_account_asks(card, accountant) -> None:
    company = card.company
    keep_item(company, ItemFacts("department", "D01", card.department), actor=accountant)
    account = Account.objects.get(company=company, code=card.expense_account)
    change_account(account, AccountFacts(account.name, dimensions="department"), actor=accountant)
    (draft,) = Depreciation().drafts(company.pk, OCTOBER)
    assert [line.analysis for line in draft.lines] == [(Item("department", "D01"),), ()]


def test_missed_months_are_caught_up_and_reversed_ones_charged_again(card, accountant) -> None:
    [both] = charge(card, NOVEMBER, accountant)
    assert lines(both)[0][1] == D("316.67")
    reverse_voucher(Voucher.objects.get(pk=both), actor=accountant, day=date(2026, 11, 30), reason="重算")
    [again] = charge(card, NOVEMBER, accountant)
    assert again != both
    assert lines(again)[0][1] == D("316.67")


def test_closing_waits_for_the_charge(card, accountant, invoices) -> None:
    rules = {finding.rule: finding.severity for finding in closing_checks(card.company_id, OCTOBER)}
    assert rules["NOT_DEPRECIATED"] == "block"
    charge(card, OCTOBER, accountant)
    close_pnl(card.company_id, OCTOBER, accountant)
    rules = {finding.rule: finding.severity for finding in closing_checks(card.company_id, OCTOBER)}
    assert "NOT_DEPRECIATED" not in rules
    assert rules["ASSETS_TIE"] == "warn"  # the purchase itself was not booked


def test_an_asset_older_than_the_books_goes_on(small_scale, accountant) -> None:
    open_books(small_scale, actor=None)
    old = VALUES | {"code": "E-000", "in_use": date(2025, 12, 5)}
    by_plan = add_asset(small_scale, old | {"written_off": D("1266.67")}, actor=accountant)
    assert (by_plan.begins, by_plan.written_off) == ("", 0)
    otherwise = add_asset(small_scale, old | {"code": "E-009", "written_off": D("1700.00")}, actor=accountant)
    assert (otherwise.begins, otherwise.life_months, otherwise.written_off) == ("2026-09", 28, D("1700.00"))
    [first] = charge(by_plan, SEPTEMBER, accountant)
    assert lines(first)[0][1] == D("158.33") + D("142.86")


def test_a_change_of_estimate_works_from_its_period_on(card, accountant) -> None:
    with pytest.raises(NotReady):
        revise_asset(card, NOVEMBER, Estimate(12, D("0.00"), "straight_line"), actor=accountant)
    charge(card, OCTOBER, accountant)
    revised = revise_asset(card, NOVEMBER, Estimate(12, D("0.00"), "straight_line"), actor=accountant)
    assert (revised.written_off, revised.begins) == (D("158.33"), "2026-11")
    [november] = charge(card, NOVEMBER, accountant)
    assert lines(november)[0][1] == D("486.81")
    with pytest.raises(NotReady):
        revise_asset(card, NOVEMBER, Estimate(6, D("0.00"), "straight_line"), actor=accountant)


def test_a_disposal_takes_cost_and_charges_out_of_the_books(card, accountant, post) -> None:
    post(card.company, ("160105", "6000", ""), ("1002", "", "6000"))
    dispose_asset(card, date(2026, 10, 20), "损坏", actor=accountant)
    last, gone = charge(card, OCTOBER, accountant)
    assert lines(last)[0][1] == D("158.33")
    assert lines(gone) == [
        ("1602", D("158.33"), D(0)),
        ("1606", D("5841.67"), D(0)),
        ("160105", D(0), D("6000.00")),
    ]
    assert charge(card, OCTOBER, accountant) == []
    assert charge(card, NOVEMBER, accountant) == []
    assert [tie.difference for tie in ties(card.company_id, OCTOBER)] == [0, 0]
    with pytest.raises(NotReady):
        dispose_asset(card, date(2026, 11, 1), "再次", actor=accountant)


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "E-001"},
        {"code": "E-2", "salvage": D("6000.01")},
        {"code": "E-2", "expense_account": "5602"},
        {"code": "E-2", "asset_account": "9999"},
        {"code": "E-2", "written_off": D("10.00")},
    ],
)
def test_cards_that_cannot_be_are_refused(card, accountant, changes) -> None:
    with pytest.raises(InvalidValue):
        add_asset(card.company, VALUES | changes, actor=accountant)
    assert AssetCard.objects.count() == 1


def test_a_viewer_enters_no_card(small_scale, viewer) -> None:
    with pytest.raises(NotPermitted):
        add_asset(small_scale, VALUES, actor=viewer)


def test_the_pages(login, accountant, card) -> None:
    client, base = login(accountant), f"/c/{card.company_id}/books/assets/"
    assert "激光打印机" in client.get(f"{base}?period=2026-10").content.decode()
    assert client.get(base[:-1] + ".xlsx?period=2026-10").content.startswith(b"PK")
    typed = {"code": "S-1", "name": "软件", "kind": "intangible", "in_use": "2026-09-01", "life_months": "120"}
    wrong = client.post(f"{base}new/", typed | {"cost": "viel", "method": "straight_line"})
    assert wrong.status_code == 422
    made = client.post(f"{base}new/", typed | {"cost": "12,000", "method": "straight_line"})
    software = AssetCard.objects.get(code="S-1")
    assert made.headers["Location"].endswith(f"{software.pk}/")
    assert (software.contra_account, software.expense_account) == ("1702", "560225")
    assert "100.00" in client.get(f"{base}{software.pk}/").content.decode()
    again = client.post(f"{base}new/", typed | {"cost": "12,000", "method": "straight_line"})
    assert "已存在" in again.content.decode()
    revised = {"life_months": "60", "salvage": "0", "method": "straight_line"}
    assert client.post(f"{base}{software.pk}/revise/?period=2026-09", revised).status_code == 302
    assert client.post(f"{base}{software.pk}/dispose/", {"day": "2026-10-02", "reason": ""}).status_code == 422
    assert client.post(f"{base}{software.pk}/dispose/", {"day": "2026-10-02", "reason": "停用"}).status_code == 302


def test_an_asset_deducted_at_once_differs_from_the_books_until_the_years_turn(small_scale, accountant) -> None:
    open_books(small_scale, actor=None)
    add_asset(small_scale, {**VALUES, "deducted_at_once": True}, actor=accountant)
    assert deduction_at_once(small_scale.pk, SEPTEMBER) == 0
    assert deduction_at_once(small_scale.pk, OCTOBER) == D("5841.67")
    assert deduction_at_once(small_scale.pk, AccountingPeriod(2026, 12)) == D("5525.00")
    [later] = deduction_rows(small_scale.pk, AccountingPeriod(2027, 6))
    assert (later.difference.taken_off, later.difference.added_back) == (D("0.00"), D("950.00"))


def test_put_to_use_in_december_it_is_deducted_in_the_next_year(small_scale, accountant) -> None:
    open_books(small_scale, actor=None)
    add_asset(small_scale, {**VALUES, "in_use": date(2026, 12, 5), "deducted_at_once": True}, actor=accountant)
    assert deduction_at_once(small_scale.pk, AccountingPeriod(2026, 12)) == 0
    assert deduction_at_once(small_scale.pk, AccountingPeriod(2027, 1)) == D("5841.67")


@pytest.mark.parametrize("change", [{"kind": "intangible"}, {"cost": D("5000000.01")}, {"in_use": date(2028, 1, 5)}])
def test_what_may_not_be_deducted_at_once_is_refused(small_scale, accountant, change) -> None:
    open_books(small_scale, actor=None)
    with pytest.raises(InvalidValue, match="at once"):
        add_asset(small_scale, {**VALUES, "deducted_at_once": True, **change}, actor=accountant)
