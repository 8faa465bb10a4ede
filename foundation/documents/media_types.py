"""What a file is, by its first bytes. The name a file came under is never believed."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from typing import Final

PDF: Final = "application/pdf"
OFD: Final = "application/ofd"
XML: Final = "application/xml"
ZIP: Final = "application/zip"
EML: Final = "message/rfc822"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS: Final = "application/vnd.ms-excel"
MSG: Final = "application/vnd.ms-outlook"
ARCHIVE: Final = "application/x-other-archive"
TEXT: Final = "text/plain"
UNKNOWN: Final = "application/octet-stream"
IMAGES: Final = frozenset(
    {"image/jpeg", "image/png", "image/webp", "image/tiff", "image/bmp", "image/gif", "image/heic", "image/avif"}
)

_MAGIC: Final = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"II\*\x00|MM\x00\*"), "image/tiff"),
    (re.compile(rb"BM.{12}", re.DOTALL), "image/bmp"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"....ftypavi[fs]", re.DOTALL), "image/avif"),
    (re.compile(rb"....ftyp(?:hei[cxms]|hev[cx]|mif1|msf1)", re.DOTALL), "image/heic"),
    (re.compile(rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c"), ARCHIVE),
)
_MAIL_HEADER: Final = re.compile(
    rb"(?:From|To|Subject|Date|Received|Return-Path|MIME-Version|Message-ID|Delivered-To|X-[\w-]+|DKIM-Signature):",
    re.IGNORECASE,
)
_HEAD: Final = 4096
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OUTLOOK: Final = "__substg1.0_".encode("utf-16-le")
"""The name under which Outlook keeps each property of a mail, in the directory of the compound file."""


def media_type_of(data: bytes) -> str:
    """The media type by content; `UNKNOWN` for bytes nothing recognises."""
    head = data[:_HEAD]
    if head.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(_OLE):
        return MSG if _OUTLOOK in data else XLS
    for pattern, media_type in _MAGIC:
        if pattern.match(head):
            return media_type
    text = head.lstrip(b"\xef\xbb\xbf\xff\xfe\xfe\xff \t\r\n\x00")
    if text.startswith(b"<") and not re.match(rb"<!doctype html|<html", text, re.IGNORECASE):
        return XML
    if _MAIL_HEADER.match(text):
        return EML
    return TEXT if _is_text(head) else UNKNOWN


def _zipped(data: bytes) -> str:
    """OFD and XLSX are ZIP files too; a damaged directory leaves it a ZIP, which the unpacker then refuses."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.lstrip("/") for name in archive.namelist()[:200]}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ZIP
    if any(name == "OFD.xml" or name.endswith("/OFD.xml") for name in names):
        return OFD
    return XLSX if "xl/workbook.xml" in names else ZIP


def _is_text(head: bytes) -> bool:
    if not head or b"\x00" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            codecs.getincrementaldecoder(encoding)().decode(head)  # a character cut at the end of the head is no fault
        except UnicodeDecodeError:
            continue
        return True
    return False
