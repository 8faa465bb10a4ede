"""Characters of a PDF page grouped to words in the order of the content stream.

Rule kept: glyphs belong to one word only when they were drawn one after the other on one line without a gap, so a
seal drawn over the title or a value drawn beside its label never melts into its neighbour.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence

import pypdfium2 as pdfium
from pypdfium2 import raw

from invoices.readers.runs import Glyph, GlyphBox, words_of
from invoices.readers.words import TextPage, Word


def text_page(page: pdfium.PdfPage, number: int) -> TextPage:
    """All words of the page, in points from the top left corner of the page as it is shown."""
    width, height = page.get_size()
    glyphs = list(_glyphs(page))
    words = tuple(words_of(glyphs))
    if _is_scattered(words):
        words = _joined_letters(tuple(words_of(_in_lines(glyphs))))
    return TextPage(words, width, height, number)


def _is_scattered(words: Sequence[Word]) -> bool:
    """Half of the text or more stands alone, glyph by glyph: the drawing order tells nothing."""
    letters = sum(len(found.text) == 1 for found in words)
    return letters >= 0.5 * sum(len(found.text) for found in words)


def _in_lines(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs line by line from left to right, blanks left out."""
    lines: list[list[Glyph]] = []
    for glyph in sorted((one for one in glyphs if one[0].strip()), key=lambda one: one[1][1] + one[1][3]):
        box = glyph[1]
        last = lines[-1][-1][1] if lines else None
        if last and abs(box[1] + box[3] - last[1] - last[3]) < 0.5 * (box[3] - box[1]):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [glyph for line in lines for glyph in sorted(line, key=lambda one: one[1][0])]


def _glyphs(page: pdfium.PdfPage) -> Iterator[Glyph]:
    """Code point and box of each character, top left origin, page rotation and crop box applied."""
    text = page.get_textpage()
    turn = _turner(page)
    rect = raw.FS_RECTF()
    handle, target = text.raw, ctypes.byref(rect)
    get_box, get_code = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetUnicode
    for index in range(text.count_chars()):
        code = get_code(handle, index)
        get_box(handle, index, target)
        yield chr(code), turn(rect.left, rect.top, rect.right, rect.bottom)
    text.close()


def _turner(page: pdfium.PdfPage) -> Callable[[float, float, float, float], GlyphBox]:
    """From page space (origin bottom left, unrotated) to the page as shown."""
    left, bottom, right, top = page.get_bbox()
    rotation = page.get_rotation()
    if rotation == 90:
        return lambda x0, y1, x1, y0: (y0 - bottom, x0 - left, y1 - bottom, x1 - left)
    if rotation == 180:
        return lambda x0, y1, x1, y0: (right - x1, y0 - bottom, right - x0, y1 - bottom)
    if rotation == 270:
        return lambda x0, y1, x1, y0: (top - y1, right - x1, top - y0, right - x0)
    return lambda x0, y1, x1, y0: (x0 - left, top - y1, x1 - left, top - y0)


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
