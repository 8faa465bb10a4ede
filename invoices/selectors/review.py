"""The fields of one invoice as the review screen shows them: doubtful ones first, each with the reason in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from invoices.domain.doubts import Doubts, Reason
from invoices.domain.numbers import parse_qr
from invoices.models import Invoice, InvoiceLine
from invoices.services.editable import LINE_FIELDS, TRAVEL_FIELDS, shown

SHOWN_FIELDS: Final = (
    "invoice_code",
    "invoice_number",
    "issue_date",
    "seller_name",
    "seller_taxpayer_id",
    "buyer_name",
    "buyer_taxpayer_id",
    "net_amount",
    "tax_amount",
    "gross_amount",
    "amount_in_words",
    "check_code",
    "original_invoice_number",
    "remarks",
)
_RARE: Final = frozenset({"invoice_code", "check_code", "original_invoice_number", "amount_in_words", "remarks"})
_QR_FIELDS: Final = ("invoice_code", "invoice_number", "issue_date", "check_code", "net_amount", "gross_amount")


@dataclass(frozen=True, slots=True)
class ShownField:
    """One field: its value as text, how sure the reading is, and why a person should look (nothing: no need)."""

    name: str
    label: str
    value: str
    confidence: float | None
    reasons: list[str]

    @property
    def is_doubtful(self) -> bool:
        """Whether a person should look."""
        return bool(self.reasons)


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell of a line; `values` is what its correction sends besides the new value, as JSON."""

    name: str
    label: str
    value: str
    values: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the QR code says of a field, and whether the field agrees."""

    label: str
    said: str
    agrees: bool


def shown_fields(invoice: Invoice, doubts: Doubts) -> list[ShownField]:
    """Fields of the face and of the journey, doubtful ones first. Kind and lines are shown on their own."""
    names = [name for name in SHOWN_FIELDS if _is_shown(invoice, name, doubts)]
    fields = [_field(invoice, name, getattr(invoice, name), doubts) for name in names]
    journey: dict[str, Any] = invoice.travel or {}
    if invoice.travel is not None:
        fields += [_field(invoice, f"travel.{name}", journey.get(name), doubts) for name in TRAVEL_FIELDS]
    return sorted(fields, key=lambda field: not field.is_doubtful)


def _is_shown(invoice: Invoice, name: str, doubts: Doubts) -> bool:
    return name not in _RARE or bool(getattr(invoice, name)) or name in doubts or name in _confidence(invoice)


def _confidence(invoice: Invoice) -> dict[str, float]:
    confidence: dict[str, float] = invoice.reading.get("confidence", {})
    return confidence


def _field(invoice: Invoice, name: str, value: object, doubts: Doubts) -> ShownField:
    return ShownField(
        name=name,
        label=field_label(name),
        value=shown(value),
        confidence=_confidence(invoice).get(name),
        reasons=reasons_of(doubts, name),
    )


def reasons_of(doubts: Doubts, name: str) -> list[str]:
    """Why a field is doubted, in the language of the reader."""
    return [_worded(reason) for reason in doubts.get(name, ())]


def _worded(reason: Reason) -> str:
    return reason.en if (get_language() or "").startswith("en") else reason.zh


def field_label(name: str) -> str:
    """The name of a field as people say it: `net_amount`, `travel.date`, `lines`, `lines.2.item_name`."""
    head, _dot, rest = name.partition(".")
    if head == "travel":
        return str(_travel_labels()[rest])
    if head != "lines":
        return str(Invoice._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    position, _dot, column = rest.partition(".")
    row = _("第 %(row)s 行") % {"row": position}
    return " ".join(filter(None, (_("明细"), row if position else "", _column_label(column) if column else "")))


def _column_label(name: str) -> str:
    return str(InvoiceLine._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _travel_labels() -> dict[str, str]:
    return {
        "traveller": _("乘客"),
        "origin": _("出发"),
        "destination": _("到达"),
        "date": _("乘车日期"),
        "vehicle": _("车次或航班"),
        "seat_class": _("席别"),
        "fare": _("票价"),
    }


def shown_lines(invoice: Invoice) -> list[tuple[InvoiceLine, list[ShownCell]]]:
    """Each line with its cells, in the order of the columns."""
    return [(line, list(_cells(line))) for line in invoice.lines.all()]


def line_labels() -> list[str]:
    """Heads of the columns of lines."""
    return [_column_label(name) for name in LINE_FIELDS]


def _cells(line: InvoiceLine) -> Iterator[ShownCell]:
    for name in LINE_FIELDS:
        value = getattr(line, name)
        text = f"{(value * 100).normalize():f}%" if name == "tax_rate" and value is not None else shown(value)
        sent = {"field": f"lines.{line.position}.{name}", "seen": shown(value)}
        yield ShownCell(name, _column_label(name), text, json.dumps(sent, ensure_ascii=False))


def qr_evidence(invoice: Invoice) -> list[Evidence]:
    """What the QR code of the invoice says, field by field."""
    payload = parse_qr(invoice.qr) if invoice.qr else None
    if payload is None:
        return []
    said = {name: getattr(payload, name) for name in _QR_FIELDS}
    return [
        Evidence(field_label(name), shown(value), value == getattr(invoice, name))
        for name, value in said.items()
        if value is not None
    ]
