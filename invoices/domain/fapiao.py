"""`Fapiao`: an invoice or ticket as it was read, frozen. Readers make it, checks and books consume it.

Rule kept: a field that could not be read is `None`; nothing here guesses. Amounts are yuan, rates are ratios.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """Kinds of receipt, by the identifiers of the command contract."""

    SPECIAL_VAT = "special_vat"
    GENERAL_VAT = "general_vat"
    FULLY_DIGITAL_SPECIAL = "fully_digital_special"
    FULLY_DIGITAL_GENERAL = "fully_digital_general"
    BLOCKCHAIN = "blockchain"
    RAIL_TICKET = "rail_ticket"
    AIR_ITINERARY = "air_itinerary"
    TAXI = "taxi"
    TOLL = "toll"
    QUOTA = "quota"
    MACHINE_PRINTED = "machine_printed"
    MOTOR_VEHICLE = "motor_vehicle"
    CUSTOMS_VAT = "customs_vat"
    FISCAL_RECEIPT = "fiscal_receipt"
    BANK_SLIP = "bank_slip"
    SHOP_RECEIPT = "shop_receipt"
    UNKNOWN = "unknown"


class Medium(StrEnum):
    """What the file was."""

    XML = "xml"
    OFD = "ofd"
    PDF = "pdf"
    IMAGE = "image"


class Method(StrEnum):
    """How the fields were obtained."""

    STRUCTURED = "structured"
    TEXT = "text"
    OCR = "ocr"


@dataclass(frozen=True, slots=True)
class FapiaoLine:
    """One line of goods or services. `tax_category` is the short name between the asterisks of `item_name`."""

    item_name: str | None = None
    tax_category: str | None = None
    specification: str | None = None
    unit: str | None = None
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    net_amount: Decimal | None = None
    tax_rate: Decimal | None = None
    tax_amount: Decimal | None = None
    tax_category_code: str | None = None
    tax_treatment: str | None = None  # taxable | exempt | out_of_scope | zero_rated


@dataclass(frozen=True, slots=True)
class Travel:
    """The journey of a passenger ticket."""

    origin: str | None = None
    destination: str | None = None
    date: date | None = None
    vehicle: str | None = None
    seat_class: str | None = None
    fare: Decimal | None = None
    traveller: str | None = None


SPECIAL_SECTION: Final = "special."
"""How the names of the special section begin in `Fapiao.extra`."""

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 as ratios of page width and height, origin top left."""


@dataclass(frozen=True, slots=True)
class Fapiao:
    """All fields of one invoice with, per field, the confidence (0 to 1) and the place on the page."""

    kind: Kind
    medium: Medium
    method: Method
    page: int = 1
    invoice_code: str | None = None
    invoice_number: str | None = None
    issue_date: date | None = None
    check_code: str | None = None
    seller_name: str | None = None
    seller_taxpayer_id: str | None = None
    buyer_name: str | None = None
    buyer_taxpayer_id: str | None = None
    net_amount: Decimal | None = None
    tax_amount: Decimal | None = None
    gross_amount: Decimal | None = None
    amount_in_words: str | None = None
    remarks: str | None = None
    lines: tuple[FapiaoLine, ...] = ()
    travel: Travel | None = None
    is_red_letter: bool = False
    original_invoice_number: str | None = None
    has_seal: bool | None = None
    qr: str | None = None
    confidence: Mapping[str, float] = field(default_factory=dict)
    boxes: Mapping[str, Box] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)
    engine: str = ""

    @property
    def special_section(self) -> Mapping[str, str]:
        """The fields of special business (建筑服务, 货物运输 …) a structured file carries apart from the remarks."""
        return {name: value for name, value in self.extra.items() if name.startswith(SPECIAL_SECTION)}

    @property
    def identity(self) -> str:
        """Code and number together: what makes an invoice the same invoice."""
        return f"{self.invoice_code or ''}{self.invoice_number or ''}"
