"""What reading is measured against: the bare libraries, doing the least that could be called reading.

Rule kept: a rival gets the same bytes and does nothing that the product would not have to do as well.
"""

from __future__ import annotations

import io
import logging

import pdfplumber
import pypdfium2 as pdfium
import zxingcpp
from lxml import etree

from invoices.readers.qr_code import Image

_QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
logging.getLogger("pdfminer").setLevel(logging.ERROR)


def pdfium_text(data: bytes) -> int:
    """Characters of the text of every page, and nothing else."""
    document = pdfium.PdfDocument(data)
    count = 0
    for index in range(len(document)):
        page = document[index]
        text = page.get_textpage()
        count += len(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return count


def pdfplumber_text(data: bytes) -> int:
    """The same by pdfplumber."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        return sum(len(page.extract_text() or "") for page in document.pages)


def pdfplumber_fields(data: bytes) -> int:
    """What fields and lines of goods take by pdfplumber: words with their places, and the ruled table."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        return sum(len(page.extract_words()) + len(page.extract_tables()) for page in document.pages)


def lxml_parse(data: bytes) -> object:
    """An element tree."""
    return etree.fromstring(data)


def zxing(image: Image) -> object:
    """A call that looks for QR codes with the defaults of the library."""
    return zxingcpp.read_barcodes(image, formats=_QR)
