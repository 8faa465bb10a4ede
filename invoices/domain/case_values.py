"""Single values of a case file: kinds, dates, amounts, rates, words. Empty is `None`; wrong is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from invoices.domain.fapiao import Kind
from kernel.errors import InvalidValue
from kernel.money import exact, money

Row = Mapping[str, Any]


def kind(value: object) -> Kind:
    """The kind; nothing is `UNKNOWN`. Raises `InvalidValue`."""
    if not value:
        return Kind.UNKNOWN
    try:
        return Kind(str(value))
    except ValueError as error:
        raise InvalidValue(f"{value!r} is not a kind of invoice", message_zh=f"没有“{value}”这种票据") from error


def day(value: object) -> date | None:
    """A date, or `None`. Raises `InvalidValue`."""
    found = moment(value)
    return found.date() if found else None


def moment(value: object) -> datetime | None:
    """A date with time of day, or `None`. Raises `InvalidValue`."""
    if not value:
        return None
    try:
        return datetime.fromisoformat(str(value)).replace(tzinfo=None)
    except ValueError as error:
        raise InvalidValue(f"{value!r} is not a date", message_zh=f"“{value}”不是日期") from error


def amount(row: Row, name: str) -> Decimal | None:
    """Yuan under a name of the row, `None` where there is none. Raises `NotMoney`."""
    value = row.get(name)
    return money(value) if value is not None and value != "" else None


def number(value: object) -> Decimal | None:
    """An exact number, or `None`. Raises `NotMoney`."""
    return exact(value) if value is not None and value != "" else None


def rate(value: object) -> Decimal | None:
    """A ratio from "0.06", 0.06 or "6%"; words such as 免税 give none."""
    shown = str(value if value is not None else "").strip()
    if not shown or shown in {"免税", "不征税", "***", "*"}:
        return None
    return exact(shown.rstrip("%")) / 100 if shown.endswith("%") else exact(shown)


def words(value: object) -> str | None:
    """Text without blanks around it; nothing is `None`."""
    return str(value).strip() or None if value is not None else None
