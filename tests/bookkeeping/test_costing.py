"""Cost of sales, provisional goods and foreign currency at the end of a period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookkeeping.domain.analysis import Item
from bookkeeping.domain.costing import Flow, ShortOfStock, first_in_first_out, weighted_average
from bookkeeping.domain.voucher import DraftLine, VoucherDraft
from bookkeeping.models import Account, ExchangeRate, ProvisionalReceipt, Voucher
from bookkeeping.selectors.analysis import item_balances
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.stock import stock_rows
from bookkeeping.services.change_account import AccountFacts, change_account
from bookkeeping.services.closing_checks import closing_checks
from bookkeeping.services.keep_analysis import ItemFacts, keep_item
from bookkeeping.services.open_books import OpeningBalance, open_books
from bookkeeping.services.post_drafts import post_draft
from bookkeeping.services.provisional import ReceiptFacts, add_provisional, settle_provisional
from bookkeeping.services.revalue import keep_rate
from bookkeeping.services.reverse_voucher import reverse_voucher
from bookkeeping.services.run_closing_steps import run_closing_steps
from bookkeeping.services.stock_lines import goods_of, with_stock_lines
from kernel.errors import InvalidValue, NotReady
from kernel.money import ZERO, total
from kernel.period import AccountingPeriod

D = Decimal
SEPTEMBER = AccountingPeriod(2026, 9)
BOLTS = Item("stock_item", "S01")


# --- pure -------------------------------------------------------------------------------------------------------------

BOUGHT = [Flow(D(100), D("1000.00"), came_in=True), Flow(D(50), D("650.00"), came_in=True)]


def test_the_textbook_example() -> None:
    assert weighted_average(BOUGHT, D(120)) == D("1320.00")  # 1650 / 150 × 120
    assert first_in_first_out(BOUGHT, D(120)) == D("1260.00")  # 100 × 10 + 20 × 13


def test_returns_to_the_supplier_leave_from_the_newest_and_freight_joins_it() -> None:
    back = Flow(D(-10), D("-130.00"), came_in=True)
    freight = Flow(D(0), D("40.00"), came_in=True)
    assert first_in_first_out([*BOUGHT, back, freight], D(140)) == D("1560.00")
    assert weighted_average([*BOUGHT, back, freight], D(140)) == D("1560.00")


@pytest.mark.parametrize("method", [weighted_average, first_in_first_out])
def test_more_than_is_there_is_refused(method) -> None:
    with pytest.raises(ShortOfStock, match="151 units"):
        method(BOUGHT, D(151))


amounts = st.integers(1, 10**7).map(lambda fen: D(fen) / 100)
flows = st.lists(st.builds(Flow, st.integers(1, 1000).map(D), amounts, came_in=st.just(True)), min_size=1, max_size=12)


@pytest.mark.parametrize("method", [weighted_average, first_in_first_out])
@given(came=flows, share=st.integers(0, 100))
def test_cost_lies_between_nothing_and_all_and_the_last_unit_takes_the_last_fen(method, came, share) -> None:
    there = sum(flow.quantity for flow in came)
    cost = method(came, there * share / 100)
    assert ZERO <= cost <= total(flow.amount for flow in came)
    assert method(came, there) == total(flow.amount for flow in came)


@given(came=flows, cuts=st.lists(st.integers(1, 50), min_size=1, max_size=5))
def test_issuing_in_parts_costs_what_issuing_at_once_does(came, cuts) -> None:
    there, taken, booked = sum(flow.quantity for flow in came), D(0), ZERO
    for cut in cuts:
        taken = min(taken + cut, there)
        cost = first_in_first_out(came, taken)
        assert cost >= booked
        booked = cost
    assert booked == first_in_first_out(came, taken)


# --- in the books -----------------------------------------------------------------------------------------------------


@pytest.fixture
def shop(small_scale, accountant, invoices):
    """Goods and sales by stock item, ten bolts at 2 yuan to begin with."""
    small_scale.policy = {"costing": {"method": "weighted_average"}}
    small_scale.save()
    open_books(small_scale, actor=None)
    keep_item(small_scale, ItemFacts("stock_item", "S01", "螺栓", unit="个"), actor=accountant)
    for code in ("1405", "5001"):
        row = Account.objects.get(company=small_scale, code=code)
        facts = AccountFacts(row.name, dimensions="stock_item", unit="个")
        change_account(row, facts, actor=accountant)
    openings = [
        OpeningBalance("1405", debit=D("20.00"), analysis=(BOLTS,), quantity=D(10)),
        OpeningBalance("3001", credit=D("20.00")),
    ]
    open_books(small_scale, actor=None, openings=openings)
    return small_scale


def buy(company, accountant, quantity: str, amount: str) -> int:
    goods = DraftLine("1405", D(amount), ZERO, analysis=(BOLTS,), quantity=D(quantity))
    lines = (goods, DraftLine("2202", ZERO, D(amount), counterparty="甲厂"))
    return post_draft(company.pk, VoucherDraft(date(2026, 9, 5), "采购", lines), accountant)


def sell(company, accountant, quantity: str, amount: str) -> int:
    sale = DraftLine("5001", ZERO, D(amount), analysis=(BOLTS,), quantity=D(quantity))
    lines = (DraftLine("1122", D(amount), ZERO, counterparty="乙公司"), sale)
    return post_draft(company.pk, VoucherDraft(date(2026, 9, 8), "销售", lines), accountant)


def step(company, actor) -> list[int]:
    return run_closing_steps(company.pk, SEPTEMBER, ["cost_of_sales"], actor)


def stock(company):
    [row] = stock_rows(books_of(company.pk), SEPTEMBER)
    return row


def rules(company) -> set[str]:
    return {finding.rule for finding in closing_checks(company.pk, SEPTEMBER)}


pytestmark = pytest.mark.django_db


def test_what_was_sold_leaves_stock_at_the_months_average(shop, accountant) -> None:
    buy(shop, accountant, "30", "100.00")
    sell(shop, accountant, "16", "80.00")
    assert "COST_NOT_CARRIED" in rules(shop)
    [pk] = step(shop, accountant)
    lines = Voucher.objects.get(pk=pk).draft_lines()
    assert [(line.account_code, line.amount, line.quantity) for line in lines] == [
        ("5401", D("48.00"), 0),
        ("1405", D("48.00"), D(16)),
    ]
    assert (stock(shop).closing_quantity, stock(shop).closing) == (D(24), D("72.00"))
    assert step(shop, accountant) == []
    assert not rules(shop) & {"COST_NOT_CARRIED", "STOCK_SHORT", "STOCK_NEGATIVE"}


def test_a_late_sale_and_a_late_purchase_carry_only_the_difference(shop, accountant) -> None:
    buy(shop, accountant, "30", "100.00")
    sell(shop, accountant, "16", "80.00")
    step(shop, accountant)
    buy(shop, accountant, "10", "80.00")
    sell(shop, accountant, "4", "20.00")
    [pk] = step(shop, accountant)
    assert Voucher.objects.get(pk=pk).draft_lines()[1].amount == D("32.00")  # 20 × 200 / 50 − 48
    assert (stock(shop).closing_quantity, stock(shop).closing) == (D(30), D("120.00"))


def test_a_reversed_cost_voucher_is_made_anew(shop, accountant) -> None:
    sell(shop, accountant, "4", "20.00")
    [pk] = step(shop, accountant)
    reverse_voucher(Voucher.objects.get(pk=pk), actor=accountant, day=date(2026, 9, 30), reason="重算")
    assert stock(shop).closing_quantity == 10
    [again] = step(shop, accountant)
    assert again != pk
    assert (stock(shop).closing_quantity, stock(shop).closing) == (D(6), D("12.00"))


def test_first_in_first_out_follows_the_order_of_purchases(shop, accountant) -> None:
    shop.policy = {"costing": {"method": "first_in_first_out"}}
    shop.save()
    buy(shop, accountant, "5", "20.00")
    sell(shop, accountant, "12", "60.00")
    step(shop, accountant)
    assert stock(shop).costed == D("28.00")  # 10 × 2 + 2 × 4
    assert stock(shop).closing == D("12.00")


def test_goods_that_are_not_there_are_not_issued_and_block_the_close(shop, accountant) -> None:
    sell(shop, accountant, "11", "80.00")
    assert step(shop, accountant) == []
    assert "STOCK_SHORT" in rules(shop)


def test_a_share_of_revenue_stops_at_the_stock_there_is(shop, accountant) -> None:
    shop.policy = {"costing": {"method": "revenue_share", "ratio": "0.25"}}
    shop.save()
    sell(shop, accountant, "3", "40.00")
    [pk] = step(shop, accountant)
    assert Voucher.objects.get(pk=pk).draft_lines()[0].amount == D("10.00")
    sell(shop, accountant, "3", "400.00")
    [pk] = step(shop, accountant)
    assert Voucher.objects.get(pk=pk).draft_lines()[0].amount == D("10.00")
    assert step(shop, accountant) == []


def test_provisional_goods_are_booked_and_taken_back_once(shop, accountant) -> None:
    item = shop.analysis_items.get(code="S01")
    facts = ReceiptFacts(date(2026, 9, 20), "甲厂", "1405", D("12.00"), item, D(6))
    receipt = add_provisional(shop, facts, actor=accountant)
    assert (stock(shop).closing_quantity, stock(shop).closing) == (D(16), D("32.00"))
    payable = Account.objects.get(company=shop, name="暂估应付账款")
    [owed] = item_balances(shop.pk, SEPTEMBER, SEPTEMBER, [payable.code])
    assert (owed.counterparty, owed.closing) == ("甲厂", D("-12.00"))
    settle_provisional(receipt, day=date(2026, 9, 25), actor=accountant)
    assert (stock(shop).closing_quantity, stock(shop).closing) == (D(10), D("20.00"))
    with pytest.raises(NotReady):
        settle_provisional(receipt, day=date(2026, 9, 26), actor=accountant)
    with pytest.raises(InvalidValue):
        add_provisional(shop, replace(facts, amount=ZERO), actor=accountant)


def test_an_invoice_is_booked_item_by_item(shop, accountant, invoices) -> None:
    fact = invoices.add(shop, item="*五金*螺栓", net="30.00", rate="0.13")
    lines = (
        replace(fact.lines[0], quantity=D(12), unit="个"),
        replace(fact.lines[0], item_name="*五金*垫圈", quantity=D(5)),
    )
    invoices.facts[fact.id] = replace(fact, lines=lines, net_amount=D("60.00"))
    draft = VoucherDraft(
        date(2026, 9, 3), "采购", (DraftLine("1405", D("60.00"), ZERO), DraftLine("1002", ZERO, D("60.00")))
    )
    parted = with_stock_lines(shop, draft, fact.id, actor=accountant)
    assert [(line.analysis, line.amount, line.quantity) for line in parted.lines[:2]] == [
        ((BOLTS,), D("30.00"), D(12)),
        ((Item("stock_item", "S0002"),), D("30.00"), D(5)),
    ]
    other = replace(draft, lines=(DraftLine("1405", D("61.00"), ZERO), DraftLine("1002", ZERO, D("61.00"))))
    assert with_stock_lines(shop, other, fact.id, actor=accountant) == other
    assert goods_of([replace(lines[0], net_amount=D("-3.00"), quantity=None), lines[0]])[0].net == D("27.00")


# --- foreign currency -------------------------------------------------------------------------------------------------


@pytest.fixture
def exporter(small_scale, accountant, invoices):
    """A bank account in dollars: 100 dollars at 7.10 to begin with."""
    open_books(small_scale, actor=None)
    bank = Account.objects.get(company=small_scale, code="1002")
    change_account(bank, AccountFacts(bank.name, currency="usd"), actor=accountant)
    openings = [
        OpeningBalance("1002", debit=D("710.00"), foreign_amount=D("100.00")),
        OpeningBalance("3001", credit=D("710.00")),
    ]
    open_books(small_scale, actor=None, openings=openings)
    return small_scale


@pytest.mark.parametrize(("rate", "moved"), [("7.00", "-10.00"), ("7.25", "15.00")])
def test_foreign_balances_stand_at_the_closing_rate(exporter, accountant, rate, moved) -> None:
    assert "RATE_MISSING" in rules(exporter)
    assert run_closing_steps(exporter.pk, SEPTEMBER, ["revaluation"], accountant) == []
    keep_rate(exporter, currency="USD", day=date(2026, 9, 30), rate=D(rate), actor=accountant)
    assert "NOT_REVALUED" in rules(exporter)
    [pk] = run_closing_steps(exporter.pk, SEPTEMBER, ["revaluation"], accountant)
    bank, differences = Voucher.objects.get(pk=pk).draft_lines()
    assert (bank.debit - bank.credit, bank.foreign_amount) == (D(moved), ZERO)
    assert (differences.account_code, differences.debit) == ("560304", -D(moved))
    assert run_closing_steps(exporter.pk, SEPTEMBER, ["revaluation"], accountant) == []
    assert not rules(exporter) & {"RATE_MISSING", "NOT_REVALUED"}


def test_a_corrected_rate_moves_the_rest(exporter, accountant) -> None:
    for rate, moved in (("7.00", "-10.00"), ("7.30", "30.00")):
        keep_rate(exporter, currency="USD", day=date(2026, 9, 30), rate=D(rate), actor=accountant)
        [pk] = run_closing_steps(exporter.pk, SEPTEMBER, ["revaluation"], accountant)
        bank = Voucher.objects.get(pk=pk).draft_lines()[0]
        assert bank.debit - bank.credit == D(moved)
    assert ExchangeRate.objects.count() == 1


@pytest.mark.parametrize(("currency", "rate"), [("CNY", "1"), ("US", "7"), ("USD", "0"), ("USD", "-7")])
def test_a_rate_is_positive_and_of_a_foreign_currency(exporter, accountant, currency, rate) -> None:
    with pytest.raises(InvalidValue):
        keep_rate(exporter, currency=currency, day=date(2026, 9, 30), rate=D(rate), actor=accountant)


# --- the pages --------------------------------------------------------------------------------------------------------


def test_goods_are_entered_taken_back_and_costed_from_the_pages(shop, accountant, login) -> None:
    client, base = login(accountant), f"/c/{shop.pk}/books/"
    sell(shop, accountant, "4", "20.00")
    item = shop.analysis_items.get(code="S01")
    form = {"day": "2026-09-20", "supplier": "甲厂", "account_code": "1405 库存商品", "stock_item": item.pk}
    bad = client.post(base + "provisional/?period=2026-09", {**form, "quantity": "6", "amount": "0"})
    assert bad.status_code == 422
    assert "大于零" in bad.content.decode()
    assert (
        client.post(base + "provisional/?period=2026-09", {**form, "quantity": "6", "amount": "12"}).status_code == 302
    )
    page = client.get(base + "provisional/?period=2026-09").content.decode()
    assert "12.00" in page
    [receipt] = shop_receipts(shop)
    client.post(base + f"provisional/{receipt.pk}/settle/?period=2026-09", {"day": "2026-09-25"})
    assert shop_receipts(shop)[0].reversal_id
    client.post(base + "stock/?period=2026-09")
    assert stock(shop).costed == D("8.00")
    assert "螺栓" in client.get(base + "stock/?period=2026-09").content.decode()


def shop_receipts(company):
    return list(ProvisionalReceipt.objects.filter(company=company))


def test_rates_and_the_method_are_kept_from_the_pages(shop, accountant, supervisor, login) -> None:
    base = f"/c/{shop.pk}/books/"
    client = login(accountant)
    client.post(base + "rates/?period=2026-09", {"currency": "usd", "day": "2026-09-30", "rate": "7.1"})
    assert ExchangeRate.objects.get().rate == D("7.1")
    assert client.post(base + "rates/?period=2026-09", {"currency": "usd", "day": "", "rate": "0"}).status_code == 422
    assert client.post(base + "stock/costing/?period=2026-09", {"method": "none"}).status_code == 403
    client = login(supervisor)
    client.post(base + "stock/costing/?period=2026-09", {"method": "revenue_share", "ratio": "0.7"})
    shop.refresh_from_db()
    assert shop.policy["costing"] == {"method": "revenue_share", "ratio": "0.7"}
