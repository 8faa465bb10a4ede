"""Pages of a PDF as pictures: for OCR, for the review screen, and the corner in which the QR stands.

Rule kept: PDFium keeps global state and is not safe for threads, so everything happens under one lock.
"""

from __future__ import annotations

import math
import threading
from typing import Any, Final

import numpy as np
import pypdfium2 as pdfium

from invoices.domain.fapiao import Kind
from invoices.domain.numbers import VAT_INVOICES, QrPayload
from invoices.readers.errors import Unreadable
from invoices.readers.layout.kinds import is_sales_list, kind_of_page
from invoices.readers.limits import LIMITS, Limits
from invoices.readers.pdf.fonts import machine_fonts
from invoices.readers.pdf.qr_image import qr_among_images
from invoices.readers.qr_code import find_qr
from invoices.readers.words import TextPage

PDFIUM_LOCK: Final = threading.RLock()
OCR_DPI: Final = 200
_QR_DPI: Final = 150
# where the QR stands, as ratios of width and height of the page: on most invoices, on nearly all
CORNERS: Final = ((0.17, 0.24), (0.3, 0.4))
# the near corner is drawn coarser: what is not read there is looked at again
_CORNER_DPI: Final = {CORNERS[0]: 120, CORNERS[1]: _QR_DPI}
_QR_KINDS: Final = VAT_INVOICES | {
    Kind.UNKNOWN,
    Kind.AIR_ITINERARY,
    Kind.RAIL_TICKET,
    Kind.FISCAL_RECEIPT,
    Kind.MOTOR_VEHICLE,
}

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


def picture(data: bytes, number: int, dpi: float = OCR_DPI, limits: Limits = LIMITS) -> Image:
    """A page (counted from 1) as RGB, as the machine shows it. Raises `Unreadable`: no_such_page, damaged."""
    with PDFIUM_LOCK, machine_fonts():
        document = open_pdf(data, limits)
        try:
            if not 1 <= number <= len(document):
                raise Unreadable("no_such_page", str(number))
            return _rgb(document[number - 1], dpi, limits)
        finally:
            document.close()


def _rgb(page: pdfium.PdfPage, dpi: float, limits: Limits = LIMITS) -> Image:
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


def qr_of(page: pdfium.PdfPage, text: TextPage, limits: Limits = LIMITS) -> QrPayload | None:
    """Pictures of their own first, then the upper left corner as drawn; the whole page once, where neither has one and
    the kind of receipt has."""
    if found := qr_among_images(page):
        return found
    for share in CORNERS:
        if found := find_qr(corner(page, share, limits), drawn=True):
            return found
    return find_qr(_grey(page, _scale(page, _QR_DPI, limits))) if _has_qr(text) else None


def corner(page: pdfium.PdfPage, share: tuple[float, float], limits: Limits = LIMITS) -> Image:
    """The upper left part of a page as grey pixels."""
    width, height = page.get_size()
    outside = (0, height * (1 - share[1]), width * (1 - share[0]), 0)
    return _grey(page, _scale(page, _CORNER_DPI[share], limits), outside)


def _grey(page: pdfium.PdfPage, scale: float, crop: tuple[float, float, float, float] = (0, 0, 0, 0)) -> Image:
    pixels: Image = page.render(scale=scale, grayscale=True, crop=crop, may_draw_forms=False).to_numpy()
    return pixels[..., 0] if pixels.ndim == 3 else pixels


def _has_qr(text: TextPage) -> bool:
    printed = "\n".join([found.norm.replace(" ", "") for found in text.words])
    return kind_of_page(printed) in _QR_KINDS and not is_sales_list(printed)
