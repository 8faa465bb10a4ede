"""A read invoice in the shape of the command contract (section 1).

Rule kept: money leaves as two-place strings, dates as ISO, what was not read as null.
"""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any, Final

from invoices.domain.fapiao import Fapiao, FapiaoLine, Travel
from invoices.readers.draft import FIELDS
from invoices.readers.errors import ReadError
from invoices.readers.findings import reading_findings
from kernel.money import text

_NAMES: Final = {"travel.origin": "travel.from", "travel.destination": "travel.to"}
"""Parts of the journey whose name in the contract differs from ours."""


def as_contract(path: str, fapiao: Fapiao, seconds: float) -> dict[str, Any]:
    """One object of the answer of `read_documents`."""
    return {
        "path": path,
        "page": fapiao.page,
        "medium": fapiao.medium.value,
        "method": fapiao.method.value,
        "kind": fapiao.kind.value,
        "fields": _fields(fapiao),
        "confidence": {_NAMES.get(name, name): trust for name, trust in fapiao.confidence.items()},
        "boxes": {_NAMES.get(name, name): list(box) for name, box in fapiao.boxes.items()},
        "qr": fapiao.qr,
        "is_red_letter": fapiao.is_red_letter,
        "original_invoice_number": fapiao.original_invoice_number,
        "has_seal": fapiao.has_seal,
        "extra": dict(fapiao.extra),
        "engine": fapiao.engine,
        "findings": [asdict(finding) for finding in reading_findings(fapiao)],
        "seconds": seconds,
    }


def error_of(path: str, error: ReadError) -> dict[str, Any]:
    """The object that stands for a file that could not be read."""
    return {
        "path": path,
        "error": {"code": error.code, "message": f"{error.message_zh} / {error.message_en}", "detail": error.detail},
    }


def _fields(fapiao: Fapiao) -> dict[str, Any]:
    fields: dict[str, Any] = {name: _value(getattr(fapiao, name)) for name in FIELDS}
    fields["lines"] = [_line(line) for line in fapiao.lines]
    fields["travel"] = _travel(fapiao.travel) if fapiao.travel else None
    return fields


def _value(value: object) -> Any:
    if isinstance(value, Decimal):
        return text(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _line(line: FapiaoLine) -> dict[str, Any]:
    return {
        "item_name": line.item_name or "",
        "tax_category": line.tax_category or "",
        "specification": line.specification or "",
        "unit": line.unit or "",
        "quantity": _number(line.quantity),
        "unit_price": _number(line.unit_price),
        "net_amount": _value(line.net_amount),
        "tax_rate": _number(line.tax_rate),
        "tax_amount": _value(line.tax_amount),
        "tax_category_code": line.tax_category_code,
        "tax_treatment": line.tax_treatment,
    }


def _number(value: Decimal | None) -> str | None:
    """As printed, without exponent."""
    return None if value is None else f"{value:f}"


def _travel(travel: Travel) -> dict[str, Any]:
    return {
        "from": travel.origin,
        "to": travel.destination,
        "date": _value(travel.date),
        "vehicle": travel.vehicle,
        "seat_class": travel.seat_class,
        "fare": _value(travel.fare),
        "traveller": travel.traveller,
    }
