"""Reports by analysis items, in quantities and in foreign currency: what the items say adds up to the accounts."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bookkeeping.domain.analysis import Item, items_of, items_text
from bookkeeping.domain.sheet import Sheet
from bookkeeping.domain.voucher import VoucherDraft
from bookkeeping.reports import REPORTS
from bookkeeping.selectors.balances import balances
from bookkeeping.selectors.books import books_of
from bookkeeping.services.post_drafts import post_drafts
from bookkeeping.views.addresses import address_of
from kernel.errors import InvalidValue
from kernel.money import ZERO, from_fen, total
from kernel.period import AccountingPeriod
from tests.bookkeeping.item_history import ASKED, ITEMS, line, tell

pytestmark = pytest.mark.django_db
D = Decimal
SEPTEMBER, NOVEMBER = AccountingPeriod(2026, 9), AccountingPeriod(2026, 11)


def made(company, name: str, **query: str) -> Sheet:
    books, report = books_of(company.pk), REPORTS[name]
    return report.build(books, report.options(books, {"from": "2026-09", **query}, NOVEMBER))


def table(sheet: Sheet) -> list[list[object]]:
    return [[cell.value for cell in each.cells] for each in sheet.rows]


def test_items_stand_with_their_accounts_and_what_was_left_open_stands_last(told) -> None:
    rows = table(made(told, "item-balances", dimension="department"))
    assert [(row[0], row[1], row[4]) for row in rows] == [
        ("D01 销售部", "", D(540)),
        ("", "560203 管理费用-办公费", D(40)),
        ("", "560204 管理费用-差旅费", D(500)),
        ("D02 财务部", "", D(60)),
        ("", "560203 管理费用-办公费", D(60)),
        ("—", "", D(50)),
        ("", "560204 管理费用-差旅费", D(50)),
        ("合计", "", D(650)),
    ]


def test_two_dimensions_are_combined_and_open_the_lines_they_count(told, login, viewer) -> None:
    sheet = made(told, "item-balances", dimension="department", second="project")
    rows = table(sheet)
    assert [(row[0], row[1], row[5]) for row in rows if not row[2]][:4] == [
        ("D01 销售部", "", D(540)),
        ("", "P01 一号工程", D(300)),
        ("", "P02 二号工程", D(200)),
        ("", "—", D(40)),
    ]
    path = address_of(told.pk, sheet.rows[1].cells[1].source)
    page = login(viewer).get(path).content.decode()
    assert "300.00" in page
    assert "200.00" not in page
    assert "D01 销售部 · P01 一号工程" in page


@pytest.mark.parametrize("dimension", ["department", "project", "counterparty", "stock_item"])
def test_items_and_what_has_none_add_up_to_the_account_that_asks(told, dimension) -> None:
    books = books_of(told.pk)
    for code in [each.code for each in books.chart if each.asks_for(dimension)]:
        sums = table(made(told, "item-balances", dimension=dimension, account=code, ytd="1"))
        closing = total(row.closing for row in balances(told.pk, SEPTEMBER, NOVEMBER) if row.code == code)
        assert (sums[-1][-2] - sums[-1][-1] if sums else ZERO) == closing


def test_the_ledger_of_an_item_ends_on_its_balance(told) -> None:
    for items, expected in {"department:D01": 540, "department:D02": 60, "department:": 50}.items():
        sheet = made(told, "item-ledger", items=items)
        assert table(sheet)[-1][-1] == expected
    assert table(made(told, "item-ledger", counterparty="甲公司"))[-1][-1] == D(500)
    everything = table(made(told, "item-ledger", dimension="department"))
    assert everything[-1][-1] == D(650)
    assert "管理费用-差旅费 销售部、一号工程" in {row[3] for row in everything}
    only = made(told, "item-ledger", items="department:D01", account="560203")
    assert (only.subtitle, table(only)[-1][-1]) == ("560203 管理费用-办公费 · D01 销售部  2026-09 – 2026-11", D(40))


def test_goods_are_counted_with_their_unit_price(told) -> None:
    sheet = made(told, "quantity-ledger", items="stock_item:S01")
    assert sheet.subtitle.endswith("计量单位: 个")
    lines = [row for row in table(sheet) if row[1]]
    assert lines[0][3:6] == [D(100), D("3.5500"), D(355)]
    assert lines[1][6:9] == [D(40), D("3.5500"), D(142)]
    assert lines[1][9:] == [D(60), D("3.5500"), D(213)]
    account, item = table(made(told, "quantity-balances", ytd="1"))
    assert account[3:] == item[3:]
    assert item[:3] == ["", "S01 螺栓", "个"]
    assert item[-3:] == [D(60), D("3.5500"), D(213)]


def test_currencies_are_shown_with_their_rate(told) -> None:
    lines = [row for row in table(made(told, "foreign-ledger", account="1002")) if row[1]]
    assert lines[0][3:6] == [D(1000), D("7.100000"), D(7100)]
    assert lines[1][6:] == [D(50), D("7.100000"), D(355), D(950), D("7.100000"), D(6745)]
    [bank] = table(made(told, "foreign-balances"))
    assert bank[0:3] == ["1002", "银行存款", "USD"]
    assert bank[-3:] == [D(950), D("7.100000"), D(6745)]


def test_pages_carry_units_over(told) -> None:
    for place in range(5):
        flow = line("1405", "", "10", "S01", quantity=D("2.5"))
        tell(told, date(2026, 11, 5 + place), line("5401", "10", ""), flow)
    books, report = books_of(told.pk), REPORTS["quantity-ledger"]
    whole = [row for row in table(made(told, "quantity-ledger")) if row[1]]
    pages = []
    for page in range(1, 5):
        options = report.options(books, {"from": "2026-09", "page": str(page)}, NOVEMBER)
        pages += [row for row in table(report.build(books, replace(options, page_size=2))) if row[1]]
    assert pages == whole
    assert whole[-1][9:] == [D("47.5"), D("3.4316"), D(163)]


def test_random_vouchers_tie_by_every_dimension(told) -> None:
    chance = random.Random(7)
    drafts = []
    for place in range(60):
        code = chance.choice(["560204", "560203", "1405", "1122"])
        said = [chance.choice(["", *(row[0] for row in ITEMS[d])]) for d in ASKED[code].dimensions.split()]
        amount, units = from_fen(chance.randint(1, 99999)), D(chance.randint(1, 9)) if code == "1405" else D(0)
        party = chance.choice(["", "甲公司", "乙公司"]) if code == "1122" else ""
        own = line(code, str(amount), "", *filter(None, said), party=party, quantity=units)
        drafts.append(
            VoucherDraft(
                date(2026, chance.choice((9, 10, 11)), 3),
                f"随机 {place}",
                (own, line("1001", "", str(amount))),
                f"r{place}",
                origin="closing_step:x",
            )
        )
    post_drafts(told.pk, sorted(drafts, key=lambda draft: draft.date), None)
    books = books_of(told.pk)
    kept = balances(told.pk, SEPTEMBER, NOVEMBER)
    for dimension, second in (
        ("department", "project"),
        ("project", ""),
        ("counterparty", "project"),
        ("stock_item", ""),
    ):
        sheet = made(told, "item-balances", dimension=dimension, second=second)
        asking = [each.code for each in books.chart if each.asks_for(dimension)]
        last = table(sheet)[-1]
        assert last[-2] - last[-1] == total(row.closing for row in kept if row.code in asking)
        for each in sheet.rows[:-1]:
            source = next(cell.source for cell in each.cells if cell.source)
            query = {"items": source.items, "account": source.key, "dimension": source.dimension}
            if source.counterparty is not None:
                query["counterparty"] = source.counterparty
            ledger = table(made(told, "item-ledger", **query))
            assert ledger[-1][-1] == abs(each.cells[-2].value - each.cells[-1].value)


def test_items_are_written_in_addresses_and_nothing_else_is_read() -> None:
    items = (Item("department", "D01"), Item("project", ""))
    assert items_of(items_text(items)) == items
    for text in ("customer:x", "colour:red", "D01"):
        with pytest.raises(InvalidValue):
            items_of(text)


@pytest.mark.parametrize(
    "path", ["item-balances/?dimension=colour", "item-ledger/?items=x:y", "quantity-ledger/?account=1001"]
)
def test_what_cannot_be_meant_is_not_found(login, viewer, told, path) -> None:
    assert login(viewer).get(f"/c/{told.pk}/books/reports/{path}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "item-balances/?dimension=counterparty",
        "item-ledger/?dimension=counterparty&counterparty=%E7%94%B2%E5%85%AC%E5%8F%B8",
        "item-ledger/?dimension=stock_item&items=stock_item:S01",
        "quantity-ledger/",
        "foreign-balances/",
    ],
)
def test_pages_show_choices_and_figures(login, viewer, told, path) -> None:
    page = login(viewer).get(
        f"/c/{told.pk}/books/reports/{path}{'&' if '?' in path else '?'}from=2026-09&period=2026-11"
    )
    assert page.status_code == 200
    assert "data-report" in page.content.decode()
