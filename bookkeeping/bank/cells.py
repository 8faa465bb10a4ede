"""What a cell of a statement says: an amount, a day with or without its time, plain text.

Rule kept: what cannot be read is None here and a finding where it is missed, never 0 and never today.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from bookkeeping.takeover import cells
from foundation.workbooks import Cell
from kernel.errors import InvalidValue
from kernel.money import ZERO

_NOTE: Final = re.compile(r"[(\[][^()\[\]]*[^\d.,()\[\]+\- ][^()\[\]]*[)\]]$")
"""Words in brackets behind an amount: 131.77(已退款89.84), -3.90(CN)."""
_NUMBER: Final = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?|[+-]?\.\d+|\([\d,]+(\.\d+)?\)")
_DAY: Final = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?|(\d{4})(\d{2})(\d{2})(?=\D|$|\d{6})")
_TIME: Final = re.compile(r"(\d{1,2})[:.时](\d{2})(?:[:.分](\d{2}))?|(\d{2})(\d{2})(\d{2})")
_NOTHING: Final = frozenset({"", "-", "--", "---", "/", "—", "nan", "none", "null"})
_LONGEST_NOTHING: Final = max(map(len, _NOTHING))
_PLAIN: Final = re.compile(r"-?(?:\d{1,9}|\d{1,3}(?:,\d{3}){1,3})\.\d\d")
_EXCEL_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a day on paper has no zone
_EXCEL_DAYS: Final = (Decimal(20000), Decimal(80000))


def text(cell: Cell) -> str:
    """Text on one line without blanks around; marks that stand for nothing are nothing."""
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    said = cell if isinstance(cell, str) else cells.text(cell)
    if not said.isprintable() or "  " in said:
        said = " ".join(said.replace("\x00", "").split())
    said = said.strip().removeprefix("`")
    return "" if len(said) <= _LONGEST_NOTHING and said.lower() in _NOTHING else said


def amount(cell: Cell) -> Decimal | None:
    """Two places; None for what is blank or no number."""
    if cell is None or isinstance(cell, date):
        return None
    if isinstance(cell, str) and _PLAIN.fullmatch(cell):  # what nearly all are: the rest of this function is slow
        return Decimal(cell.replace(",", "")) or ZERO
    said = unicodedata.normalize("NFKC", text(cell)).replace(" ", "")
    said = re.sub(r"^(?:CNY|RMB|[¥$€])|元$", "", _NOTE.sub("", said)).replace("¥", "")
    if not _NUMBER.fullmatch(said):
        return None
    try:
        return cells.amount(said)
    except InvalidValue:
        return None


def moment(cell: Cell) -> tuple[date | None, time | None]:
    """The day and the time a cell names, each None where it does not."""
    if isinstance(cell, datetime):
        return cell.date(), cell.time().replace(microsecond=0, tzinfo=None) if cell.time() != time() else None
    if isinstance(cell, date):
        return cell, None
    if isinstance(cell, Decimal) and _EXCEL_DAYS[0] < cell < _EXCEL_DAYS[1]:
        counted = _EXCEL_EPOCH + timedelta(days=float(cell))
        return counted.date(), counted.time().replace(microsecond=0) if cell % 1 else None
    said = unicodedata.normalize("NFKC", text(cell))
    found = _DAY.match(said)
    if found is None:
        return None, _time(said)
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, day), _time(said[found.end() :].lstrip(" T-"))
    except ValueError:
        return None, None


def _time(said: str) -> time | None:
    found = _TIME.match(said.zfill(6) if said.isdigit() else said)
    if found is None:
        return None
    hour, minute, second = (int(part or 0) for part in (found.groups()[:3] if found[1] else found.groups()[3:]))
    try:
        return time(hour, minute, second)
    except ValueError:
        return None
