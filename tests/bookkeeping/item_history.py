"""A small history with items of every dimension, quantities and dollars, for the reports that show them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bookkeeping.domain.analysis import Item
from bookkeeping.domain.voucher import DraftLine, VoucherDraft
from bookkeeping.models import Account
from bookkeeping.services.change_account import AccountFacts, change_account
from bookkeeping.services.keep_analysis import ItemFacts, keep_item
from bookkeeping.services.open_books import open_books
from bookkeeping.services.post_drafts import post_drafts

D = Decimal
ITEMS = {
    "department": (("D01", "销售部"), ("D02", "财务部")),
    "project": (("P01", "一号工程"), ("P02", "二号工程")),
    "stock_item": (("S01", "螺栓"), ("S02", "螺母")),
}
ASKED = {
    "560204": AccountFacts("差旅费", dimensions="department project"),
    "560203": AccountFacts("办公费", dimensions="department"),
    "1405": AccountFacts("库存商品", dimensions="stock_item", unit="个"),
    "1002": AccountFacts("银行存款", currency="USD"),
    "1122": AccountFacts("应收账款", dimensions="project", tracks_counterparty=True),
}


def line(code: str, debit: str, credit: str, *items: str, party: str = "", **more: Decimal) -> DraftLine:
    """A line; items as D01 or S02, told apart by their letter."""
    names = {"D": "department", "P": "project", "S": "stock_item"}
    analysis = tuple(sorted(Item(names[code[0]], code) for code in items))
    return DraftLine(code, D(debit or 0), D(credit or 0), "", False, party, analysis, **more)


def tell(company, day: date, *lines: DraftLine) -> None:
    """Post as what follows by itself, which may leave analysis open."""
    post_drafts(company.pk, [VoucherDraft(day, "测试", lines, origin="closing_step:x")], None)


@pytest.fixture
def told(small_scale, accountant):
    """Trips of two departments on two projects, some without; goods in and out; dollars in and paid."""
    open_books(small_scale, actor=None)
    for dimension, rows in ITEMS.items():
        for code, name in rows:
            keep_item(small_scale, ItemFacts(dimension, code, name), actor=accountant)
    for code, facts in ASKED.items():
        row = Account.objects.get(company=small_scale, code=code)
        change_account(row, replace(facts, name=row.name), actor=accountant)
    cash = "1001"
    tell(small_scale, date(2026, 9, 1), line("1002", "7100", "", foreign_amount=D(1000)), line("3001", "", "7100"))
    tell(small_scale, date(2026, 9, 5), line("560204", "300", "", "D01", "P01"), line(cash, "", "300"))
    tell(small_scale, date(2026, 9, 6), line("560204", "200", "", "D01", "P02"), line(cash, "", "200"))
    tell(
        small_scale, date(2026, 10, 6), line("560204", "50", ""), line("560203", "40", "", "D01"), line(cash, "", "90")
    )
    tell(small_scale, date(2026, 10, 7), line("560203", "60", "", "D02"), line(cash, "", "60"))
    goods = line("1405", "355", "", "S01", quantity=D(100))
    tell(small_scale, date(2026, 9, 9), goods, line("1002", "", "355", foreign_amount=D(50)))
    sold = line("1405", "", "142", "S01", quantity=D(40))
    tell(small_scale, date(2026, 11, 2), line("5401", "142", ""), sold)
    sale = line("1122", "500", "", "P01", party="甲公司")
    tell(small_scale, date(2026, 11, 3), sale, line("5001", "", "500"))
    return small_scale
