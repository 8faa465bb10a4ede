"""Reads a PDF page by page: embedded XML, text layer with QR, and OCR for pages that have no usable text.

Rule kept: OCR is the last resort, and a page whose fonts carry no Unicode keeps its readable values and gets only the
unreadable rest from OCR.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pypdfium2 as pdfium

from invoices.domain.fapiao import Kind, Medium, Method
from invoices.domain.numbers import VAT_INVOICES
from invoices.readers.assemble import assemble
from invoices.readers.draft import Draft
from invoices.readers.errors import Unreadable
from invoices.readers.layers import merged_layers
from invoices.readers.layout.page import PageReading, read_page
from invoices.readers.limits import LIMITS, Limits
from invoices.readers.ocr.page import PageOcr
from invoices.readers.pages import ocr_readings
from invoices.readers.pdf.embedded import embedded_drafts
from invoices.readers.pdf.fonts import places_only
from invoices.readers.pdf.render import PDFIUM_LOCK, open_pdf, picture, qr_of
from invoices.readers.pdf.text import text_page
from invoices.readers.want import EVERYTHING, Want
from invoices.readers.words import TextPage

_ENOUGH_TEXT: Final = 20
_BY_LABEL: Final = 0.75


def read_pdf(
    data: bytes, ocr: PageOcr, *, force_ocr: bool = False, want: Want = EVERYTHING, limits: Limits = LIMITS
) -> list[Draft]:
    """Every invoice in the PDF. Raises `Unreadable`."""
    if force_ocr:
        return assemble(_ocr_pages(data, ocr, limits))
    with PDFIUM_LOCK, places_only():
        document = open_pdf(data, limits)
        try:
            embedded = embedded_drafts(document, limits)
            readings = list(_pages(document, data, ocr, want, limits, structured=bool(embedded)))
        finally:
            document.close()
    return _with_embedded(embedded, assemble(readings))


def _with_embedded(embedded: list[Draft], printed: list[Draft]) -> list[Draft]:
    if len(embedded) == 1 and len(printed) == 1:
        embedded[0].adopt(printed[0])
    return embedded or printed


def _ocr_pages(data: bytes, ocr: PageOcr, limits: Limits) -> Iterator[PageReading]:
    with PDFIUM_LOCK:
        document = open_pdf(data, limits)
        count = len(document)
        document.close()
    if count > limits.ocr_pages:
        raise Unreadable("too_many_pages", f"{count} pages for OCR")
    for number in range(1, count + 1):
        yield from ocr_readings(picture(data, number, limits=limits), ocr, Medium.PDF, number)


def _pages(
    document: pdfium.PdfDocument, data: bytes, ocr: PageOcr, want: Want, limits: Limits, *, structured: bool
) -> Iterator[PageReading]:
    scanned = 0
    for index in range(len(document)):
        page = document[index]
        text = text_page(page, index + 1, boxes=want.boxes)
        if sum(len(word.text) for word in text.words) >= _ENOUGH_TEXT:
            qr = qr_of(page, text, limits) if want.qr else None
            reading = read_page(text, Medium.PDF, qr=qr)
            if not structured and _lacks_labels(reading):
                reading = _repaired(reading, text, data, ocr, limits)
            yield reading
        elif not structured and _has_content(page):
            scanned += 1
            if scanned > limits.ocr_pages:
                raise Unreadable("too_many_pages", f"more than {limits.ocr_pages} scanned pages")
            yield from ocr_readings(picture(data, index + 1, limits=limits), ocr, Medium.PDF, index + 1)
        page.close()


def _has_content(page: pdfium.PdfPage) -> bool:
    return next(iter(page.get_objects(max_depth=1)), None) is not None


def _lacks_labels(reading: PageReading) -> bool:
    """Values were found (a QR, an amount in words) but no party by its label: the labels' fonts carry no Unicode."""
    draft = reading.draft
    by_label = max((draft.confidence.get(name, 0.0) for name in ("seller_name", "buyer_name")), default=0.0)
    an_invoice = draft.kind in VAT_INVOICES or draft.kind is Kind.UNKNOWN
    return an_invoice and by_label < _BY_LABEL and (draft.qr is not None or "amount_in_words" in draft.values)


def _repaired(reading: PageReading, text: TextPage, data: bytes, ocr: PageOcr, limits: Limits) -> PageReading:
    """Labels from OCR, values from the text layer; without an OCR engine the first reading stands."""
    try:
        seen = ocr.words(picture(data, text.number, limits=limits), text.number)
    except Unreadable:
        return reading
    repaired = read_page(merged_layers(text, seen), Medium.PDF, qr=reading.draft.qr)
    repaired.draft.method = Method.TEXT
    repaired.draft.engine = ocr.name
    return repaired
