"""Do the pages of a PDF look and read otherwise after something was added behind a signature?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from invoices.readers.errors import Unreadable
from invoices.readers.pdf.render import PDFIUM_LOCK, open_pdf

MOST_PAGES: Final = 20
_SCALE: Final = 0.75


def pages_differ(before: bytes, after: bytes) -> bool:
    """Whether text or drawing of any page changed; notes laid over a page are left out. Unreadable means changed."""
    try:
        with PDFIUM_LOCK:
            return list(_pages(before)) != list(_pages(after))
    except Unreadable:
        return True


def _pages(data: bytes) -> Iterator[tuple[str, bytes]]:
    document = open_pdf(data)
    try:
        if len(document) > MOST_PAGES:
            raise Unreadable("too_many_pages", str(len(document)))
        for page in document:
            text = page.get_textpage().get_text_bounded()
            width, height = page.get_size()
            scale = min(_SCALE, 2_000 / max(width, height, 1.0))
            bitmap = page.render(scale=scale, grayscale=True, draw_annots=False, may_draw_forms=False)
            yield text, bitmap.to_numpy().tobytes()
    finally:
        document.close()
