"""XML that travels inside a PDF: attachments (rai_issuer_*.xml of railway e-tickets), `hidexml` of fiscal bills.

Rule kept: both are data of strangers and go through the same limits as files of their own.
"""

from __future__ import annotations

import base64
import ctypes
import zlib

import pypdfium2 as pdfium
from pypdfium2 import raw

from invoices.domain.fapiao import Medium
from invoices.readers.draft import Draft
from invoices.readers.errors import Unreadable
from invoices.readers.limits import LIMITS, Limits
from invoices.readers.safe_xml import parse_xml
from invoices.readers.xml import drafts_of

_MAX_ATTACHMENTS = 20
_HIDDEN_KEYS = ("hidexml", "HideXml", "hideXml")


def embedded_drafts(document: pdfium.PdfDocument, limits: Limits = LIMITS) -> list[Draft]:
    """Invoices found in attachments or hidden XML; foreign attachments are passed over."""
    found: list[Draft] = []
    for data in (*_attachments(document, limits), *_hidden(document, limits)):
        if data.lstrip(b"\xef\xbb\xbf \r\n\t\x00")[:1] != b"<":
            continue
        try:
            found += drafts_of(parse_xml(data, limits), Medium.PDF)
        except Unreadable as problem:
            if problem.code != "damaged":
                raise
    return found


def _attachments(document: pdfium.PdfDocument, limits: Limits) -> list[bytes]:
    data = []
    for index in range(min(document.count_attachments(), _MAX_ATTACHMENTS)):
        try:
            content = bytes(document.get_attachment(index).get_data())
        except pdfium.PdfiumError:
            continue
        if len(content) <= limits.xml_bytes:
            data.append(content)
    return data


def _hidden(document: pdfium.PdfDocument, limits: Limits) -> list[bytes]:
    """Base64 of gzip in the document information dictionary."""
    found = []
    for key in _HIDDEN_KEYS:
        packed = _info(document, key)
        if packed:
            try:
                found.append(_gunzip(base64.b64decode(packed), limits))
            except (ValueError, zlib.error):
                continue
    return found


def _info(document: pdfium.PdfDocument, key: str) -> str:
    name = key.encode()
    length = raw.FPDF_GetMetaText(document.raw, name, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDF_GetMetaText(document.raw, name, buffer, length)
    return buffer.raw[: length - 2].decode("utf-16-le", "ignore")


def _gunzip(data: bytes, limits: Limits) -> bytes:
    unpacker = zlib.decompressobj(47)
    content = unpacker.decompress(data, limits.xml_bytes + 1)
    if len(content) > limits.xml_bytes:
        raise Unreadable("zip_bomb", "hidden XML")
    return content
