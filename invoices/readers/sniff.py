"""What a file is, by its first bytes; names and extensions are not believed.

Rule kept: portals send ZIPs called .xml and OFDs called .zip, so only content decides.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from invoices.readers.errors import Unreadable
from invoices.readers.safe_zip import SafeZip


class Format(StrEnum):
    """Formats the readers tell apart."""

    PDF = "pdf"
    OFD = "ofd"
    XML = "xml"
    IMAGE = "image"
    ZIP = "zip"
    EML = "eml"


_IMAGES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*", b"GIF87a", b"GIF89a", b"BM")
_HEIF: Final = re.compile(rb"^....ftyp(?:hei[cxms]|hev[cx]|mif1|msf1|avif)", re.DOTALL)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OUTLOOK: Final = "__substg1.0_".encode("utf-16-le")
_ARCHIVES: Final = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
_MAIL: Final = re.compile(
    rb"\A(?:From |(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){0,60}?"
    rb"(?:MIME-Version|Received|Return-Path|From|Subject|Content-Type|Message-ID):)",
    re.IGNORECASE,
)


def sniff(data: bytes) -> Format:
    """The format of the bytes. Raises `Unreadable`: empty_file, unsupported, and those of formats nobody reads."""
    if data.startswith((b"<", b"%PDF-")):
        return Format.XML if data.startswith(b"<") else Format.PDF
    head = data[:4096].lstrip(b"\xef\xbb\xbf\x00 \t\r\n")
    if not head:
        raise Unreadable("empty_file")
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _package(data)
    if _is_image(data):
        return Format.IMAGE
    if head.startswith(b"<") or _is_utf16_xml(data):
        return Format.XML
    if _MAIL.match(head):
        return Format.EML
    # readers of PDF take a header anywhere in the first kilobyte, so this comes last
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    raise Unreadable(_known_but_unread(data))


def _known_but_unread(data: bytes) -> str:
    """The code of a format people do send and nobody here reads."""
    if data.startswith(_OLE):
        return "outlook_message" if _OUTLOOK in data else "office_document"
    return "other_archive" if data.startswith(_ARCHIVES) else "unsupported"


def _is_image(data: bytes) -> bool:
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return webp or data.startswith(_IMAGES) or bool(_HEIF.match(data[:32]))


def _is_utf16_xml(data: bytes) -> bool:
    return data[:4] in (b"\xff\xfe<\x00", b"\xfe\xff\x00<", b"<\x00?\x00", b"\x00<\x00?")


def _package(data: bytes) -> Format:
    """OFD when the package has an OFD.xml at its root, a plain ZIP otherwise."""
    names = SafeZip(data).names
    if any(name.lower() == "ofd.xml" for name in names):
        return Format.OFD
    if any(name in ("[Content_Types].xml", "mimetype") for name in names):
        raise Unreadable("office_document")
    return Format.ZIP
