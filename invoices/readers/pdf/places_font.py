"""A font of rectangles that stands in for every font a PDF names but does not carry.

Text is read from its places, and places need only the widths of characters: a wide one for Chinese, a narrow one for
the rest. Looking for the named fonts on the machine costs more than all the reading (a Chinese font has 20 MB), and
without any, PDFium drops texts of a single character, so that a reading would depend on what is installed.

Format: TrueType as in the OpenType specification 1.9, with the least tables FreeType takes, and one `cmap` of format
13, which gives whole ranges of characters the same glyph.
"""

from __future__ import annotations

import struct
from itertools import accumulate
from typing import Final

_UNITS, _ASCENT, _DESCENT = 1000, 880, -120
_WIDE, _NARROW = 1000, 500
_NARROW_UNTIL, _LAST = 0x2000, 0x2FFFF


def build() -> bytes:
    """The font as a file."""
    # glyph 0 means that a character is missing, so the narrow one is there twice
    widths = (_NARROW, _NARROW, _WIDE)
    glyphs = [_rectangle(width) for width in widths]
    offsets = accumulate(map(len, glyphs), initial=0)
    tables = {
        b"cmap": _character_map(),
        b"glyf": b"".join(glyphs),
        b"head": struct.pack(
            ">IIIIHHqqhhhhHHhhh",
            0x10000, 0x10000, 0, 0x5F0F3CF5, 3, _UNITS, 0, 0, 0, _DESCENT, _UNITS, _ASCENT, 0, 8, 2, 0, 0,
        ),
        b"hhea": struct.pack(">Ihhh22xhH", 0x10000, _ASCENT, _DESCENT, 0, 0, 3),
        b"hmtx": b"".join(struct.pack(">Hh", width, 0) for width in widths),
        b"loca": struct.pack(">HHHH", *(offset // 2 for offset in offsets)),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 3, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }  # fmt: skip
    return _file(tables)


def _rectangle(width: int) -> bytes:
    """A simple glyph of one contour with four points, as long as an even number of bytes."""
    xs, ys = (0, 0, width, 0), (_DESCENT, _ASCENT - _DESCENT, 0, _DESCENT - _ASCENT)
    outline = struct.pack(">hhhhh", 1, 0, _DESCENT, width, _ASCENT) + struct.pack(">HH", 3, 0) + b"\x01" * 4
    return outline + struct.pack(">4h", *xs) + struct.pack(">4h", *ys)


def _character_map() -> bytes:
    groups = ((0x20, _NARROW_UNTIL - 1, 1), (_NARROW_UNTIL, _LAST, 2))
    table = struct.pack(">HHIII", 13, 0, 16 + 12 * len(groups), 0, len(groups))
    table += b"".join(struct.pack(">III", *group) for group in groups)
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + table


def _file(tables: dict[bytes, bytes]) -> bytes:
    """The directory and the tables; checksums are not looked at by FreeType and left out."""
    place = 12 + 16 * len(tables)
    directory, body = b"", b""
    for tag, table in tables.items():
        directory += struct.pack(">4sIII", tag, 0, place + len(body), len(table))
        body += table + b"\0" * (-len(table) % 4)
    return struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 48) + directory + body


FONT: Final = build()
