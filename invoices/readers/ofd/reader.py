"""Reads an OFD: attached XML, then tags, then DocInfo, then the text of the pages; each fills what is still missing.

Rule kept: the most structured source wins, and the page text gives every field its place.
"""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, UnidentifiedImageError

from invoices.domain.fapiao import Kind, Medium
from invoices.domain.numbers import VAT_INVOICES, QrPayload
from invoices.readers.assemble import assemble
from invoices.readers.draft import Draft
from invoices.readers.layout.page import PageReading, read_page
from invoices.readers.limits import LIMITS, Limits
from invoices.readers.ofd.package import OfdPackage
from invoices.readers.ofd.tags import read_custom_data, read_tags
from invoices.readers.ofd.text import OfdText, read_text
from invoices.readers.qr_code import find_qr
from invoices.readers.want import EVERYTHING, Want
from invoices.readers.xml import drafts_of

_MAX_IMAGES = 12
_MAX_IMAGE_BYTES = 4 * 2**20


def read_ofd(data: bytes, want: Want = EVERYTHING, limits: Limits = LIMITS) -> list[Draft]:
    """Every invoice in the package. Raises `Unreadable`."""
    package = OfdPackage(data, limits)
    attached = [draft for root in package.attachments() for draft in drafts_of(root, Medium.OFD)]
    text = read_text(package, boxes=want.boxes)
    qr = find_qr_in(package) if want.qr else None
    printed = assemble(_page_readings(text, qr))
    if len(attached) > 1:
        return attached
    structured = attached + _other_structured(package, text)
    found = _merged(structured, printed)
    for draft in found:
        draft.has_seal = True if package.is_signed else None
    return found


def _page_readings(text: OfdText, qr: QrPayload | None) -> list[PageReading]:
    return [read_page(page, Medium.OFD, qr=qr if page.number == 1 else None) for page in text.pages]


def _other_structured(package: OfdPackage, text: OfdText) -> list[Draft]:
    found = [read_tags(tree, text.objects) for root in package.roots for tree in package.tags(root)]
    found.append(read_custom_data(package.custom_data))
    return [draft for draft in found if draft is not None]


def _merged(structured: list[Draft], printed: list[Draft]) -> list[Draft]:
    """One invoice from all sources; further invoices printed on later pages stay as they are."""
    if not structured:
        return printed
    first, *others = structured
    for other in others:
        first.adopt(other)
    if printed:
        _take_kind(first, printed[0])
        first.adopt(printed[0])
    if not first.values.keys() & {"invoice_number", "gross_amount", "net_amount"}:
        return printed
    return [first, *printed[1:]]


def _take_kind(draft: Draft, printed: Draft) -> None:
    """The printed title is surer than a kind guessed from an invoice code, within the family of VAT invoices."""
    if draft.kind is Kind.UNKNOWN or (draft.kind in VAT_INVOICES and printed.kind in VAT_INVOICES):
        draft.kind = printed.kind


def find_qr_in(package: OfdPackage) -> QrPayload | None:
    """The QR among the package's pictures."""
    names = [name for name in package.zip.names if name.lower().endswith((".png", ".jpg", ".jpeg", ".bmp", ".gif"))]
    for name in names[:_MAX_IMAGES]:
        data = package.zip.read(name)
        if len(data) <= _MAX_IMAGE_BYTES and (payload := _qr_of(data)):
            return payload
    return None


def _qr_of(data: bytes) -> QrPayload | None:
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > 4_000_000:
                return None
            flat = Image.new("L", (image.width + 40, image.height + 40), 255)
            shown = image.convert("RGBA")
            flat.paste(shown.convert("L"), (20, 20), shown.getchannel("A"))
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    return find_qr(np.asarray(flat))
