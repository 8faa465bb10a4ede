"""Analysis, quantities, currencies and voucher types: asked for, kept, added up, carried forward, proved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from bookkeeping.domain.analysis import Item, analysis_of, fitting, missing
from bookkeeping.domain.voucher import DraftLine, VoucherDraft, VoucherRefused
from bookkeeping.domain.voucher_types import SCHEMES, type_of
from bookkeeping.models import Account, AnalysisItem, AnalysisSet, JournalLine, PeriodBalance, Voucher
from bookkeeping.models.fields import plain, to_millionths
from bookkeeping.selectors.analysis import item_balances
from bookkeeping.selectors.balances import out_of_step
from bookkeeping.selectors.proof import changed_batches
from bookkeeping.services.change_account import AccountFacts, change_account
from bookkeeping.services.close_profit_and_loss import close_profit_and_loss
from bookkeeping.services.closing_checks import closing_checks
from bookkeeping.services.keep_analysis import ItemFacts, keep_item, sets_for
from bookkeeping.services.open_books import OpeningBalance, open_books
from bookkeeping.services.post_drafts import post_draft, post_drafts
from bookkeeping.services.prepare_voucher import prepare_voucher
from bookkeeping.services.reverse_voucher import reverse_voucher
from kernel.errors import InvalidValue
from kernel.money import ZERO
from kernel.period import AccountingPeriod

pytestmark = pytest.mark.django_db
D = Decimal
SEPTEMBER = AccountingPeriod(2026, 9)
SALES, BOLTS = Item("department", "D01"), Item("stock_item", "S01")


@pytest.fixture
def asking(small_scale, accountant):
    """Wages ask for a department, stock for an item and units, a bank account is kept in dollars."""
    open_books(small_scale, actor=None)
    for item in (("department", "D01", "销售部"), ("department", "D02", "财务部"), ("stock_item", "S01", "螺栓")):
        keep_item(small_scale, ItemFacts(*item), actor=accountant)
    for code, facts in {
        "560202": {"dimensions": "department"},
        "1405": {"dimensions": "stock_item", "unit": "个"},
        "1002": {"currency": "USD"},
    }.items():
        row = Account.objects.get(company=small_scale, code=code)
        change_account(row, replace(AccountFacts(row.name), **facts), actor=accountant)
    return small_scale


def draft(*lines: DraftLine, origin: str = "manual", **more: object) -> VoucherDraft:
    return VoucherDraft(date(2026, 9, 10), "测试", lines, origin=origin, **more)


TRIP = DraftLine("560202", D("70.00"), ZERO, analysis=(SALES,))
GOODS = DraftLine("1405", D("30.00"), ZERO, analysis=(BOLTS, SALES), quantity=D("12.5"))
DOLLARS = DraftLine("1002", ZERO, D("100.00"), foreign_amount=D("14.08"))


def test_lines_keep_what_their_account_asks_for_and_nothing_else(asking, accountant) -> None:
    pk = post_draft(asking.pk, draft(TRIP, GOODS, DOLLARS), accountant)
    kept = Voucher.objects.get(pk=pk).draft_lines()
    assert [line.analysis for line in kept] == [(SALES,), (BOLTS,), ()]
    assert [line.quantity for line in kept] == [0, D("12.5"), 0]
    assert [line.foreign_amount for line in kept] == [ZERO, ZERO, D("14.08")]
    assert not out_of_step(asking.pk, SEPTEMBER)
    assert not changed_batches(asking.pk)


def test_entered_by_hand_and_posted_at_once_are_kept_alike(asking, accountant) -> None:
    slow = prepare_voucher(asking, draft(TRIP, GOODS, DOLLARS), actor=accountant)
    fast = Voucher.objects.get(pk=post_draft(asking.pk, draft(TRIP, GOODS, DOLLARS), accountant))
    assert [replace(line, description="") for line in slow.draft_lines()] == [
        replace(line, description="") for line in fast.draft_lines()
    ]
    assert AnalysisSet.objects.filter(company=asking).count() == 2


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (replace(TRIP, analysis=()), "analysis"),
        (replace(TRIP, analysis=(Item("department", "D99"),)), "analysis"),
        (replace(GOODS, quantity=D("-1")), "extras_sign"),
    ],
)
@pytest.mark.parametrize(
    "write",
    [
        lambda company, voucher, actor: prepare_voucher(company, voucher, actor=actor),
        lambda company, voucher, actor: post_draft(company.pk, voucher, actor),
    ],
)
def test_what_a_person_leaves_out_is_refused(asking, accountant, line, rule, write) -> None:
    with pytest.raises(VoucherRefused) as refusal:
        write(asking, draft(line, DraftLine("1001", ZERO, line.debit)), accountant)
    assert refusal.value.facts["rule"] == rule
    assert not JournalLine.objects.exists()


def test_a_foreign_account_asks_for_its_currency(asking, accountant) -> None:
    with pytest.raises(VoucherRefused, match="USD"):
        post_draft(asking.pk, draft(TRIP, replace(DOLLARS, credit=D("70.00"), foreign_amount=ZERO)), accountant)


def test_what_follows_by_itself_may_leave_analysis_open_and_the_checks_say_so(asking) -> None:
    bare = replace(TRIP, analysis=())
    post_draft(asking.pk, draft(bare, DraftLine("1001", ZERO, D("70.00")), origin="closing_step:x"), None)
    [finding] = [found for found in closing_checks(asking.pk, SEPTEMBER) if found.rule == "ANALYSIS_MISSING"]
    assert finding.evidence == {"count": "1", "accounts": "560202"}


def test_quantities_and_currencies_add_up_by_item(asking, accountant) -> None:
    sold = DraftLine("1405", ZERO, D("6.00"), analysis=(BOLTS,), quantity=D("2.5"))
    cost = DraftLine("5401", D("6.00"), ZERO)
    post_drafts(asking.pk, [draft(TRIP, GOODS, DOLLARS), draft(cost, sold)], accountant)
    [stock] = item_balances(asking.pk, SEPTEMBER, SEPTEMBER, ["1405"])
    assert (stock.closing, stock.closing_quantity) == (D("24.00"), D(10))
    [bank] = item_balances(asking.pk, SEPTEMBER, SEPTEMBER, ["1002"])
    assert (bank.closing, bank.closing_foreign) == (D("-100.00"), D("-14.08"))


def test_a_reversal_takes_quantity_and_currency_back(asking, accountant) -> None:
    voucher = Voucher.objects.get(pk=post_draft(asking.pk, draft(TRIP, GOODS, DOLLARS), accountant))
    reverse_voucher(voucher, actor=accountant, day=date(2026, 9, 20), reason="重复")
    for row in item_balances(asking.pk, SEPTEMBER, SEPTEMBER, ["1405", "1002", "560202"]):
        assert (row.closing, row.closing_quantity, row.closing_foreign) == (ZERO, 0, ZERO)
    assert not out_of_step(asking.pk, SEPTEMBER)


def test_profit_and_loss_is_carried_forward_for_each_department(asking, accountant) -> None:
    finance = replace(TRIP, analysis=(Item("department", "D02"),), debit=D("30.00"))
    post_draft(asking.pk, draft(TRIP, finance, DOLLARS), accountant)
    [pk] = close_profit_and_loss(asking.pk, SEPTEMBER, actor=accountant)
    carried = [line for line in Voucher.objects.get(pk=pk).draft_lines() if line.account_code == "560202"]
    assert {(line.analysis, line.credit) for line in carried} == {
        ((SALES,), D("70.00")),
        (finance.analysis, D("30.00")),
    }
    assert all(row.closing == 0 for row in item_balances(asking.pk, SEPTEMBER, SEPTEMBER, ["560202"]))


def test_an_account_in_use_keeps_unit_and_currency(asking, accountant) -> None:
    post_draft(asking.pk, draft(TRIP, GOODS, DOLLARS), accountant)
    bank = Account.objects.get(company=asking, code="1002")
    with pytest.raises(InvalidValue):
        change_account(bank, AccountFacts(bank.name), actor=accountant)
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=bank.pk).update(currency="EUR")
    row = Account.objects.get(company=asking, code="560202")
    assert change_account(row, AccountFacts(row.name), actor=accountant).dimensions == ""


def test_an_account_out_of_use_takes_no_entry_by_hand(asking, accountant) -> None:
    row = Account.objects.get(company=asking, code="560202")
    change_account(row, AccountFacts(row.name, is_active=False), actor=accountant)
    with pytest.raises(VoucherRefused, match="no longer used"):
        post_draft(asking.pk, draft(replace(TRIP, analysis=()), DOLLARS), accountant)


def test_sets_of_another_company_are_refused_by_the_database(asking, general, accountant) -> None:
    keep_item(general, ItemFacts("department", "D01", "别家"), actor=None)
    [foreign] = sets_for(general.pk, [(SALES,)]).values()
    voucher = prepare_voucher(asking, draft(TRIP, DraftLine("1001", ZERO, D("70.00"))), actor=accountant)
    JournalLine.objects.filter(voucher=voucher, account__code="560202").update(analysis_id=foreign)
    with pytest.raises(IntegrityError, match="another company"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE bookkeeping_voucher SET state = 'posted', number = 1 WHERE id = %s", [voucher.pk])


def test_opening_balances_bring_their_quantities(asking) -> None:
    openings = [
        OpeningBalance("1405", debit=D("50.00"), analysis=(BOLTS,), quantity=D(20)),
        OpeningBalance("1002", debit=D("71.00"), foreign_amount=D("10.00")),
        OpeningBalance("3001", credit=D("121.00")),
    ]
    open_books(asking, actor=None, openings=openings)
    stock, bank = item_balances(asking.pk, SEPTEMBER, SEPTEMBER, ["1002", "1405"])[::-1]
    assert (stock.opening, stock.opening_quantity) == (D("50.00"), D(20))
    assert (bank.opening, bank.opening_foreign) == (D("71.00"), D("10.00"))


def test_items_are_named_once_and_never_lost(asking, accountant) -> None:
    with pytest.raises(InvalidValue, match="taken"):
        keep_item(asking, ItemFacts("department", "D03", "销售部"), actor=accountant)
    with pytest.raises(InvalidValue, match="blanks"):
        keep_item(asking, ItemFacts("department", "D 3", "仓库"), actor=accountant)
    row = AnalysisItem.objects.get(company=asking, code="D01")
    keep_item(asking, ItemFacts("department", "D01", "营销部", is_active=False), item=row, actor=accountant)
    assert AnalysisItem.objects.get(pk=row.pk).search_text == "D01 营销部 yxb"


def test_each_voucher_type_is_numbered_by_itself(small_scale, accountant) -> None:
    small_scale.policy = {"voucher_types": "three"}
    small_scale.save()
    rows = [("1001", "3001"), ("560202", "1001"), ("560202", "2202"), ("1002", "1001"), ("1002", "3001")]
    drafts = [draft(DraftLine(a, D(5), ZERO), DraftLine(b, ZERO, D(5))) for a, b in rows]
    ids = post_drafts(small_scale.pk, drafts, accountant)
    names = {row.pk: str(row) for row in Voucher.objects.all()}
    assert [names[pk] for pk in ids] == ["收-1", "付-1", "转-1", "付-2", "收-2"]
    assert PeriodBalance.objects.get(company=small_scale, account__code="1002").debit == 10
    with pytest.raises(InvalidValue, match="voucher type"):
        post_draft(small_scale.pk, replace(drafts[0], voucher_type="记"), accountant)


@given(st.lists(st.sampled_from(["department", "employee", "project", "stock_item"])), st.data())
def test_a_line_has_one_item_of_each_dimension(dimensions, data) -> None:
    items = [Item(dimension, data.draw(st.sampled_from("AB"))) for dimension in dimensions]
    analysis = analysis_of(items)
    assert [item.dimension for item in analysis] == sorted(set(dimensions))
    asked = data.draw(st.lists(st.sampled_from(["department", "project"]), unique=True))
    assert {item.dimension for item in fitting(analysis, asked)} == set(dimensions) & set(asked)
    assert set(missing(analysis, asked)) == set(asked) - set(dimensions)


@given(st.decimals(-(10**9), 10**9, places=6))
def test_quantities_keep_six_places(value) -> None:
    assert plain(D(to_millionths(value)).scaleb(-6)) == value


@pytest.mark.parametrize("scheme", SCHEMES)
@given(codes=st.lists(st.sampled_from(["1001", "1002", "1012", "2202", "5001"]), min_size=2, max_size=5))
def test_every_voucher_has_a_type_of_its_scheme(scheme, codes) -> None:
    lines = [DraftLine(code, D(1) if place else ZERO, ZERO if place else D(1)) for place, code in enumerate(codes)]
    assert type_of(scheme, lines, ("1001", "1002", "1012")) in SCHEMES[scheme]
