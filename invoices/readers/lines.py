"""A document that is nothing but lines of text: lines become rows, `|` separates columns.

Rule kept: such a document has no places, so no field of it gets a box.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from invoices.readers.words import TextPage, word

_ROW, _HEIGHT, _COLUMN, _LETTER = 8.0, 4.0, 40.0, 2.0
_WIDTH: Final = 400.0
_LEAST: Final = 35


def line_page(lines: Sequence[str], number: int = 1) -> TextPage:
    """The lines as a page, as high as an invoice at least."""
    words = []
    for row, line in enumerate(lines):
        top = row * _ROW
        for column, cell in enumerate(line.split("|")):
            left = column * _COLUMN
            words.append(word(cell, (left, top, left + _LETTER * len(cell), top + _HEIGHT)))
    height = _ROW * max(len(lines), _LEAST)
    return TextPage(tuple(found for found in words if found), _WIDTH, height, number, boxes=False)
