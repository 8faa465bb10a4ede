"""What exported sheets are and say, without a database: layouts, hostile files, vouchers, cards, proposals."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookkeeping.charts import chart_for
from bookkeeping.domain.account import Side
from bookkeeping.takeover.accounts import ForeignAccount, tree
from bookkeeping.takeover.balances import read_balances, why_unbalanced
from bookkeeping.takeover.cards import read_cards
from bookkeeping.takeover.cells import amount, day, months
from bookkeeping.takeover.entries import read_vouchers
from bookkeeping.takeover.mapping import Action, Decision, propose
from bookkeeping.takeover.sheets import Kind, recognise
from bookkeeping.takeover.words import column_named
from foundation.workbooks import Limits, read_sheets
from kernel.errors import InvalidValue
from tests.bookkeeping.takeover_files import ITEMS, LAYOUTS, items_of, kis, workbook

D = Decimal
fen = st.integers(-(10**9), 10**9)
moved = st.integers(0, 10**9)
balance = st.lists(st.tuples(fen, moved, moved), min_size=len(ITEMS) - 1, max_size=len(ITEMS) - 1)


def sheet(content: bytes):  # type: ignore[no-untyped-def]
    rows = next((one.rows for one in read_sheets(content)), [])
    return recognise(rows), rows


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=8, deadline=None)
@given(amounts=balance)
def test_every_layout_says_the_same_trial_balance(layout, amounts) -> None:
    items = items_of(amounts)
    head, rows = sheet(LAYOUTS[layout](items))
    table = read_balances(head, rows, {})
    assert (head.kind, table.problems) == (Kind.BALANCES, [])
    assert len(table.rows) == len(items)
    for row, item in zip(
        sorted(table.rows, key=lambda row: row.account.code), sorted(items, key=lambda i: i.code), strict=True
    ):
        stands = row.figures.opening if layout == "ningmeng" else row.figures.closing
        assert (row.account.path, stands) == (item.path, item.closing)
        if layout != "ningmeng":
            assert row.figures.opening == item.start
        movement = (row.figures.year_debit, row.figures.year_credit)
        if layout == "jdy":
            movement = (row.figures.period_debit, row.figures.period_credit)
        assert movement == (item.debit, item.credit)


def test_titles_are_told_by_their_words() -> None:
    said = {
        "期初余额（借方）": "opening_debit",
        "本年累计发生额贷方": "year_credit",
        "借方发生额": "period_debit",
        "期末余额": "closing",
        "年初余额": "year_opening",
        "期末数量": "closing_quantity",
        "期初余额借方外币": "opening_debit_foreign",
        "凭证字-号": "word_number",
        "借方金额(本位币)": "debit",
        "实际损益发生额": "",
    }
    assert {title: column_named(title) for title in said} == said


def test_amounts_days_and_months_as_people_write_them() -> None:
    assert [amount(cell) for cell in ("1,234.50", "(1,000)", "（3.2）", "-", None, "１２", D("0.1") + D("1e-12"))] == [
        D("1234.50"), D("-1000"), D("-3.20"), D(0), D(0), D(12), D("0.10"),
    ]  # fmt: skip
    for wrong in ("约三万", date(2026, 1, 1), "1e99", "NaN"):
        with pytest.raises(InvalidValue):
            amount(wrong)
    assert {day(cell) for cell in ("2026年9月1日", "2026/9/1", "20260901", "2026-09-01 00:00:00")} == {date(2026, 9, 1)}
    assert [str(month) for month in months("期间：2026年1期 至 2026年8期")] == ["2026-01", "2026-08"]
    assert [str(month) for month in months("202608")] == ["2026-08"]


def test_a_parent_that_is_not_the_sum_below_is_a_problem() -> None:
    rows = [
        ["科目编码", "科目名称", "期末余额借方", "期末余额贷方"],
        ["1002", "银行存款", 5, None],
        ["100201", "一行", 3, None],
    ]
    head, cells = sheet(workbook(("a", rows)))
    table = read_balances(head, cells, {})
    assert [(one.row, "2.00" in one.message_zh) for one in table.problems] == [(2, True)]
    assert [row.account.code for row in table.rows] == ["100201"]


def test_without_a_direction_the_reason_is_named() -> None:
    rows = [["科目编码", "科目名称", "期末余额"], ["1001", "库存现金", 5], ["3001", "实收资本", 5]]
    head, cells = sheet(workbook(("a", rows)))
    wrong = read_balances(head, cells, {})
    assert wrong.sum_of("closing") == D(10)
    said = "".join(zh for zh, _en in why_unbalanced(wrong, "closing"))
    assert "没有余额方向列" in said
    assert "方向相反" in said
    assert read_balances(head, cells, {"3001": Side.CREDIT}).sum_of("closing") == 0


def test_codes_of_any_lengths_find_their_parents() -> None:
    codes = ["1002", "1002001", "10020010001", "2221", "2221.01", "2221.01.03", "6602-01", "6602", "1122", "1122_K9"]
    found = {one.code: one.parent for one in tree(ForeignAccount(code, f"名{code[-1]}") for code in codes)}
    assert found["1002001"] == "1002"
    assert found["10020010001"] == "1002001"
    assert found["2221.01.03"] == "2221.01"
    assert (found["6602-01"], found["1122_K9"], found["1002"]) == ("6602", "1122", "")


def test_proposals_go_by_name_before_code() -> None:
    """3001 is capital in one standard and nothing in the other; 生产成本 is 4001 here and 5001 there."""
    chart = chart_for("enterprise", general_vat=True)
    accounts = tree(
        [
            ForeignAccount("3001", "实收资本"),
            ForeignAccount("4001", "生产成本"),
            ForeignAccount("2171", "应交税金"),
            ForeignAccount("217101", "应交增值税"),
            ForeignAccount("21710101", "进项税"),
            ForeignAccount("1002", "银行存款"),
            ForeignAccount("100201", "城东支行"),
            ForeignAccount("1122", "应收帐款"),
            ForeignAccount("112201", "远山商贸有限公司"),
            ForeignAccount("9999", "莫名其妙"),
            ForeignAccount("3104", "利润分配"),
            ForeignAccount("5502", "管理费用"),
            ForeignAccount("550203", "软件费"),
        ]
    )
    found = propose(chart, accounts, {})
    assert {code: (one.action, one.target) for code, one in found.items()} == {
        "3001": (Action.ACCOUNT, "4001"),
        "4001": (Action.ACCOUNT, "500199") if "500199" in chart else (Action.NEW, "5001"),
        "2171": (Action.ACCOUNT, "2221"),
        "217101": (Action.ACCOUNT, "222101"),
        "21710101": (Action.ACCOUNT, "22210101"),
        "1002": (Action.ACCOUNT, "1002"),
        "100201": (Action.NEW, "1002"),
        "1122": (Action.ACCOUNT, "1122"),
        "112201": (Action.PARTY, "1122"),
        "9999": (Action.OPEN, ""),
        "3104": (Action.NEW, "4104"),
        "5502": (Action.ACCOUNT, "6602"),
        "550203": (Action.ACCOUNT, "660220"),
    }
    assert [one.is_doubtful for one in (found["9999"], found["3001"])] == [True, False]
    decided = Decision(Action.ACCOUNT, "1221", "其他应收款", 1.0, "remembered")
    assert propose(chart, accounts, {("9999", "莫名其妙"): decided})["9999"] == decided


def test_vouchers_in_three_ways_of_writing() -> None:
    one = [
        ["日期", "凭证字号", "摘要", "科目编码", "科目名称", "借方金额", "贷方金额"],
        ["2026-09-01", "记-1", "收款", "1002", "银行存款", 100, None],
        [None, None, None, "1122", "应收账款", None, 100],
        ["2026-09-02", "记-2", "冲回", "1002", "银行存款", -7, None],
        ["2026-09-02", "记-2", "冲回", "1122", "应收账款", None, -7],
        ["合计", None, None, None, None, 93, 93],
    ]
    two = [["记账凭证序时簿"], ["会计期间", "凭证字", "凭证号", "摘要", "科目", "方向", "金额"]]
    two += [
        ["2026年9期", "记", 1, "收款", "1002 银行存款", "借", 100],
        ["2026年9期", "记", 1, "收款", "1122 应收账款", "贷", 100],
    ]
    two += [
        ["2026年9期", "记", 2, "冲回", "1002 银行存款", "借", "(7)"],
        ["2026年9期", "记", 2, "冲", "1122 应收账款", "贷", "-7"],
    ]
    three = [["制单日期", "凭证类别", "凭证编号", "摘要", "会计科目", "借方", "贷方"]]
    three += [
        ["2026.09.03", "记字", "0001", "收款", "应收账款", None, "100"],
        ["2026.09.03", "记字", "0001", "", "银行存款", "100", ""],
    ]
    three += [
        ["2026.09.03", "记字", "0002", "冲", "应收账款", None, "-7"],
        ["2026.09.03", "记字", "0002", "", "银行存款", "-7", ""],
    ]
    for rows in (one, two, three):
        head, cells = sheet(workbook(("凭证", rows)))
        table = read_vouchers(head, cells)
        assert (head.kind, table.problems) == (Kind.VOUCHERS, [])
        assert [(voucher.identity, len(voucher.lines)) for voucher in table.vouchers] == [
            ("2026-09:记-1", 2),
            ("2026-09:记-2", 2),
        ]
        assert table.debit == D(93)


def test_vouchers_that_do_not_balance_are_named() -> None:
    rows = [
        ["日期", "凭证号", "摘要", "科目编码", "借方金额", "贷方金额"],
        ["2026-09-01", "记1", "甲", "1002", 5, None],
    ]
    rows += [["2026-09-01", "记1", "甲", "1122", None, 4], ["2026-09-31", "记2", "乙", "1002", 1, None]]
    head, cells = sheet(workbook(("凭证", rows)))
    assert [(one.row, one.message_zh) for one in read_vouchers(head, cells).problems] == [
        (4, "“2026-09-31”不是日期，请写成 2026-09-01"),
        (2, "2026-09 记-1 借贷不平，相差 1.00"),
    ]


def test_cards_with_rates_years_and_names_of_methods() -> None:
    rows = [
        ["固定资产清单"],
        ["卡片编号", "资产名称", "资产类别", "开始使用日期", "原值", "累计折旧", "净残值率", "使用年限", "折旧方法"],
    ]
    rows += [["001", "笔记本", "电子设备", "2025-03-10", "6,000.00", 1900, "5%", 3, "平均年限法(一)"]]
    rows += [
        ["002", "货车", "运输工具", "2024-01-10", 100000, 20000, 0.05, 4, "双倍余额递减法"],
        ["合计", "", "", "", 106000],
    ]
    head, cells = sheet(workbook(("卡片", rows)))
    table = read_cards(head, cells)
    assert (head.kind, table.problems) == (Kind.ASSETS, [])
    assert [(card.code, card.salvage, card.life_months, card.method.value) for card in table.cards] == [
        ("001", D("300.00"), 36, "straight_line"),
        ("002", D("5000.00"), 48, "double_declining"),
    ]
    wrong = [
        *rows[:2],
        ["003", "桌子", "家具", None, 100, 0, 0, 5, "心算法"],
        ["004", "椅", "家具", "2025-01-01", "很多", 0, 0, 5, ""],
    ]
    head, cells = sheet(workbook(("卡片", wrong)))
    assert len(read_cards(head, cells).problems) == 2


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (201 * 1024 * 1024))
    return target.getvalue()


def with_formula() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["科目编码", "期末余额"])
    book.active.append(["1001", "=1+1"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "不支持|表头|空"),
        (b"\x00\x01\x02", "只支持"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "另存为 .xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"<html><table></table></html>", "网页"),
        (b"PK\x03\x04broken", "不是可读"),
        (bomb(), "解压后过大"),
        (with_formula(), "B2"),
        ("姓名,电话\n甲,1\n".encode(), "表头"),
        (kis(items_of([(0, 0, 0)] * (len(ITEMS) - 1)))[:-200], "不是可读"),
    ],
    ids=["empty", "binary", "xls", "encrypted", "html", "damaged", "bomb", "formula", "other table", "cut"],
)
def test_bad_files_are_refused_in_words(content, said) -> None:
    with pytest.raises(InvalidValue) as refused:
        sheet(content)
    assert any(word in refused.value.message_zh for word in said.split("|"))


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(InvalidValue, match="more than 50000 rows"):
        read_sheets(b"1001,5\n" * 100_000)
    with pytest.raises(InvalidValue, match="more than 10 rows"):
        read_sheets(workbook(("a", [["x"]] * 11)), Limits(rows=10))
