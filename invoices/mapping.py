"""Between the frozen `Fapiao` and its rows.

Rule kept: what goes into the tables comes out the same value, so checks run on corrected rows as on new readings.
"""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from typing import Any, Final

from invoices.domain.fapiao import Fapiao, FapiaoLine, Kind, Medium, Method, Travel
from invoices.models import Invoice, InvoiceLine

HEADER_FIELDS: Final = (
    "page",
    "engine",
    "invoice_code",
    "invoice_number",
    "issue_date",
    "check_code",
    "seller_name",
    "seller_taxpayer_id",
    "buyer_name",
    "buyer_taxpayer_id",
    "net_amount",
    "tax_amount",
    "gross_amount",
    "amount_in_words",
    "remarks",
    "is_red_letter",
    "original_invoice_number",
    "has_seal",
    "qr",
)
LINE_FIELDS: Final = tuple(field.name for field in fields(FapiaoLine))
_TRAVEL_FIELDS: Final = tuple(field.name for field in fields(Travel))


def fill(invoice: Invoice, fapiao: Fapiao) -> None:
    """Write the header of a reading into the row (unsaved)."""
    for name in HEADER_FIELDS:
        setattr(invoice, name, _fit(invoice, name, getattr(fapiao, name)))
    invoice.kind, invoice.medium, invoice.method = fapiao.kind.value, fapiao.medium.value, fapiao.method.value
    invoice.travel = _plain(asdict(fapiao.travel)) if fapiao.travel else None
    invoice.reading = {
        "confidence": {name: round(value, 4) for name, value in fapiao.confidence.items()},
        "boxes": {name: [round(part, 5) for part in box] for name, box in fapiao.boxes.items()},
        "extra": dict(fapiao.extra),
    }


def line_rows(invoice: Invoice, fapiao: Fapiao) -> list[InvoiceLine]:
    """The lines of a reading as unsaved rows."""
    rows = []
    for position, line in enumerate(fapiao.lines, start=1):
        row = InvoiceLine(company_id=invoice.company_id, invoice=invoice, position=position)
        for name in LINE_FIELDS:
            setattr(row, name, _fit(row, name, getattr(line, name)))
        rows.append(row)
    return rows


def to_fapiao(invoice: Invoice) -> Fapiao:
    """The invoice as a value, with all corrections."""
    reading: dict[str, Any] = invoice.reading
    values = {name: getattr(invoice, name) for name in HEADER_FIELDS}
    return Fapiao(
        kind=Kind(invoice.kind),
        medium=Medium(invoice.medium),
        method=Method(invoice.method),
        lines=tuple(FapiaoLine(**{name: getattr(line, name) for name in LINE_FIELDS}) for line in invoice.lines.all()),
        travel=_travel(invoice.travel),
        confidence=reading.get("confidence", {}),
        boxes={name: (box[0], box[1], box[2], box[3]) for name, box in reading.get("boxes", {}).items()},
        extra=reading.get("extra", {}),
        **values,
    )


def _travel(stored: dict[str, Any] | None) -> Travel | None:
    if not stored:
        return None
    values = {name: stored.get(name) for name in _TRAVEL_FIELDS}
    values["date"] = date.fromisoformat(values["date"]) if values["date"] else None
    values["fare"] = Decimal(values["fare"]) if values["fare"] is not None else None
    return Travel(**values)


def _fit(row: Invoice | InvoiceLine, name: str, value: Any) -> Any:
    """Text cut to its column: a hostile file may hold a name of a megabyte. Texts never carry NUL."""
    if not isinstance(value, str):
        return value
    return value.replace("\x00", "")[: column_length(row, name)]


def column_length(row: Invoice | InvoiceLine, name: str) -> int | None:
    """How many characters a column holds; `None` when there is no limit."""
    return getattr(row._meta.get_field(name), "max_length", None)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Decimal) else value
        for name, value in values.items()
    }
