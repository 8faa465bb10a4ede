"""Single values of a case as people write them: rows, names, dates, sides, amounts.

Rule kept: what cannot be read is refused in words; only a date falls back, to the last day of the period.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bookkeeping.domain.account import Side
from kernel.errors import InvalidValue
from kernel.money import ZERO, exact, money
from kernel.period import AccountingPeriod

_MONTH = re.compile(r"\s*(\d{4})\s*[-/.年]?\s*(\d{1,2})(?:\D.*)?")
_DAY = re.compile(r"\s*(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})(?:\D.*)?", re.DOTALL)
_SIDES = {
    Side.DEBIT: {"debit", "debet", "dr", "d", "借", "借方"},
    Side.CREDIT: {"credit", "cr", "c", "贷", "贷方", "貸"},
}


def rows_of(case: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The list of objects under a key; a missing or null list is empty. Raises `InvalidValue`."""
    rows = case.get(key) or []
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise InvalidValue(f"{key} is a list of objects", message_zh=f"{key} 应为对象列表")
    return rows


def names_of(row: Mapping[str, Any]) -> tuple[str, str]:
    """(account, detail) as written; a code stands in where no name is given."""
    account = row.get("account") or row.get("account_name") or row.get("account_code") or ""
    return str(account), str(row.get("detail") or "")


def party_of(row: Mapping[str, Any]) -> str:
    """The counterparty, empty where none is named."""
    return str(row.get("counterparty") or "").strip()[:120]


def month_of(value: object) -> AccountingPeriod:
    """A month from 2026-01, 2026年1月, 202601, 2026-01-31 …. Raises `InvalidValue`."""
    match = _MONTH.fullmatch(str(value or ""))
    if match is None:
        raise InvalidValue(f"{value!r} is not a month like 2026-10", message_zh=f"“{value}”不是形如 2026-10 的账期")
    return AccountingPeriod(int(match[1]), int(match[2]))


def day_of(value: object, period: AccountingPeriod) -> date:
    """The date where it is whole and in the period, else the period's last day."""
    match = _DAY.fullmatch(str(value or ""))
    try:
        day = date(int(match[1]), int(match[2]), int(match[3])) if match else period.end
    except ValueError:
        return period.end
    return day if period.start <= day <= period.end else period.end


def amount_of(row: Mapping[str, Any], name: str) -> Decimal:
    """Yuan rounded to the fen; missing or null is 0. Raises `NotMoney`."""
    value = row.get(name)
    return money(exact(str(value)) if isinstance(value, float) else value)


def side_of(value: object) -> Side:
    """The side a word names. Raises `InvalidValue`."""
    word = str(value or "").strip().lower()
    for side, words in _SIDES.items():
        if word in words:
            return side
    raise InvalidValue(f"{value!r} is neither debit nor credit", message_zh="分录方向只能是 debit（借）或 credit（贷）")


def sides_of(row: Mapping[str, Any]) -> list[tuple[Side, Decimal]]:
    """(side, amount) of an entry, written as direction and amount or in two columns; zero amounts are left out."""
    if row.get("direction") is not None:
        found = [(side_of(row["direction"]), amount_of(row, "amount"))]
    else:
        found = [(Side.DEBIT, amount_of(row, "debit")), (Side.CREDIT, amount_of(row, "credit"))]
        if not any(amount for _, amount in found) and amount_of(row, "amount"):
            side_of(None)
    return [(side, amount) for side, amount in found if amount]


def signed_of(row: Mapping[str, Any]) -> Decimal:
    """An opening balance, debit positive."""
    return sum((amount if side is Side.DEBIT else -amount for side, amount in sides_of(row)), ZERO)
