"""One page image through OCR and QR to a reading: shared by scans in PDF, photos and forced OCR.

Rule kept: the QR is looked for on the page as it was turned, then on the page as it came.
"""

from __future__ import annotations

from invoices.domain.fapiao import Medium
from invoices.readers.layout.page import PageReading, read_page
from invoices.readers.ocr.page import PageOcr
from invoices.readers.ocr.protocol import Image
from invoices.readers.qr_code import find_qr


def ocr_reading(image: Image, ocr: PageOcr, medium: Medium, number: int) -> PageReading:
    """Recognises a page image and reads it like any other page; notes how it was turned, for drawing boxes."""
    seen = ocr.upright(image, number)
    reading = read_page(seen.page, medium, qr=find_qr(seen.image) or (find_qr(image) if seen.quarters else None))
    reading.draft.engine = ocr.name
    reading.draft.note(page_turn=str(seen.quarters), page_skew=f"{seen.slope:.5f}")
    return reading
