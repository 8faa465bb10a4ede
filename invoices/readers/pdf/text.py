"""Characters of a PDF page grouped to words in the order of the content stream.

Rule kept: glyphs belong to one word only when they were drawn one after the other on one line without a gap, so a
seal drawn over the title or a value drawn beside its label never melts into its neighbour.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from itertools import repeat
from typing import Final

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from invoices.readers.lines import line_page
from invoices.readers.runs import Boxes, words_of
from invoices.readers.words import TextPage, Word

# the same function with plain numbers for pointers, and called without a change of threads: either costs more than
# what PDFium does for a character
_box_of: Final = ctypes.cast(
    raw.FPDFText_GetLooseCharBox, ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_LINE_FEED: Final = re.compile(r"[^\r\x00-\x1f]\n")
# fonts without Unicode give codes of this range
_CODES: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def text_page(page: pdfium.PdfPage, number: int, *, boxes: bool = True) -> TextPage:
    """All words of the page, in points from the top left corner of the page as it is shown."""
    width, height = page.get_size()
    source = page.get_textpage()
    try:
        text = _characters(source)
        if _LINE_FEED.search(text) and not _CODES.search(text):
            # a line feed among the glyphs: a whole document drawn as one string, whose places mean nothing
            return line_page(text.splitlines(), number)
        placed = _turned(_boxes(source, text), page)
    finally:
        source.close()
    words = tuple(words_of(text, placed))
    if _is_scattered(words):
        order = _in_lines(text, placed)
        words = _joined_letters(tuple(words_of("".join([text[place] for place in order]), placed[order])))
    return TextPage(words, width, height, number, boxes=boxes)


def _characters(source: pdfium.PdfTextPage) -> str:
    """One character for each place of PDFium's list; asked one by one where its text leaves out or inserts some."""
    count = source.count_chars()
    if count and raw.FPDFText_GetTextIndexFromCharIndex(source.raw, count - 1) == count - 1:
        buffer = ctypes.create_string_buffer(4 * count + 4)
        raw.FPDFText_GetText(source.raw, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
        text = buffer.raw[: 2 * count].decode("utf-16-le", "surrogatepass")
        if len(text) == count and not _SURROGATE.search(text):
            return text
    return "".join([chr(raw.FPDFText_GetUnicode(source.raw, place)) for place in range(count)])


def _boxes(source: pdfium.PdfTextPage, text: str) -> Boxes:
    """Left, top, right and bottom of each character in page space (origin bottom left); blanks are left at 0."""
    rects = np.zeros((len(text), 4), np.float32)  # a row is a structure FS_RECTF
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    places = np.flatnonzero((codes != 0x20) & (codes != 0x0D) & (codes != 0x0A))
    rows = rects.ctypes.data + rects.strides[0] * places
    handle = ctypes.cast(source.raw, ctypes.c_void_p).value
    for _ in map(_box_of, repeat(handle), places.tolist(), rows.tolist()):
        pass
    return rects.astype(np.float64)


def _turned(boxes: Boxes, page: pdfium.PdfPage) -> Boxes:
    """From page space to the page as shown: top left origin, page rotation and crop box applied."""
    left, bottom, right, top = page.get_bbox()
    x0, y1, x1, y0 = boxes.T
    rotation = page.get_rotation()
    if rotation == 90:
        return np.stack((y0 - bottom, x0 - left, y1 - bottom, x1 - left), axis=1)
    if rotation == 180:
        return np.stack((right - x1, y0 - bottom, right - x0, y1 - bottom), axis=1)
    if rotation == 270:
        return np.stack((top - y1, right - x1, top - y0, right - x0), axis=1)
    return np.stack((x0 - left, top - y1, x1 - left, top - y0), axis=1)


def _is_scattered(words: Sequence[Word]) -> bool:
    """Half of the text or more stands alone, glyph by glyph: the drawing order tells nothing."""
    letters = sum(len(found.text) == 1 for found in words)
    return letters >= 0.5 * sum(len(found.text) for found in words)


def _in_lines(text: str, boxes: Boxes) -> list[int]:
    """Places of the glyphs line by line from left to right, blanks left out."""
    sums, heights = (boxes[:, 1] + boxes[:, 3]).tolist(), (boxes[:, 3] - boxes[:, 1]).tolist()
    lines: list[list[int]] = []
    for place in sorted((index for index, one in enumerate(text) if one.strip()), key=sums.__getitem__):
        if lines and abs(sums[place] - sums[lines[-1][-1]]) < 0.5 * heights[place]:
            lines[-1].append(place)
        else:
            lines.append([place])
    lefts = boxes[:, 0].tolist()
    return [place for line in lines for place in sorted(line, key=lefts.__getitem__)]


def _joined_letters(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Where a producer drew every glyph on its own with blanks between, even spacing joins them again."""
    if not _is_scattered(words):
        return words
    joined: list[Word] = []
    spacing = 0.0
    for found in words:
        last = joined[-1] if joined else None
        step = found.x0 - last.x1 if last else 0.0
        if last and _even(last, found, spacing):
            spacing = step
            joined[-1] = Word(
                last.text + found.text,
                last.norm + found.norm,
                last.x0,
                min(last.y0, found.y0),
                found.x1,
                max(last.y1, found.y1),
            )
        else:
            joined.append(found)
            spacing = 0.0
    return tuple(joined)


def _even(last: Word, found: Word, spacing: float) -> bool:
    step = found.x0 - last.x1
    height = max(last.height, found.height)
    level = abs(last.middle - found.middle) < 0.3 * height
    near = 0 <= step < 2.3 * height
    return level and near and (not spacing or abs(step - spacing) < 0.6 * height)
