"""Tables of vouchers as accounting packages write them: columns by their headings, rows gathered into vouchers.

Rule kept: no row is dropped in silence; what cannot be read is told with its row in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bookkeeping.domain.typed_rows import Problem, TypedRow
from kernel.errors import InvalidValue

Cell = str | Decimal | date | None

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "day": ("日期", "凭证日期", "制单日期", "记账日期", "业务日期"),
    "word": ("凭证字", "凭证类别", "凭证类别字", "类别", "类别字", "字"),
    "number": ("凭证号", "凭证号数", "凭证编号", "凭证字号", "号", "编号", "号数"),
    "attachments": ("附单据数", "附件数", "附件张数", "附件", "所附单据数", "附单据"),
    "description": ("摘要", "凭证摘要", "分录摘要"),
    "code": ("科目编码", "科目代码", "科目编号", "会计科目编码", "会计科目代码"),
    "name": ("科目名称", "会计科目", "科目", "科目全名", "科目全称", "会计科目名称"),
    "debit": ("借方金额", "借方", "借方本币", "本币借方", "借方本位币", "借方发生额", "借方金额本位币", "借金额"),
    "credit": ("贷方金额", "贷方", "贷方本币", "本币贷方", "贷方本位币", "贷方发生额", "贷方金额本位币", "贷金额"),
    "side": ("方向", "借贷方向", "借贷"),
    "amount": ("金额", "本币金额", "本位币金额", "发生额"),
    "quantity": ("数量", "借方数量", "贷方数量", "数量借方", "数量贷方"),
    "unit_price": ("单价",),
    "foreign_amount": ("外币", "外币金额", "原币金额", "原币", "外币借方", "外币贷方", "原币借方", "原币贷方"),
    "rate": ("汇率",),
    "counterparty": ("往来单位", "客户", "供应商", "客户名称", "供应商名称", "往来", "客商"),
    "department": ("部门", "部门名称", "部门编码"),
    "employee": ("职员", "员工", "人员", "个人", "职员名称", "员工姓名"),
    "project": ("项目", "项目名称", "核算项目"),
    "stock_item": ("存货", "存货名称", "商品", "商品名称", "存货编码"),
}
"""Headings by what they mean, as the common packages export them; the first one is ours."""

HEAD_WITHIN = 20
_NOISE = re.compile(r"[\s*：:()（）\[\]【】]|必填|选填")
_WORD_AND_NUMBER = re.compile(r"^\s*(?P<word>[^\d\s\-—_]{0,4})\s*[字第\-—_]*\s*(?P<number>\d+)\s*号?\s*$")
_DAY = re.compile(r"^\s*(\d{4})\s*[-./年]?\s*(\d{1,2})\s*[-./月]?\s*(\d{1,2})\s*日?(?:\s.*)?$")
_SUM = re.compile(r"^(?:合|总|小)\s*计|^本(?:页|期|月)(?:合|小)计")


@dataclass
class FileVoucher:
    """One voucher of a file: its rows as typed, and where each stands in the file (from 1)."""

    word: str
    number: str
    day: date | None
    attachments: int = 0
    rows: list[TypedRow] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        """By what the file calls it: 2026-09 记-12."""
        month = f"{self.day:%Y-%m} " if self.day else ""
        return f"{month}{self.word}-{self.number}" if self.word else f"{month}{self.number}"


@dataclass(frozen=True, slots=True)
class VoucherTable:
    """The vouchers of a file in its order, and the rows of totals left out."""

    vouchers: list[FileVoucher]
    totals: list[int]


def read_vouchers(table: Sequence[Sequence[Cell]]) -> VoucherTable:
    """The vouchers of a table. Raises `InvalidValue` when the headings needed are not there."""
    head, columns = _columns(table)
    found: dict[tuple[str, str, str], FileVoucher] = {}
    totals: list[int] = []
    above: dict[str, Cell] = {}
    for place, cells in enumerate(table[head + 1 :], head + 2):
        said = _said(cells, columns)
        if not said:
            continue
        if any(isinstance(value, str) and _SUM.match(value) for value in said.values()) and "code" not in said:
            totals.append(place)
            continue
        above = {name: said.get(name, above.get(name)) for name in ("day", "word", "number")}
        _take(found, said, above, place)
    if not found:
        raise InvalidValue("the file holds no voucher", message_zh="文件中没有凭证分录")
    return VoucherTable(list(found.values()), totals)


def _columns(table: Sequence[Sequence[Cell]]) -> tuple[int, dict[int, str]]:
    """Index of the row of headings, and the meaning of each column."""
    meanings = {heading: name for name, headings in HEADINGS.items() for heading in headings}
    for at, cells in enumerate(table[:HEAD_WITHIN]):
        tidy = [_NOISE.sub("", cell) if isinstance(cell, str) else "" for cell in cells]
        columns = {place: meanings[heading] for place, heading in enumerate(tidy) if heading in meanings}
        named = set(columns.values())
        if {"day", "number"} <= named and named & {"code", "name"} and named & {"debit", "amount"}:
            return at, columns
    raise InvalidValue(
        "no row of headings with date, number, account, debit and credit",
        message_zh="没有找到表头：需要日期、凭证号、科目编码（或科目名称）、借方金额、贷方金额",
    )


def _said(cells: Sequence[Cell], columns: Mapping[int, str]) -> dict[str, Cell]:
    """The filled cells of a row by meaning; of several columns of one meaning the first filled one."""
    said: dict[str, Cell] = {}
    for place, name in columns.items():
        value = cells[place] if place < len(cells) else None
        if value not in (None, "", 0):
            said.setdefault(name, value)
    return said


def _take(
    found: dict[tuple[str, str, str], FileVoucher], said: Mapping[str, Cell], above: Mapping[str, Cell], place: int
) -> None:
    word, number = _number(above)
    day = _day(above["day"])
    key = (word, number, f"{day:%Y-%m}" if day else "")
    voucher = found.setdefault(key, FileVoucher(word, number, day))
    voucher.attachments = voucher.attachments or _count(said.get("attachments"))
    voucher.rows.append(_row(said))
    voucher.places.append(place)
    if day is None:
        voucher.problems.append(Problem(place, "日期缺失或无法识别", "the date is missing or cannot be read"))
    if not number:
        voucher.problems.append(Problem(place, "凭证号缺失或无法识别", "the number is missing or cannot be read"))


def _number(above: Mapping[str, Cell]) -> tuple[str, str]:
    written = _text(above["number"])
    match = _WORD_AND_NUMBER.match(written)
    word = _text(above["word"]).removesuffix("字")
    return (word or (match["word"] if match else ""), str(int(match["number"])) if match else "")


def _day(value: Cell) -> date | None:
    if isinstance(value, date):
        return value
    match = _DAY.match(_text(value))
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None


def _row(said: Mapping[str, Cell]) -> TypedRow:
    text = {name: _text(value) for name, value in said.items()}
    debit, credit = text.get("debit", ""), text.get("credit", "")
    if "amount" in text and not debit and not credit:
        is_credit = text.get("side", "").startswith("贷") or text.get("side", "").lower() in {"c", "cr", "-1"}
        debit, credit = ("", text["amount"]) if is_credit else (text["amount"], "")
    kept = {name: text.get(name, "") for name in TypedRow.__slots__ if name not in {"account", "debit", "credit"}}
    account = " ".join(part for part in (text.get("code", ""), text.get("name", "")) if part)
    return TypedRow(account=account, debit=debit, credit=credit, **kept)


def _text(value: Cell) -> str:
    if isinstance(value, Decimal):
        return f"{value.quantize(Decimal(1)) if value == value.to_integral_value() else value:f}"
    return value.isoformat() if isinstance(value, date) else (value or "").strip()


def _count(value: Cell) -> int:
    text = _text(value)
    return min(int(text), 9999) if text.isascii() and text.isdigit() else 0


def in_file(voucher: FileVoucher, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Problems with a row of the voucher, told with its row in the file; 0 becomes the first row."""
    for problem in problems:
        at = min(max(problem.row, 1), len(voucher.places)) - 1
        yield Problem(voucher.places[at], problem.zh, problem.en)
