"""`Draft`: an invoice while it is being read. Readers fill it, `checks.finish` turns it into a frozen `Fapiao`.

Rule kept: a value comes with its confidence and, where known, its place on the page; absent values are not put.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from invoices.domain.fapiao import Box, FapiaoLine, Kind, Medium, Method, Travel
from invoices.domain.numbers import QrPayload
from invoices.readers.words import Word

FIELDS: Final = (
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
)
BOX_PAGES: Final = "box_pages"
"""In `extra`: fields whose box is on a later page, as `field:page,field:page`."""

STRUCTURED_CONFIDENCE: Final = 0.995


@dataclass(slots=True)
class Draft:
    """What is known so far. `values` holds the fields of `FIELDS`; amounts are `Decimal`, dates `date`."""

    kind: Kind
    medium: Medium
    method: Method
    page: int = 1
    values: dict[str, object] = field(default_factory=dict)
    confidence: dict[str, float] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)
    lines: list[FapiaoLine] = field(default_factory=list)
    travel: Travel | None = None
    is_red_letter: bool = False
    original_invoice_number: str | None = None
    has_seal: bool | None = None
    qr: QrPayload | None = None
    extra: dict[str, str] = field(default_factory=dict)
    engine: str = ""
    written: str = ""
    """The amount in words as seen, also where it was not wholly understood."""

    def put(self, name: str, value: object, confidence: float, box: Box | None = None) -> None:
        """Sets a field; `None` and empty text leave it unread."""
        if value is None or value == "":
            return
        self.values[name] = value
        self.confidence[name] = confidence
        if box:
            self.boxes[name] = box

    def put_all(self, values: Mapping[str, object], confidence: float = STRUCTURED_CONFIDENCE) -> None:
        """Sets several fields of one trust."""
        known = {name: value for name, value in values.items() if value is not None and value != ""}
        self.values |= known
        self.confidence |= dict.fromkeys(known, confidence)

    def rate(self, name: str, words: Iterable[Word], trust: float, box: Box | None = None) -> None:
        """Confidence and place of a part of the journey, which is no field of its own (`travel.origin`)."""
        self.confidence[name] = trust * min((word.certainty for word in words), default=0.0)
        if box:
            self.boxes[name] = box

    def drop(self, *names: str) -> None:
        """Forgets fields that turned out not to belong to this kind."""
        for name in names:
            for known in (self.values, self.confidence, self.boxes):
                known.pop(name, None)

    def note(self, **facts: str | None) -> None:
        """Keeps further facts in `extra`; `None` and empty text fall away."""
        self.extra.update({name: value for name, value in facts.items() if value})

    def boxes_on(self, page: int, names: Iterable[str]) -> None:
        """Notes in `extra` that the boxes of these fields lie on another page than the invoice's first."""
        known = dict(pair.split(":") for pair in self.extra.get(BOX_PAGES, "").split(",") if pair)
        known |= dict.fromkeys(names, str(page))
        self.note(**{BOX_PAGES: ",".join(f"{name}:{number}" for name, number in sorted(known.items()))})

    def adopt(self, other: Draft) -> None:
        """Takes boxes, and fields that are missing here, from another reading of the same invoice."""
        for name, value in other.values.items():
            if name not in self.values:
                self.put(name, value, other.confidence[name])
        self.boxes = {**other.boxes, **self.boxes}
        self.lines = self.lines or other.lines
        self.travel = self.travel or other.travel
        self.qr = self.qr or other.qr
        self.extra = {**other.extra, **self.extra}
        self.is_red_letter = self.is_red_letter or other.is_red_letter
        self.original_invoice_number = self.original_invoice_number or other.original_invoice_number
        if self.kind is Kind.UNKNOWN:
            self.kind = other.kind
