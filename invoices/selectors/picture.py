"""The page an invoice was read from, with the places of its fields, and what else the file holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from foundation.documents.media_types import IMAGES, OFD, PDF
from foundation.models import Document
from foundation.provenance import Ref, sources_of
from invoices.domain.doubts import Doubts
from invoices.models import Invoice
from invoices.readers.draft import BOX_PAGES

_WITH_PICTURE: Final = frozenset({PDF, OFD, *IMAGES})


@dataclass(frozen=True, slots=True)
class ShownBox:
    """Where a field stands on a page, in thousandths of its width and height."""

    field: str
    page: int
    x: float
    y: float
    width: float
    height: float
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """The page that shows the invoice, turned (quarters) and straightened (radians) as it was read."""

    document: Document
    page: int
    boxes: list[ShownBox]
    turn: str = "0"
    skew: str = "0"


def picture_of(invoice: Invoice, doubts: Doubts) -> Picture | None:
    """The page with the boxes drawn on it. An XML has no page: another rendition of the invoice lends its own."""
    if invoice.document.media_type in _WITH_PICTURE:
        extra = invoice.reading.get("extra", {})
        turned = {"turn": extra.get("page_turn", "0"), "skew": extra.get("page_skew", "0")}
        return Picture(invoice.document, invoice.page, list(_boxes(invoice, doubts)), **turned)
    for ref in sources_of(invoice.company_id, Ref("invoice", invoice.pk)):
        document = Document.objects.filter(pk=ref.id, company_id=invoice.company_id).first()
        if ref.type == "document" and document and document.media_type in _WITH_PICTURE:
            return Picture(document, int(ref.part.removeprefix("page.") or 1), [])
    return None


def _boxes(invoice: Invoice, doubts: Doubts) -> Iterator[ShownBox]:
    elsewhere = dict(pair.split(":") for pair in invoice.reading.get("extra", {}).get(BOX_PAGES, "").split(",") if pair)
    for name, (x0, y0, x1, y1) in invoice.reading.get("boxes", {}).items():
        yield ShownBox(
            field=name,
            page=int(elsewhere.get(name, invoice.page)),
            x=round(x0 * 1000, 1),
            y=round(y0 * 1000, 1),
            width=round((x1 - x0) * 1000, 1),
            height=round((y1 - y0) * 1000, 1),
            is_doubtful=name in doubts,
        )


def of_the_same_file(invoice: Invoice) -> list[Invoice]:
    """All invoices of the file in page order; the one alone when there are no others."""
    return list(Invoice.objects.filter(document_id=invoice.document_id).order_by("position"))
