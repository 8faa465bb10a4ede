"""Documents attached to a PDF: portfolios, and mails printed to PDF with what was attached to them.

Rule kept: an attachment is a file of a stranger like any other; XML that belongs to the page is read by `embedded`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pypdfium2 as pdfium

from invoices.readers.errors import Unreadable
from invoices.readers.limits import LIMITS, Limits
from invoices.readers.pdf.render import PDFIUM_LOCK, open_pdf
from invoices.readers.sniff import Format, sniff

_DOCUMENTS: Final = frozenset({Format.PDF, Format.OFD, Format.IMAGE, Format.ZIP, Format.EML})


def holds_documents(data: bytes, limits: Limits = LIMITS) -> bool:
    """Whether something attached could be a receipt of its own."""
    return next(attached_documents(data, limits), None) is not None


def attached_documents(data: bytes, limits: Limits = LIMITS) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each attached document. Raises `Unreadable` as `open_pdf`."""
    with PDFIUM_LOCK:
        document = open_pdf(data, limits)
        try:
            for index in range(min(document.count_attachments(), limits.zip_members)):
                try:
                    attachment = document.get_attachment(index)
                    name, content = attachment.get_name(), bytes(attachment.get_data())
                except pdfium.PdfiumError:
                    continue
                if _is_document(content):
                    yield name, content
        finally:
            document.close()


def _is_document(content: bytes) -> bool:
    try:
        return sniff(content) in _DOCUMENTS
    except Unreadable:
        return False
