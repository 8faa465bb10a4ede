"""One page image through OCR and QR to a reading: shared by scans in PDF, photos and forced OCR.

Rule kept: a page is recognised once; only where a red seal may hide the amount is it recognised a second time with
the red taken out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from invoices.domain.fapiao import Kind, Medium
from invoices.domain.numbers import VAT_INVOICES, QrPayload
from invoices.readers.layers import added
from invoices.readers.layout.gaps import Gaps, gaps_of
from invoices.readers.layout.page import PageReading, read_page
from invoices.readers.layout.pasted import receipts
from invoices.readers.layout.sheet import Sheet
from invoices.readers.layout.tickets.slip_gaps import slip_gaps
from invoices.readers.ocr.cells import read_cells
from invoices.readers.ocr.page import PageOcr, UprightPage, text_page
from invoices.readers.ocr.protocol import Image
from invoices.readers.qr_code import find_qr
from invoices.readers.words import TextPage

_ROLLS: Final = frozenset({Kind.SHOP_RECEIPT, Kind.MACHINE_PRINTED})
_RED: Final = 60
_BRIGHT: Final = 140
_SEALED: Final = 0.001
_UNSURE: Final = 0.5


def ocr_readings(image: Image, ocr: PageOcr, medium: Medium, number: int) -> list[PageReading]:
    """Recognises a page image and reads it like any other page; notes how it was turned, for drawing boxes.

    One reading, or one for each receipt pasted on the page.
    """
    seen = ocr.upright(image, number)
    qr = find_qr(seen.image) or (find_qr(image) if seen.quarters else None)
    readings = _pasted(seen, medium, qr) or [_single(seen, ocr, medium, qr)]
    for reading in readings:
        reading.draft.engine = ocr.name
        reading.draft.note(page_turn=str(seen.quarters), page_skew=f"{seen.slope:.5f}")
    return readings


def _pasted(seen: UprightPage, medium: Medium, qr: QrPayload | None) -> list[PageReading]:
    """The receipts pasted on the page; a QR belongs to the one that prints its number."""
    drafts = receipts(seen.page, lambda part: read_page(part, medium).draft)
    for draft in drafts:
        if qr and draft.values.get("invoice_number") == qr.invoice_number:
            draft.qr = qr
    return [PageReading(draft) for draft in drafts]


def _single(seen: UprightPage, ocr: PageOcr, medium: Medium, qr: QrPayload | None) -> PageReading:
    reading = read_page(seen.page, medium, qr=qr)
    if reading.draft.lines or reading.draft.kind in VAT_INVOICES:
        whole = _completed(seen, ocr, reading.draft.kind)
        reading = reading if whole is seen else read_page(whole.page, medium, qr=qr)
        seen = whole
    if _amount_is_hidden(reading) and _is_sealed(seen.image):
        reading = read_page(_without_seal(seen, ocr), medium, qr=qr)
    return reading


def _completed(seen: UprightPage, ocr: PageOcr, kind: Kind) -> UprightPage:
    """The page with the cells of its table or the rows of its slip that detection passed over."""
    sheet = Sheet.of(seen.page)
    gaps = Gaps(slip_gaps(sheet), ()) if kind in _ROLLS else gaps_of(sheet)
    new = read_cells(ocr.engine, seen, gaps.cells) if gaps.cells else []
    if not new:
        return seen
    kept = [word for word in seen.page.words if word not in gaps.over_rows]
    return replace(seen, page=replace(seen.page, words=(*kept, *new)))


def _amount_is_hidden(reading: PageReading) -> bool:
    draft = reading.draft
    missing = draft.confidence.get("gross_amount", 0.0) < _UNSURE
    return missing and draft.kind is not Kind.UNKNOWN and not reading.sales_list


def _is_sealed(image: Image) -> bool:
    """Whether a noticeable part of the page is red ink."""
    sample = image[::4, ::4].astype(np.int16)
    red = sample[..., 0] - np.maximum(sample[..., 1], sample[..., 2]) > _RED
    return bool(red.mean() > _SEALED)


def _without_seal(seen: UprightPage, ocr: PageOcr) -> TextPage:
    """The page with what shows besides when red ink is taken for paper; dark print under a seal stays dark."""
    red, other = seen.image[..., 0], seen.image[..., 1:].max(axis=2)
    ink = (red > _BRIGHT) & (red.astype(np.int16) - other > _RED)
    grey = np.where(ink, np.uint8(255), red)
    words = ocr.engine.recognise(np.repeat(grey[..., None], 3, axis=2))
    clear, _ = text_page(words, grey.shape[1], grey.shape[0], seen.page.number, turn=seen.slope)
    return added(seen.page, clear)
