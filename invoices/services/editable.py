"""What people may change on an invoice: which fields, how what they type is read, and where it is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from invoices.domain.case_values import rate
from invoices.domain.fapiao import Kind
from invoices.mapping import column_length
from invoices.models import Invoice, InvoiceLine
from kernel.errors import InvalidValue
from kernel.money import exact, money

Parser = Callable[[str], Any]
MOST_TRAVEL_TEXT: Final = 100
_POSITION: Final = re.compile(r"[0-9]{1,6}")


def _text(value: str) -> str | None:
    return value.strip() or None


def _money(value: str) -> Decimal | None:
    return money(value) if value.strip() else None


def _exact(value: str) -> Decimal | None:
    return exact(value) if value.strip() else None


def _date(value: str) -> date | None:
    try:
        return date.fromisoformat(_iso(value)) if value.strip() else None
    except ValueError as error:
        raise InvalidValue(f"{value!r} is not a date", message_zh=f"“{value}”不是日期，请写成 2026-10-31") from error


def _iso(value: str) -> str:
    """Dates as people write them (2026/1/5, 2026年1月5日, 2026.01.05) in the one way of writing; others unchanged."""
    parts = re.findall(r"\d+", value)
    return "-".join(part.zfill(2) for part in parts) if len(parts) == 3 else value.strip()


def _kind(value: str) -> str:
    if value not in set(Kind):
        raise InvalidValue(f"{value!r} is not a kind of invoice", message_zh=f"没有“{value}”这种票据")
    return value


def _flag(value: str) -> bool:
    return value.strip().lower() in {"true", "1", "yes", "on", "是"}


def _plain(value: str) -> str:
    return value.strip()


FIELDS: Final[dict[str, Parser]] = {
    "kind": _kind,
    "invoice_code": _text,
    "invoice_number": _text,
    "issue_date": _date,
    "check_code": _text,
    "seller_name": _text,
    "seller_taxpayer_id": _text,
    "buyer_name": _text,
    "buyer_taxpayer_id": _text,
    "net_amount": _money,
    "tax_amount": _money,
    "gross_amount": _money,
    "amount_in_words": _text,
    "remarks": _text,
    "is_red_letter": _flag,
    "original_invoice_number": _text,
    "purpose": _plain,
}
LINE_FIELDS: Final[dict[str, Parser]] = {
    "item_name": _text,
    "specification": _text,
    "unit": _text,
    "quantity": _exact,
    "unit_price": _exact,
    "net_amount": _money,
    "tax_rate": rate,
    "tax_amount": _money,
}
TRAVEL_FIELDS: Final[dict[str, Parser]] = {
    "traveller": _text,
    "origin": _text,
    "destination": _text,
    "date": _date,
    "vehicle": _text,
    "seat_class": _text,
    "fare": _money,
}


@dataclass(frozen=True, slots=True)
class Target:
    """One field of one row; `part` is "travel" for a field of the journey."""

    row: Invoice | InvoiceLine
    name: str
    parser: Parser
    part: str = ""

    @property
    def value(self) -> Any:
        """What stands there now."""
        if self.part and isinstance(self.row, Invoice):
            return (self.row.travel or {}).get(self.name)
        return getattr(self.row, self.name)

    def parsed(self, typed: str) -> Any:
        """What was typed as a value of the field. Raises `InvalidValue`."""
        value = self.parser(typed)
        limit = MOST_TRAVEL_TEXT if self.part else column_length(self.row, self.name)
        if isinstance(value, str) and limit is not None and len(value) > limit:
            raise InvalidValue(f"{self.name} is longer than {limit}", message_zh=f"内容超过 {limit} 个字符")
        return shown(value) or None if self.part else value

    def write(self, value: Any) -> None:
        """Put the value there; a line is saved, the invoice is left to the caller."""
        if self.part and isinstance(self.row, Invoice):
            self.row.travel = {**(self.row.travel or {}), self.name: value}
            return
        setattr(self.row, self.name, value)
        if isinstance(self.row, InvoiceLine):
            self.row.save(update_fields=[self.name])


def target_of(invoice: Invoice, field: str) -> Target:
    """The place a name such as `net_amount`, `lines.2.item_name` or `travel.date` speaks of. Raises `InvalidValue`."""
    if field in FIELDS:
        return Target(invoice, field, FIELDS[field])
    head, _, rest = field.partition(".")
    if head == "travel" and rest in TRAVEL_FIELDS:
        return Target(invoice, rest, TRAVEL_FIELDS[rest], "travel")
    position, _, name = rest.partition(".")
    line = (
        invoice.lines.filter(position=int(position)).first()
        if head == "lines" and _POSITION.fullmatch(position)
        else None
    )
    if line is None or name not in LINE_FIELDS:
        raise InvalidValue(f"{field!r} cannot be corrected", message_zh=f"字段“{field}”不能更正")
    return Target(line, name, LINE_FIELDS[name])


def shown(value: object) -> str:
    """A value as screens show it and as a person types it back."""
    if isinstance(value, Decimal):
        return f"{value:f}" if value == 0 or value.as_tuple().exponent == -2 else f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
