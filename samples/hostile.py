"""Files a public upload field will meet: damaged, locked, oversized or made to harm. Made on the fly, stored nowhere.

Rule kept: each is harmless until a reader is careless with it; none is larger on disk than a few hundred kilobytes.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import Final

from reportlab.lib.pdfencrypt import StandardEncryption

from samples.layout import digital
from samples.truths import vat
from samples.writers import pdf

_SEED: Final = 20260901


def empty() -> bytes:
    """No bytes at all."""
    return b""


def damaged_pdf() -> bytes:
    """A PDF whose middle is missing, as after an aborted download."""
    whole = _invoice_pdf()
    return whole[: len(whole) // 3]


def encrypted_pdf() -> bytes:
    """A PDF that opens only with a password nobody here knows."""
    lock = StandardEncryption("unknown", ownerPassword="unknown too", strength=128)
    truth = vat.invoice(Random(_SEED))
    return pdf.pdf(digital.layout(truth), encrypt=lock)


def not_a_pdf() -> bytes:
    """Text under the name of a PDF."""
    return "这不是一个PDF文件".encode() * 40


def zip_bomb(*, megabytes: int = 200) -> bytes:
    """A ZIP that unpacks to `megabytes` of zeros."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("big.xml", "w") as entry:
        block = bytes(1 << 20)
        for _ in range(megabytes):
            entry.write(block)
    return buffer.getvalue()


def nested_zip(*, depth: int = 40) -> bytes:
    """A ZIP in a ZIP in a ZIP."""
    content = b"<EInvoice/>"
    for level in range(depth):
        content = _zip({f"level{level}.zip" if level else "invoice.xml": content})
    return content


def crowded_zip(*, entries: int = 20_000) -> bytes:
    """A ZIP with far too many members."""
    return _zip({f"{number}.xml": b"<EInvoice/>" for number in range(entries)})


def traversal_zip() -> bytes:
    """A ZIP whose members want to land outside the folder they are unpacked into."""
    return _zip(
        {"../../escaped.xml": b"<EInvoice/>", "/absolute.xml": b"<EInvoice/>", "..\\windows.xml": b"<EInvoice/>"}
    )


def traversal_ofd() -> bytes:
    """An OFD whose DocRoot points outside the archive."""
    entry = (
        '<?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody>'
        "<ofd:DocRoot>../../../../etc/passwd</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )
    return _zip({"OFD.xml": entry.encode()})


def xxe_xml() -> bytes:
    """An invoice whose seller name is the content of a local file."""
    return (
        b'<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE EInvoice [<!ENTITY stolen SYSTEM "file:///etc/hostname">]>'
        b"<EInvoice><EInvoiceData><SellerInformation><SellerName>&stolen;</SellerName></SellerInformation>"
        b"</EInvoiceData></EInvoice>"
    )


def laughing_xml() -> bytes:
    """Entities that unfold to a billion characters."""
    entities = '<!ENTITY a0 "哈哈哈哈哈哈哈哈哈哈">'
    for level in range(1, 10):
        entities += f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">'
    return f'<?xml version="1.0"?><!DOCTYPE EInvoice [{entities}]><EInvoice>&a9;</EInvoice>'.encode()


def huge_png(*, side: int = 60_000) -> bytes:
    """A PNG header promising `side` × `side` pixels, with almost nothing behind it."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(bytes(1024)))
        + _chunk(b"IEND", b"")
    )


def truncated_jpeg() -> bytes:
    """The first bytes of a photograph."""
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xdb\x00C"


FILES: Final[dict[str, Callable[[], bytes]]] = {
    "empty.pdf": empty,
    "damaged.pdf": damaged_pdf,
    "encrypted.pdf": encrypted_pdf,
    "not_a.pdf": not_a_pdf,
    "bomb.zip": zip_bomb,
    "nested.zip": nested_zip,
    "crowded.zip": crowded_zip,
    "traversal.zip": traversal_zip,
    "traversal.ofd": traversal_ofd,
    "xxe.xml": xxe_xml,
    "laughs.xml": laughing_xml,
    "huge.png": huge_png,
    "truncated.jpg": truncated_jpeg,
}


def _invoice_pdf() -> bytes:
    return pdf.pdf(digital.layout(vat.invoice(Random(_SEED))))


def _zip(members: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)
    return buffer.getvalue()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
