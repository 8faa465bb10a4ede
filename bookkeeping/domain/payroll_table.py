"""Rows of an Excel table as employees and monthly amounts: which column is which, what a cell says, what is wrong.

Rule kept: nothing is passed over in silence: an unknown column, a missing one, a cell that cannot be read is an error
with its row and column; a table with errors is taken in not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from kernel.errors import InvalidValue
from kernel.money import ZERO, money
from kernel.period import AccountingPeriod

Cell = str | Decimal | date | None
SEEK_HEADER_IN: Final = 6
"""Rows at the top a header may hide below titles."""


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with one cell or row; row 0 is the table as a whole."""

    row: int
    column: str
    message_zh: str
    message_en: str


@dataclass(slots=True)
class Table:
    """Rows read, by row number of the sheet, and everything wrong with it."""

    rows: dict[int, dict[str, Any]] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Column:
    """A field, the headings it is known by, how its cell is read."""

    name: str
    titles: tuple[str, ...]
    read: Callable[[Cell], Any]
    required: bool = False


def text(cell: Cell) -> str:
    """Text; a whole number loses its point. Raises `InvalidValue` for digits Excel has rounded."""
    if isinstance(cell, Decimal):
        if abs(cell) >= 10**15:
            raise InvalidValue("long numbers must be text", message_zh="长号码请设为文本格式，数字格式已丢失末位")
        return str(int(cell)) if cell == int(cell) else str(cell)
    return "" if cell is None else str(cell).strip()


def amount(cell: Cell) -> Decimal:
    """Yuan from 0 on; empty is 0. Raises `InvalidValue`."""
    try:
        found = money(cell) if not isinstance(cell, date) else None
    except InvalidValue as error:
        raise InvalidValue(f"{cell!r} is not an amount", message_zh=f"“{cell}”不是金额") from error
    if found is None or found < 0:
        raise InvalidValue(f"{cell!r} is not an amount from 0 on", message_zh=f"“{cell}”应为不小于 0 的金额")
    return found


def day(cell: Cell) -> date | None:
    """A date, written 2026-09-01, 2026/9/1, 2026.9.1 or 20260901. Raises `InvalidValue`."""
    if cell is None or isinstance(cell, date):
        return cell
    said = text(cell).replace("/", "-").replace(".", "-")
    for form in ("%Y-%m-%d", "%Y%m%d"):
        try:
            return datetime.strptime(said, form).date()  # noqa: DTZ007 - a calendar day has no zone
        except ValueError:
            continue
    raise InvalidValue(f"{cell!r} is not a date", message_zh=f"“{cell}”不是日期，请写成 2026-09-01")


