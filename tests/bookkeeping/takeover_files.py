"""Fictional exports in the layouts of other packages, written from one trial balance so that each must say the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import openpyxl

D = Decimal


@dataclass(frozen=True)
class Item:
    """A leaf: code parts, names from the first level down, opening of the year (signed), movement of the year."""

    code: tuple[str, ...]
    path: tuple[str, ...]
    start: Decimal
    debit: Decimal
    credit: Decimal

    @property
    def closing(self) -> Decimal:
        return self.start + self.debit - self.credit


ITEMS = (
    (("1001",), ("库存现金",)),
    (("1002", "01"), ("银行存款", "城东支行")),
    (("1002", "02"), ("银行存款", "城西支行")),
    (("1122",), ("应收账款",)),
    (("1601",), ("固定资产",)),
    (("1602",), ("累计折旧",)),
    (("2202",), ("应付账款",)),
    (("2221", "01", "01"), ("应交税费", "应交增值税", "进项税额")),
    (("2221", "01", "07"), ("应交税费", "应交增值税", "销项税额")),
    (("3001",), ("实收资本",)),
    (("3104", "15"), ("利润分配", "未分配利润")),
    (("5001",), ("主营业务收入",)),
    (("5602", "01"), ("管理费用", "办公费")),
    (("5602", "88"), ("管理费用", "茶水费")),
)
CREDIT_SIDE = ("1602", "2202", "2221", "3001", "3104", "5001")


def items_of(amounts: Sequence[tuple[int, int, int]]) -> list[Item]:
    """A trial balance in fen that balances: cash takes what is left over, of balances and of movements."""
    rows = [
        Item(code, path, D(start) / 100, D(debit) / 100, D(credit) / 100)
        for (code, path), (start, debit, credit) in zip(ITEMS[1:], amounts, strict=True)
    ]
    left = sum((row.start for row in rows), D(0))
    debit, credit = sum((row.debit for row in rows), D(0)), sum((row.credit for row in rows), D(0))
    return [Item(*ITEMS[0], -left, max(credit - debit, D(0)), max(debit - credit, D(0))), *rows]


def is_credit(item: Item) -> bool:
    return item.code[0] in CREDIT_SIDE


def with_parents(items: Sequence[Item]) -> list[Item]:
    """Leaves and every level above, summed, in code order."""
    found: dict[tuple[str, ...], Item] = {}
    for item in items:
        for depth in range(1, len(item.code) + 1):
            code = item.code[:depth]
            old = found.get(code, Item(code, item.path[:depth], D(0), D(0), D(0)))
            found[code] = Item(code, old.path, old.start + item.start, old.debit + item.debit, old.credit + item.credit)
    return [found[code] for code in sorted(found)]


def two(value: Decimal) -> list[Any]:
    return [value if value > 0 else None, -value if value < 0 else None]


def workbook(*sheets: tuple[str, Sequence[Sequence[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def kis(items: Sequence[Item]) -> bytes:
    """Two rows of header below titles; codes with dots; thousands separators as text; a sum at the end."""
    head = ["科目代码", "科目名称", "期初余额", "", "本期发生额", "", "本年累计发生额", "", "期末余额", ""]
    rows: list[list[Any]] = [["科目余额表"], ["公司：示例公司", "期间：2026年1期 至 2026年8期", "币别：人民币"], head]
    rows.append(["", "", *["借方", "贷方"] * 4])
    for one in with_parents(items):
        figures = [*two(one.start), one.debit, one.credit, one.debit, one.credit, *two(one.closing)]
        rows.append([".".join(one.code), one.path[-1], *[f"{v:,.2f}" if v is not None else "" for v in figures]])
    return workbook(("科目余额表", [*rows, ["合计"]]))


def jdy(items: Sequence[Item]) -> bytes:
    """Two rows of header, codes 4-2-2 as numbers, no year to date: the span begins in January."""
    rows: list[list[Any]] = [["科目余额表"], ["2026年01月 - 2026年08月"]]
    rows.append(["科目编码", "科目名称", "期初余额", None, "本期发生额", None, "期末余额", None])
    rows.append([None, None, *["借方", "贷方"] * 3])
    for one in with_parents(items):
        rows.append(
            ["".join(one.code), "  " * (len(one.code) - 1) + one.path[-1], *two(one.start), one.debit, one.credit]
        )
        rows[-1] += two(one.closing)
    return workbook(("余额表", rows))


def t3(items: Sequence[Item]) -> bytes:
    """One row of header, a direction before each balance, a minus on the normal side."""
    rows: list[list[Any]] = [["发生额及余额表"], ["月份：2026.01-2026.08"]]
    rows.append(
        [
            "科目编码",
            "科目名称",
            "方向",
            "期初余额",
            "本期借方发生",
            "本期贷方发生",
            "累计借方",
            "累计贷方",
            "方向",
            "期末余额",
        ]
    )
    for one in with_parents(items):
        side = "贷" if is_credit(one) else "借"
        sign = -1 if side == "贷" else 1
        moved = [one.debit, one.credit, one.debit, one.credit]
        rows.append(["".join(one.code), one.path[-1], side, one.start * sign, *moved, side, one.closing * sign])
    return workbook(("Sheet1", rows))


def tplus(items: Sequence[Item]) -> bytes:
    """Leaves alone with their full names, codes 4-3-3, the direction as one column of the account."""
    rows: list[list[Any]] = [
        ["序号", "科目编码", "科目全名", "余额方向", "期初余额", "本期发生额", "", "本年累计", "", "期末余额"]
    ]
    rows.append([None, None, None, None, None, "借方", "贷方", "借方", "贷方", None])
    for place, one in enumerate(items, 1):
        code = one.code[0] + "".join(f"0{part}" for part in one.code[1:])
        side = "贷" if is_credit(one) else "借"
        sign = -1 if side == "贷" else 1
        moved = [one.debit, one.credit] * 2
        rows.append([place, code, "\\".join(one.path), side, one.start * sign, *moved, one.closing * sign])
    return workbook(("科目余额", rows))


def haokuaiji(items: Sequence[Item]) -> bytes:
    """CSV in GB18030, one row of header, brackets for negatives, code and name in one cell."""
    target = io.StringIO()
    out = csv.writer(target)
    out.writerow(
        [
            "科目",
            "期初余额(借方)",
            "期初余额(贷方)",
            "本年累计借方发生额",
            "本年累计贷方发生额",
            "期末余额(借方)",
            "期末余额(贷方)",
        ]
    )
    for one in with_parents(items):
        figures = [*two(one.start), one.debit, one.credit]
        written = [f"{v:,.2f}" if v and v > 0 else f"({-v:,.2f})" if v else "" for v in [*figures, one.closing, 0]]
        out.writerow([f"{''.join(one.code)} {one.path[-1]}", *written])
    return target.getvalue().encode("gb18030")


def ningmeng(items: Sequence[Item]) -> bytes:
    """Opening data: balance when the books begin, year to date, opening of the year."""
    rows: list[list[Any]] = [["科目编码", "科目名称", "方向", "期初余额", "借方累计", "贷方累计", "年初余额"]]
    for one in with_parents(items):
        side = "贷" if is_credit(one) else "借"
        sign = -1 if side == "贷" else 1
        rows.append(
            ["-".join(one.code), one.path[-1], side, one.closing * sign, one.debit, one.credit, one.start * sign]
        )
    return workbook(("期初余额", rows))


LAYOUTS: dict[str, Callable[[Sequence[Item]], bytes]] = {
    "kis": kis,
    "jdy": jdy,
    "t3": t3,
    "tplus": tplus,
    "haokuaiji": haokuaiji,
    "ningmeng": ningmeng,
}
