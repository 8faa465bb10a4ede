"""A text layer with unreadable fonts put together with OCR of the same page.

Rule kept: a word of the text layer is kept where OCR does not contradict it (text layers do not misread digits); a
word in a font without Unicode is replaced by what OCR sees at its place.
"""

from __future__ import annotations

import re

from rapidfuzz.fuzz import ratio

from invoices.readers.words import TextPage, Word

_CJK = re.compile(r"[\u4e00-\u9fff]")
_DIGITS = re.compile(r"\d")
_LABEL = re.compile(r"[^:]{1,18}:|\(?小写\)?")


def merged_layers(text: TextPage, seen: TextPage) -> TextPage:
    """Words of both, in the units of the text page."""
    fx, fy = text.width / seen.width, text.height / seen.height
    scaled = [_scaled(word, fx, fy) for word in seen.words]
    kept = [
        word for word in text.words if _is_readable(word, [other for other in scaled if _overlap(word, other) > 0.4])
    ]
    rest = [piece for other in scaled if (piece := _uncovered(other, kept))]
    return TextPage(tuple(kept + rest), text.width, text.height, text.number)


def added(page: TextPage, other: TextPage) -> TextPage:
    """A page with the words of a second look at it that stand where the first saw nothing."""
    new = [word for word in other.words if not any(_overlap(word, known) > 0.3 for known in page.words)]
    return TextPage(page.words + tuple(new), page.width, page.height, page.number, ocr=page.ocr)


def _uncovered(seen: Word, kept: list[Word]) -> Word | None:
    """What OCR adds: all of a word on free paper, only the label of a word whose value the text layer has."""
    covering = [word for word in kept if _overlap(seen, word) > 0.4]
    if not covering:
        return seen
    label = _LABEL.match(seen.norm)
    if label is None:
        return None
    piece = seen.part(0, label.end())
    # the share of a label in the width of a line is a guess; the value of the text layer says where it really ends
    edge = min(word.x0 for word in covering)
    return piece._replace(x1=min(piece.x1, edge)) if piece.x0 < edge else None


def _scaled(word: Word, fx: float, fy: float) -> Word:
    return Word(word.text, word.norm, word.x0 * fx, word.y0 * fy, word.x1 * fx, word.y1 * fy, word.score)


def _is_readable(word: Word, beneath: list[Word]) -> bool:
    """Chinese or long digit strings stand for themselves; the rest must look like what OCR sees there."""
    if _CJK.search(word.norm) or len(_DIGITS.findall(word.norm)) >= 4:
        return True
    sight = "".join(other.norm for other in beneath)
    return bool(sight) and not _CJK.search(sight) and ratio(word.norm, sight) > 50


def _overlap(one: Word, other: Word) -> float:
    """Shared area over the area of the smaller word."""
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    smaller = min(one.width * one.height, other.width * other.height)
    return width * height / smaller if width > 0 and height > 0 and smaller > 0 else 0.0
