"""Mails (.eml): attachments, pictures in the text, mails inside mails. Nothing a mail links to is fetched.

Rule kept: names are labels; those written against the standard (raw GBK bytes) are read all the same.
"""

from __future__ import annotations

import email
import email.policy
import io
import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import PurePosixPath
from typing import Final

from PIL import Image, UnidentifiedImageError

from invoices.readers.errors import Unreadable

_TEXTS: Final = ("text/plain", "text/html")
_SMALLEST_RECEIPT: Final = 120
"""Pixels of the shorter side below which a picture in the text of a mail is a logo, not a receipt."""

_RAW_NAME: Final = re.compile(rb"(?:file)?name\s*=\s*\"?([^\";]+)", re.IGNORECASE)


def mail_parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of everything attached, in order. Raises `Unreadable` (damaged)."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage):
        raise Unreadable("damaged", "mail")
    for number, part in enumerate(message.walk(), 1):
        name = _name(part)
        if part.is_multipart() or (part.get_content_type() in _TEXTS and not name):
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and not (_is_in_text(part) and _is_ornament(content)):
            yield name or f"part-{number}", content


def _name(part: EmailMessage) -> str:
    """The last part of the file name; "" where there is none."""
    try:
        name = part.get_filename() or ""
    except (LookupError, ValueError, IndexError):  # charsets nobody knows, headers nobody can parse
        name = "\ufffd"
    if "\ufffd" in name:
        name = _as_written(part) or name
    return PurePosixPath(name.replace("\\", "/")).name


def _as_written(part: EmailMessage) -> str:
    """The name from the bytes of the header, which some programs write in GBK as they are."""
    headers = {key.lower(): value for key, value in part.raw_items()}
    for key in ("content-disposition", "content-type"):
        found = _RAW_NAME.search(str(headers.get(key, "")).encode("utf-8", "surrogateescape"))
        if found:
            return found[1].decode("gb18030", "replace").strip()
    return ""


def _is_in_text(part: EmailMessage) -> bool:
    return "Content-ID" in part or part.get_content_disposition() == "inline"


def _is_ornament(content: bytes) -> bool:
    """A picture too small to be a receipt: logos and lines of a signature."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            return min(picture.size) < _SMALLEST_RECEIPT
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