def month(cell: Cell) -> str:
    """A month, as 2026-10 or a date in it; empty stays empty. Raises `InvalidValue`."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return str(AccountingPeriod.of(cell))
    return str(AccountingPeriod.parse(text(cell).replace("/", "-").replace(".", "-")))


def one_of(words: Mapping[str, str]) -> Callable[[Cell], str]:
    """A reader of a cell that must be one of the words (or empty)."""

    def read(cell: Cell) -> str:
        said = text(cell)
        if said and said not in words:
            known = "、".join(words)
            raise InvalidValue(f"{said!r} is none of {known}", message_zh=f"“{said}”应为：{known}")
        return words.get(said, "")

    return read


ENGAGEMENTS: Final = {
    "雇员": "employee",
    "雇员（工资薪金）": "employee",
    "劳务": "labour",
    "劳务人员（劳务报酬）": "labour",
    "其他": "labour",
    "实习学生": "student",
    "实习学生（全日制学历教育）": "student",
    "平台从业人员": "platform",
}
USES: Final = {
    "管理": "administrative",
    "销售": "selling",
    "生产": "production",
    "车间管理": "workshop",
    "研发": "research",
}
METHODS: Final = {"单独计税": "separate", "并入当月": "combined"}
EMPLOYEE_COLUMNS: Final = (
    Column("number", ("工号",), text, required=True),
    Column("name", ("姓名",), text, required=True),
    Column("identity_type", ("证件类型",), text),
    Column("identity", ("证件号码", "身份证号"), text),
    Column("phone", ("手机号码",), text),
    Column("bank_account", ("银行卡号", "银行账号"), text),
    Column("department", ("部门",), text),
    Column("engagement", ("用工类型", "任职受雇从业类型"), one_of(ENGAGEMENTS)),
    Column("expense_use", ("费用归属",), one_of(USES)),
    Column("hired_on", ("入职日期", "任职受雇从业日期"), day, required=True),
    Column("left_on", ("离职日期",), day),
    Column("base_salary", ("基本工资",), amount),
    Column("city", ("参保地",), text),
    Column("social_base", ("社保基数",), amount),
    Column("housing_base", ("公积金基数",), amount),
    Column("begins", ("参保起始账期",), month),
)
MONTH_COLUMNS: Final = (
    Column("number", ("工号",), text, required=True),
    Column("name", ("姓名",), text),
    Column("base_salary", ("基本工资",), amount),
    Column("allowances", ("津贴补贴",), amount),
    Column("bonus", ("奖金绩效", "奖金"), amount),
    Column("absence", ("缺勤扣款",), amount),
    Column("exempt", ("免税收入",), amount),
    Column("other_deductions", ("其他税前扣除",), amount),
    Column("annual_bonus", ("全年一次性奖金",), amount),
    Column("bonus_method", ("奖金计税",), one_of(METHODS)),
    Column("severance", ("离职补偿",), amount),
    Column("withheld_other", ("代扣其他",), amount),
)
COMPUTED_TITLES: Final = frozenset(
    {"部门", "应发合计", "社保个人", "公积金个人", "专项附加扣除", "个税", "实发", "社保单位", "公积金单位", "银行卡号"}
)
"""Columns of the exported sheet that are computed: coming back they are not entries, and say nothing."""
IGNORED_BESIDE_EMPLOYEES: Final = frozenset({"国籍", "性别", "出生日期"})
"""Columns of the personnel table that follow from the identity number."""


def read_rows(cells: Sequence[Sequence[Cell]], columns: Sequence[Column], beside: frozenset[str]) -> Table:
    """The table below its header; columns not there are not in the rows, so that nothing of theirs is changed."""
    table = Table()
    head = next((n for n, row in enumerate(cells[:SEEK_HEADER_IN]) if "工号" in [_title(cell) for cell in row]), None)
    if head is None:
        table.errors.append(RowError(0, "", "找不到表头：应有“工号”一列", "no header: a column “工号” is needed"))
        return table
    places = _places(cells[head], columns, beside, table)
    for number, row in enumerate(cells[head + 1 :], head + 2):
        if any(cell is not None for cell in row):
            _read_row(number, row, places, table)
    if not table.rows and not table.errors:
        table.errors.append(RowError(0, "", "表中没有数据行", "the table has no rows"))
    return table


def _title(cell: Cell) -> str:
    return text(cell).lstrip("*").strip() if isinstance(cell, str) else ""


def _places(
    header: Sequence[Cell], columns: Sequence[Column], beside: frozenset[str], table: Table
) -> dict[int, Column]:
    known = {title: column for column in columns for title in column.titles}
    places: dict[int, Column] = {}
    for place, cell in enumerate(header):
        title = _title(cell)
        if title in known:
            if known[title] in places.values():
                table.errors.append(RowError(0, title, "这一列出现了两次", "the column stands there twice"))
            places[place] = known[title]
        elif cell is not None and title not in beside:
            table.errors.append(RowError(0, str(cell), "不认识的列", "an unknown column"))
    for column in columns:
        if column.required and column not in places.values():
            table.errors.append(RowError(0, column.titles[0], "缺少这一列", "the column is missing"))
    return places


def _read_row(number: int, row: Sequence[Cell], places: Mapping[int, Column], table: Table) -> None:
    found: dict[str, Any] = {}
    for place, column in places.items():
        cell = row[place] if place < len(row) else None
        title = column.titles[0]
        try:
            found[column.name] = column.read(cell)
        except InvalidValue as error:
            table.errors.append(RowError(number, title, error.message_zh, error.message))
            continue
        if column.required and not found[column.name]:
            table.errors.append(RowError(number, title, "必填", "needed"))
    key = found.get("number")
    if key and any(other.get("number") == key for other in table.rows.values()):
        table.errors.append(RowError(number, "工号", f"工号 {key} 重复", f"number {key} stands twice"))
    table.rows[number] = found


def nothing(values: Mapping[str, Any], name: str) -> Decimal:
    """The amount of a column, 0 where the table lacks it."""
    return values.get(name) or ZERO
