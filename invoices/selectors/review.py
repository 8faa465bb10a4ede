"""Everything the review screen shows of one invoice: fields with confidence, boxes on the page, what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet

from foundation.documents.media_types import IMAGES, OFD, PDF
from foundation.models import Document
from foundation.provenance import Ref, sources_of
from invoices.domain.compliance import DOUBTFUL_BELOW
from invoices.models import Decision, Invoice, VerdictState
from kernel.money import text

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
_WITH_PICTURE: Final = frozenset({PDF, OFD, *IMAGES})


@dataclass(frozen=True, slots=True)
class ShownField:
    """One field: its value as text, how sure the reading is, and whether a person should look."""

    name: str
    label: str
    value: str
    input_type: str
    confidence: float | None
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class ShownBox:
    """Where a field stands on the page, in thousandths of its width and height."""

    field: str
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


def shown_fields(invoice: Invoice) -> list[ShownField]:
    """The fields, doubtful ones first."""
    fields = [_field(invoice, name) for name in SHOWN_FIELDS if _is_shown(invoice, name)]
    return sorted(fields, key=lambda field: not field.is_doubtful)


def _is_shown(invoice: Invoice, name: str) -> bool:
    rare = {"invoice_code", "check_code", "original_invoice_number", "amount_in_words", "remarks"}
    return name not in rare or bool(getattr(invoice, name)) or name in invoice.reading.get("confidence", {})


def _field(invoice: Invoice, name: str) -> ShownField:
    value = getattr(invoice, name)
    confidence = invoice.reading.get("confidence", {}).get(name)
    return ShownField(
        name=name,
        label=str(Invoice._meta.get_field(name).verbose_name),  # type: ignore[union-attr]  # noqa: SLF001
        value=_as_text(value),
        input_type="date" if name == "issue_date" else "text",
        confidence=confidence,
        is_doubtful=confidence is not None and confidence < DOUBTFUL_BELOW,
    )


def _as_text(value: Any) -> str:
    if isinstance(value, Decimal):
        return text(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def picture_of(invoice: Invoice) -> Picture | None:
    """The page with the boxes drawn on it. An XML has no page: another rendition of the invoice lends its own."""
    if invoice.document.media_type in _WITH_PICTURE:
        extra = invoice.reading.get("extra", {})
        turned = {"turn": extra.get("page_turn", "0"), "skew": extra.get("page_skew", "0")}
        return Picture(invoice.document, invoice.page, list(_boxes(invoice)), **turned)
    for ref in sources_of(invoice.company_id, Ref("invoice", invoice.pk)):
        document = Document.objects.filter(pk=ref.id, company_id=invoice.company_id).first()
        if ref.type == "document" and document and document.media_type in _WITH_PICTURE:
            return Picture(document, int(ref.part.removeprefix("page.") or 1), [])
    return None


def _boxes(invoice: Invoice) -> Iterator[ShownBox]:
    confidence = invoice.reading.get("confidence", {})
    for name, (x0, y0, x1, y1) in invoice.reading.get("boxes", {}).items():
        yield ShownBox(
            field=name,
            x=round(x0 * 1000, 1),
            y=round(y0 * 1000, 1),
            width=round((x1 - x0) * 1000, 1),
            height=round((y1 - y0) * 1000, 1),
            is_doubtful=confidence.get(name, 1.0) < DOUBTFUL_BELOW,
        )


def next_to_review(invoice: Invoice) -> Invoice | None:
    """The next invoice of the period that needs a person: not compliant or doubtful, and not decided."""
    waiting = waiting_for_review(invoice.company_id, invoice.period).exclude(pk=invoice.pk)
    return waiting.filter(pk__gt=invoice.pk).first() or waiting.first()


def waiting_for_review(company_id: int, period: str) -> QuerySet[Invoice]:
    """Undecided invoices of the period that are doubtful or not compliant, in the order they came."""
    rows = Invoice.objects.filter(company_id=company_id, period=period, decision=Decision.OPEN, booked_voucher_id=None)
    return (rows.exclude(verdict=VerdictState.COMPLIANT) | rows.filter(doubtful_fields__gt=0)).order_by("pk")
