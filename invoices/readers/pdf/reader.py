"""Reads a PDF page by page: embedded XML, text layer with QR, and OCR for pages that have no usable text.

Rule kept: OCR is the last resort, and a page whose fonts carry no Unicode keeps its readable values and gets only the
unreadable rest from OCR.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pypdfium2 as pdfium

from invoices.domain.fapiao import Kind, Medium, Method
from invoices.domain.numbers import VAT_INVOICES, QrPayload
from invoices.readers.assemble import assemble
from invoices.readers.draft import Draft
from invoices.readers.errors import Unreadable
from invoices.readers.layers import merged_layers
from invoices.readers.layout.page import PageReading, read_page
from invoices.readers.limits import LIMITS, Limits
from invoices.readers.ocr.page import PageOcr
from invoices.readers.pages import ocr_reading
from invoices.readers.pdf.embedded import embedded_drafts
from invoices.readers.pdf.text import text_page
from invoices.readers.qr_code import find_qr

OCR_DPI: Final = 200
_QR_DPI: Final = 150
_ENOUGH_TEXT: Final = 20
_BY_LABEL: Final = 0.75
_QR_KINDS: Final = VAT_INVOICES | {
    Kind.UNKNOWN,
    Kind.AIR_ITINERARY,
    Kind.RAIL_TICKET,
    Kind.FISCAL_RECEIPT,
    Kind.MOTOR_VEHICLE,
}
# PDFium keeps global state and is not safe for threads
PDFIUM_LOCK: Final = threading.RLock()

Image = np.ndarray[Any, np.dtype[np.uint8]]


def open_pdf(data: bytes, limits: Limits = LIMITS) -> pdfium.PdfDocument:
    """The document. Raises `Unreadable`: encrypted, damaged, too_many_pages."""
    try:
        document = pdfium.PdfDocument(data)
        pages = len(document)
    except pdfium.PdfiumError as error:
        code = "encrypted" if "password" in str(error).lower() or "security" in str(error).lower() else "damaged"
        raise Unreadable(code, str(error)) from error
    if pages == 0:
        raise Unreadable("damaged", "no pages")
    if pages > limits.pages:
        raise Unreadable("too_many_pages", str(pages))
    return document


def read_pdf(data: bytes, ocr: PageOcr, *, force_ocr: bool = False, limits: Limits = LIMITS) -> list[Draft]:
    """Every invoice in the PDF. Raises `Unreadable`."""
    with PDFIUM_LOCK:
        document = open_pdf(data, limits)
        try:
            if force_ocr:
                return assemble(_ocr_pages(document, ocr, limits))
            embedded = embedded_drafts(document, limits)
            readings = list(_pages(document, ocr, limits, structured=bool(embedded)))
        finally:
            document.close()
    return _with_embedded(embedded, assemble(readings))


def _with_embedded(embedded: list[Draft], printed: list[Draft]) -> list[Draft]:
    if len(embedded) == 1 and len(printed) == 1:
        embedded[0].adopt(printed[0])
    return embedded or printed


def _ocr_pages(document: pdfium.PdfDocument, ocr: PageOcr, limits: Limits) -> Iterator[PageReading]:
    if len(document) > limits.ocr_pages:
        raise Unreadable("too_many_pages", f"{len(document)} pages for OCR")
    for index in range(len(document)):
        yield ocr_reading(render(document[index], OCR_DPI, limits), ocr, Medium.PDF, index + 1)


def _pages(document: pdfium.PdfDocument, ocr: PageOcr, limits: Limits, *, structured: bool) -> Iterator[PageReading]:
    scanned = 0
    for index in range(len(document)):
        page = document[index]
        text = text_page(page, index + 1)
        if sum(len(word.text) for word in text.words) >= _ENOUGH_TEXT:
            qr = _qr_of(page, limits)
            reading = read_page(text, Medium.PDF, qr=qr)
            yield (
                reading if structured or not _lacks_labels(reading) else _repaired(page, text, ocr, qr, limits, reading)
            )
        elif not structured and _has_content(page):
            scanned += 1
            if scanned > limits.ocr_pages:
                raise Unreadable("too_many_pages", f"more than {limits.ocr_pages} scanned pages")
            yield ocr_reading(render(page, OCR_DPI, limits), ocr, Medium.PDF, index + 1)
        page.close()


def _has_content(page: pdfium.PdfPage) -> bool:
    return next(iter(page.get_objects(max_depth=1)), None) is not None


def _lacks_labels(reading: PageReading) -> bool:
    """Values were found (a QR, an amount in words) but no party by its label: the labels' fonts carry no Unicode."""
    draft = reading.draft
    by_label = max((draft.confidence.get(name, 0.0) for name in ("seller_name", "buyer_name")), default=0.0)
    an_invoice = draft.kind in VAT_INVOICES or draft.kind is Kind.UNKNOWN
    return an_invoice and by_label < _BY_LABEL and (draft.qr is not None or "amount_in_words" in draft.values)


def _repaired(
    page: pdfium.PdfPage, text: Any, ocr: PageOcr, qr: QrPayload | None, limits: Limits, reading: PageReading
) -> PageReading:
    """Labels from OCR, values from the text layer; without an OCR engine the first reading stands."""
    try:
        seen = ocr.words(render(page, OCR_DPI, limits), text.number)
    except Unreadable:
        return reading
    repaired = read_page(merged_layers(text, seen), Medium.PDF, qr=qr)
    repaired.draft.method = Method.TEXT
    repaired.draft.engine = ocr.name
    return repaired


def _qr_of(page: pdfium.PdfPage, limits: Limits) -> QrPayload | None:
    """The upper left corner first; the whole page once when the corner has none."""
    width, height = page.get_size()
    scale = _scale(page, _QR_DPI, limits)
    corner = page.render(scale=scale, grayscale=True, crop=(0, height * 0.6, width * 0.7, 0), may_draw_forms=False)
    found = find_qr(corner.to_numpy()[..., 0] if corner.to_numpy().ndim == 3 else corner.to_numpy())
    if found:
        return found
    whole = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_numpy()
    return find_qr(whole[..., 0] if whole.ndim == 3 else whole)


def render(page: pdfium.PdfPage, dpi: float, limits: Limits = LIMITS) -> Image:
    """The page as RGB, not larger than the pixel limit."""
    bitmap = page.render(scale=_scale(page, dpi, limits), rev_byteorder=True)
    return np.ascontiguousarray(bitmap.to_numpy()[..., :3])


def _scale(page: pdfium.PdfPage, dpi: float, limits: Limits) -> float:
    """Points to pixels: receipts printed on huge pages are rendered as if they were A4."""
    width, height = page.get_size()
    longest = max(width, height, 1.0)
    scale = min(dpi / 72, 14.0 * dpi / longest)
    most = math.sqrt(min(limits.pixels, 40_000_000) / max(width * height, 1.0))
    return float(min(scale, most))
