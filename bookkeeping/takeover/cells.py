"""What a cell of an exported sheet says: an amount, a day, a month, a code."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from bookkeeping.domain import payroll_table
from foundation.workbooks import Cell
from kernel.errors import InvalidValue
from kernel.money import ZERO, exact, round_to_fen
from kernel.period import AccountingPeriod

_BRACKETED = re.compile(r"^[(（](.+)[)）]$")
_WIDE = str.maketrans("０１２３４５６７８９．，－＋", "0123456789.,-+")
_MONTH = re.compile(r"(20\d\d)\s*[年.\-/]?\s*第?\s*(\d{1,2})\s*(?:[期月]|$|[.\-/日])")
_CODE = re.compile(r"^\d{3,}(?:[.\-_ ]?\w+)*$", re.ASCII)
_NOTHING = frozenset({"", "-", "--", "—", "平", "/"})
_MOST = Decimal(10) ** 13


def text(cell: Cell) -> str:
    """Text without blanks around; a whole number loses its point."""
    if isinstance(cell, Decimal):
        return str(int(cell)) if cell == int(cell) else str(cell)
    return "" if cell is None else str(cell).strip()


def number(cell: Cell) -> Decimal:
    """A number; blank is 0, brackets are a minus, thousands separators go. Raises `InvalidValue`."""
    if cell is None or isinstance(cell, Decimal):
        return _sane(cell or Decimal(0), cell)
    said = text(cell).translate(_WIDE).strip() if isinstance(cell, str) else ""
    if said in _NOTHING and not isinstance(cell, date):
        return Decimal(0)
    negative = _BRACKETED.match(said)
    try:
        found = exact(negative[1] if negative else said or "?")
    except InvalidValue as error:
        raise InvalidValue(f"{cell} is not an amount", message_zh=f"“{cell}”不是金额") from error
    return _sane(-found if negative else found, cell)


def _sane(value: Decimal, cell: Cell) -> Decimal:
    if not value.is_finite() or abs(value) >= _MOST:
        raise InvalidValue(f"{cell} is not an amount", message_zh=f"“{cell}”不是金额")
    return value


def amount(cell: Cell) -> Decimal:
    """Yuan, rounded to the fen: exports of old packages carry the dust of binary fractions. Raises `InvalidValue`."""
    return round_to_fen(number(cell)) or ZERO


def day(cell: Cell) -> date:
    """A date in any usual way of writing. Raises `InvalidValue`."""
    if isinstance(cell, str):
        said = cell.replace("年", "-").replace("月", "-").replace("日", "").split(" ")[0].strip()
        cell = said.split("T")[0]
    found = payroll_table.day(cell)
    if found is None:
        raise InvalidValue("the date is missing", message_zh="缺少日期")
    return found


def months(said: str) -> list[AccountingPeriod]:
    """Every month named in a text: 2026年1期 至 2026年8期, 2026-01 至 2026-08, 202608."""
    return [AccountingPeriod(int(year), int(month)) for year, month in _MONTH.findall(said) if 1 <= int(month) <= 12]


def code_and_name(said: str) -> tuple[str, str]:
    """1002 银行存款 or 1002_银行存款 parted; ("", name) where no code stands in front."""
    match = re.match(r"^(\d{3,}(?:[.\-_]\w+)*)[\s_\-]+(\D.*)$", said, re.ASCII)
    return (match[1], match[2].strip()) if match else ("", said)


def is_code(said: str) -> bool:
    """Whether a text can be an account code."""
    return bool(_CODE.match(said))
