"""Files to measure reading on: fictional ones of every digital kind, and the real ones where REAL_DOCUMENTS names them.

Rule kept: a PDF whose pages need OCR is no text PDF and is left out of the measurements of text PDFs.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Final

import pypdfium2 as pdfium

from invoices.readers import read_bytes
from samples.kinds import generate

TEXT_PDFS: Final = [
    "digital_pdf", "scattered_pdf", "red_letter_pdf", "discount_pdf", "long_pdf", "exempt_pdf", "travel_service_pdf",
    "vat_pdf", "sales_list_pdf", "blockchain_pdf", "rail_pdf", "air_pdf", "fiscal_pdf", "bank_slip_pdf",
]  # fmt: skip
XMLS: Final = ["digital_xml", "red_letter_xml", "rail_xml", "air_xml"]
OFDS: Final = ["digital_ofd", "long_ofd", "vat_ofd", "vat_ofd_xbrl"]
_SEED: Final = 20_260_901

Files = list[tuple[str, bytes]]


@cache
def fictional(kinds: tuple[str, ...], each: int = 2) -> Files:
    """Samples of the kinds in turn, as name and bytes."""
    return [(made.name, made.content) for made in generate(_SEED, each * len(kinds), kinds=list(kinds))]


@cache
def real(kind: str) -> Files:
    """The real documents of one kind (pdf, ofd, xml); none where REAL_DOCUMENTS is not set."""
    named = os.environ.get("REAL_DOCUMENTS")
    folder = Path(named) if named else None
    if folder is None:
        return []
    folder = folder / "documents" / kind if (folder / "documents").is_dir() else folder / kind
    return [(file.name, file.read_bytes()) for file in sorted(folder.iterdir())] if folder.is_dir() else []


def with_text(files: Files) -> Files:
    """Those whose fields come without an OCR engine."""
    return [(name, data) for name, data in files if all(not one.engine for one in read_bytes(data).fapiaos)]


def rendered(data: bytes, dpi: int = 200) -> bytes:
    """The first page of a PDF as PNG."""
    import io

    document = pdfium.PdfDocument(data)
    try:
        buffer = io.BytesIO()
        document[0].render(scale=dpi / 72).to_pil().save(buffer, "PNG")
        return buffer.getvalue()
    finally:
        document.close()
