"""What a fictional document says, known before it is drawn.

Rule kept: the JSON shape is that of the command contract (`read_documents`), so a reader's answer can be compared
with it field by field; a field the document does not print is `None`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from kernel.money import ZERO, text, total

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 as ratios of page width and height, origin top left."""


@dataclass(frozen=True, slots=True)
class Party:
    """A fictional company, shop or person on an invoice."""

    name: str
    taxpayer_id: str | None = None
    province: str = "33"
    city: str = ""
    address: str = ""
    phone: str = ""
    bank: str = ""
    account: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of goods or services; `tax_rate` is a ratio, `None` when exempt."""

    item_name: str
    tax_category: str
    tax_category_code: str
    net_amount: Decimal
    tax_amount: Decimal
    tax_rate: Decimal | None
    specification: str = ""
    unit: str = ""
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    tax_treatment: str = "taxable"

    @property
    def bears_vat(self) -> bool:
        """Whether VAT is spoken of at all; shop slips and bills do not."""
        return self.tax_rate is not None or self.tax_treatment != "taxable"

    def to_json(self) -> dict[str, Any]:
        """The line in the shape of the contract."""
        return {
            "item_name": self.item_name,
            "tax_category": self.tax_category,
            "specification": self.specification,
            "unit": self.unit,
            "quantity": _plain(self.quantity),
            "unit_price": _plain(self.unit_price),
            "net_amount": text(self.net_amount),
            "tax_rate": _plain(self.tax_rate),
            "tax_amount": text(self.tax_amount) if self.bears_vat else None,
            "tax_treatment": self.tax_treatment if self.bears_vat else None,
        }


@dataclass(frozen=True, slots=True)
class Journey:
    """The trip a passenger ticket is for."""

    origin: str
    destination: str
    date: date
    vehicle: str
    seat_class: str
    fare: Decimal
    traveller: str = ""
    time: str = ""
    seat: str = ""

    def to_json(self) -> dict[str, Any]:
        """The trip in the shape of the contract."""
        return {
            "from": self.origin,
            "to": self.destination,
            "date": self.date.isoformat(),
            "vehicle": self.vehicle,
            "seat_class": self.seat_class,
            "fare": text(self.fare),
            "traveller": self.traveller,
        }


@dataclass(frozen=True, slots=True)
class Truth:
    """All fields of one document. Amounts in yuan; `net_amount` is `None` where the kind has no VAT on its face."""

    kind: str
    issue_date: date | None
    gross_amount: Decimal | None
    seller: Party | None = None
    buyer: Party | None = None
    invoice_code: str | None = None
    invoice_number: str | None = None
    check_code: str | None = None
    net_amount: Decimal | None = None
    tax_amount: Decimal | None = None
    amount_in_words: str | None = None
    remarks: str | None = None
    lines: tuple[Line, ...] = ()
    travel: Journey | None = None
    is_red_letter: bool = False
    original_invoice_number: str | None = None
    has_seal: bool | None = None
    qr: str | None = None
    drawer: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Kind and fields in the shape of the contract; money as two-place strings."""
        return {
            "kind": self.kind,
            "fields": self._fields(),
            "is_red_letter": self.is_red_letter,
            "original_invoice_number": self.original_invoice_number,
            "has_seal": self.has_seal,
            "qr": self.qr,
        }

    def _fields(self) -> dict[str, Any]:
        seller, buyer = self.seller or Party(""), self.buyer or Party("")
        return {
            "invoice_code": self.invoice_code,
            "invoice_number": self.invoice_number,
            "issue_date": self.issue_date.isoformat() if self.issue_date else None,
            "check_code": self.check_code,
            "seller_name": seller.name or None,
            "seller_taxpayer_id": seller.taxpayer_id,
            "buyer_name": buyer.name or None,
            "buyer_taxpayer_id": buyer.taxpayer_id,
            "net_amount": _money(self.net_amount),
            "tax_amount": _money(self.tax_amount),
            "gross_amount": _money(self.gross_amount),
            "amount_in_words": self.amount_in_words,
            "remarks": self.remarks,
            "lines": [line.to_json() for line in self.lines],
            "travel": self.travel.to_json() if self.travel else None,
        }


def sums(lines: tuple[Line, ...]) -> tuple[Decimal, Decimal, Decimal]:
    """Net, tax and gross of the lines."""
    net, tax = total(line.net_amount for line in lines), total(line.tax_amount for line in lines)
    return net, tax, net + tax + ZERO


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _money(value: Decimal | None) -> str | None:
    return None if value is None else text(value)
