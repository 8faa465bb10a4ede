"""Pages as pictures: for the review screen, and for OCR where it is asked for.

Rule kept: the picture has the orientation in which the boxes of the fields were measured, as far as the file tells.
"""

from __future__ import annotations

import io
import math
from itertools import islice
from pathlib import Path

from PIL import Image

from invoices.domain.fapiao import Medium
from invoices.readers.assemble import assemble
from invoices.readers.draft import Draft
from invoices.readers.errors import Unreadable
from invoices.readers.files import load
from invoices.readers.image import frames
from invoices.readers.limits import LIMITS, Limits
from invoices.readers.ocr.orientation import turned
from invoices.readers.ocr.page import PageOcr
from invoices.readers.ocr.protocol import Image as Pixels
from invoices.readers.ofd.render import render_pages
from invoices.readers.pages import ocr_readings
from invoices.readers.pdf.render import OCR_DPI, picture
from invoices.readers.sniff import Format, sniff

SCREEN_DPI = 150


def page_image(
    path: Path, page: int = 1, *, dpi: float = SCREEN_DPI, turn: int = 0, skew: float = 0.0, limits: Limits = LIMITS
) -> bytes:
    """PNG of one page, counted from 1.

    `turn` (quarters as `numpy.rot90` counts) and `skew` (radians) are `page_turn` and `page_skew` of an invoice's
    `extra`; with them the picture stands as its boxes were measured. Raises `Unreadable`: no_such_page, unsupported
    and whatever reading raises.
    """
    data = load(path, limits)
    shown = Image.fromarray(turned(_pixels(data, page, dpi, limits), turn % 4))
    if skew:
        shown = shown.rotate(-math.degrees(skew), Image.Resampling.BICUBIC, fillcolor="white")
    buffer = io.BytesIO()
    shown.save(buffer, "PNG", compress_level=3)
    return buffer.getvalue()


def _pixels(data: bytes, page: int, dpi: float, limits: Limits) -> Pixels:
    kind = sniff(data)
    if kind is Format.PDF:
        return picture(data, page, dpi, limits)
    if kind is Format.OFD:
        found = next(islice(render_pages(data, dpi, limits), page - 1, None), None) if page > 0 else None
    elif kind is Format.IMAGE:
        found = next(islice(frames(data, limits), page - 1, None), None) if page > 0 else None
    else:
        raise Unreadable("unsupported", f"no picture of {kind}")
    if found is None:
        raise Unreadable("no_such_page", str(page))
    return found


def ofd_pictures(data: bytes, ocr: PageOcr, limits: Limits = LIMITS) -> list[Draft]:
    """The invoices of an OFD read by OCR from its rendered pages."""
    pages = enumerate(render_pages(data, OCR_DPI, limits), 1)
    return assemble(reading for number, pixels in pages for reading in ocr_readings(pixels, ocr, Medium.OFD, number))
