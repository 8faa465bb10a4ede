"""From a received file to invoices as values: one reader per medium, one field extractor over positioned text.

    read_file(path)            invoices of one file, or one reason why there are none
    read_bytes(data)           the same for bytes in memory
    iter_container(path)       documents inside a ZIP or a mail
    page_image(path, page)     a page as PNG, for the review screen

Rule kept: no Django here, no network, nothing written to disk.
"""

from __future__ import annotations

from invoices.readers.containers import iter_container
from invoices.readers.errors import ReadError, Unreadable
from invoices.readers.limits import LIMITS, Limits
from invoices.readers.ocr.factory import ocr_health
from invoices.readers.pictures import page_image
from invoices.readers.reading import ReadResult, read_bytes, read_file
from invoices.readers.want import Want

__all__ = [
    "LIMITS",
    "Limits",
    "ReadError",
    "ReadResult",
    "Unreadable",
    "Want",
    "iter_container",
    "ocr_health",
    "page_image",
    "read_bytes",
    "read_file",
]
