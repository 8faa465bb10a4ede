"""A person corrects what was read; the invoice is checked again.

Rule kept: who, when, old and new value stay for good; a booked invoice is no longer corrected here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from foundation.access import require_role
from foundation.audit import record
from foundation.models import Role, User
from invoices.domain.case_values import rate
from invoices.domain.fapiao import Kind
from invoices.mapping import column_length
from invoices.models import Decision, FieldCorrection, Invoice, InvoiceLine
from invoices.services.check_invoice import check_invoice
from invoices.services.locking import locked
from kernel.errors import InvalidValue, Refusal
from kernel.money import exact, money


class AlreadyBooked(Refusal):
    """The invoice stands in the books; a correction there is a new voucher."""

    code = "already_booked"


def _text(value: str) -> str | None:
    return value.strip() or None


def _money(value: str) -> Decimal | None:
    return money(value) if value.strip() else None


def _exact(value: str) -> Decimal | None:
    return exact(value) if value.strip() else None


def _date(value: str) -> date | None:
    try:
        return date.fromisoformat(value.strip()) if value.strip() else None
    except ValueError as error:
        raise InvalidValue(f"{value!r} is not a date", message_zh=f"“{value}”不是日期，请写成 2026-10-31") from error


def _kind(value: str) -> str:
    if value not in set(Kind):
        raise InvalidValue(f"{value!r} is not a kind of invoice", message_zh=f"没有“{value}”这种票据")
    return value


def _flag(value: str) -> bool:
    return value.strip().lower() in {"true", "1", "yes", "on", "是"}


def _plain(value: str) -> str:
    return value.strip()


Parser = Callable[[str], Any]
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


def correct_field(invoice_id: int, company_id: int, *, field: str, value: str, actor: User) -> Invoice:
    """The corrected and re-checked invoice. Raises `InvalidValue`, `AlreadyBooked`, `NotPermitted`."""
    with transaction.atomic():
        invoice = locked(invoice_id, company_id)
        require_role(actor, invoice.company, Role.ACCOUNTANT)
        if invoice.booked_voucher_id is not None:
            raise AlreadyBooked("the invoice is booked", message_zh="发票已入账，不能再改；请在账上红冲后重记。")
        row, name, parser = _target(invoice, field)
        old, new = getattr(row, name), _parsed(row, name, parser, value)
        if old == new:
            return invoice
        setattr(row, name, new)
        if isinstance(row, InvoiceLine):
            row.save(update_fields=[name])
        _remember(invoice, field, old=old, new=new, actor=actor)
        _trust(invoice, field)
        invoice.decision = Decision.OPEN
        check_invoice(invoice)
    return invoice


def _target(invoice: Invoice, field: str) -> tuple[Invoice | InvoiceLine, str, Parser]:
    """The row, the column and the reading of a field name such as `net_amount` or `lines.2.item_name`."""
    if field in FIELDS:
        return invoice, field, FIELDS[field]
    head, _, rest = field.partition(".")
    position, _, name = rest.partition(".")
    line = invoice.lines.filter(position=int(position)).first() if head == "lines" and position.isdigit() else None
    if line is None or name not in LINE_FIELDS:
        raise InvalidValue(f"{field!r} cannot be corrected", message_zh=f"字段“{field}”不能更正")
    return line, name, LINE_FIELDS[name]


def _parsed(row: Invoice | InvoiceLine, name: str, parser: Parser, value: str) -> Any:
    new = parser(value)
    limit = column_length(row, name)
    if isinstance(new, str) and limit is not None and len(new) > limit:
        raise InvalidValue(f"{name} is longer than {limit}", message_zh=f"内容超过 {limit} 个字符")
    return new


def _remember(invoice: Invoice, field: str, *, old: Any, new: Any, actor: User) -> None:
    old_text, new_text = (None if value is None else str(value) for value in (old, new))
    FieldCorrection.objects.create(
        company_id=invoice.company_id, invoice=invoice, field=field, old=old_text, new=new_text, corrected_by=actor
    )
    content = {"field": field, "old": old_text, "new": new_text}
    record(company=invoice.company, actor=actor, action="invoice.corrected", subject=invoice, content=content)


def _trust(invoice: Invoice, field: str) -> None:
    """What a person wrote is certain."""
    name = "lines" if field.startswith("lines.") else field
    confidence = invoice.reading.setdefault("confidence", {})
    if name in confidence:
        confidence[name] = 1.0
