"""Invoice code, number, issue date and check code: the upper part of every VAT invoice.

Rule kept: a value beside its label wins; shape alone (8, 10, 12 or 20 digits in the upper part) is a weaker reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from invoices.domain.numbers import is_invoice_code
from invoices.readers.draft import Draft
from invoices.readers.layout.sheet import Sheet, Span
from invoices.readers.values import date_of
from invoices.readers.words import Word

_CODE: Final = re.compile(r"发票代[码号][:;.]?|票据代码[:;.]?")
_NUMBER: Final = re.compile(r"发票号码?[:;.]?|票据号码[:;.]?|N[o0O°º][.:]?(?=\d|$)|№[.:]?")
_DATE: Final = re.compile(r"开票日?期[:;.]?|填开日期[:;.]?|开具日期[:;.]?|开票时间[:;.]?")
_CHECK: Final = re.compile(r"校验码[:;.]?")
_CODE_SHAPE: Final = re.compile(r"(?<!\d)\d{12}(?!\d)|(?<!\d)\d{10}(?!\d)")
_NUMBER_SHAPE: Final = re.compile(r"(?<!\d)(?:\d{20}|\d{19}|\d{8})(?!\d)")
_DIGITS: Final = re.compile(r"\d+")
_ANY_DATE: Final = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日?")
_LABELLED, _BY_SHAPE, _UNPROVED = 0.97, 0.8, 0.9


@dataclass(frozen=True, slots=True)
class _Found:
    text: str
    words: tuple[Word, ...]
    trust: float


def read_heading(sheet: Sheet, draft: Draft) -> None:
    """Puts invoice_code, invoice_number, issue_date and check_code."""
    code = _labelled(sheet, _CODE, _CODE_SHAPE)
    number = _labelled(sheet, _NUMBER, _NUMBER_SHAPE) or _number_by_shape(sheet)
    if code is None and not (number and len(number.text) == 20):
        code = _by_shape(_upper(sheet), (10, 12))
    _put(sheet, draft, "invoice_code", code)
    _put(sheet, draft, "invoice_number", number)
    _put(sheet, draft, "check_code", _check_code(sheet))
    if sheet.page.ocr and "check_code" in draft.values:
        # nothing but the QR can confirm these twenty digits
        draft.confidence["check_code"] *= _UNPROVED
    _put_date(sheet, draft)


def _put(sheet: Sheet, draft: Draft, name: str, found: _Found | None) -> None:
    if found and (name != "invoice_code" or is_invoice_code(found.text)):
        draft.put(name, found.text, found.trust * _score(found.words), sheet.page.ratio(found.words))


def _score(words: Iterable[Word]) -> float:
    return min((found.certainty for found in words), default=1.0)


def _labelled(sheet: Sheet, label: re.Pattern[str], shape: re.Pattern[str]) -> _Found | None:
    for span in sheet.spans(label):
        for words in (sheet.right_of(span), _below(sheet, span)):
            found = _match(words, shape)
            if found:
                return _Found(found[0], tuple(found[1]), _LABELLED)
    return None


def _match(words: list[Word], shape: re.Pattern[str]) -> tuple[str, list[Word]] | None:
    """The shape inside one word first, then in all of them put together."""
    for found in words:
        if match := shape.search(found.norm.replace(" ", "")):
            return match[0], [found]
    match = shape.search("".join(found.norm for found in words[:4]).replace(" ", ""))
    return (match[0], words[:4]) if match else None


def _below(sheet: Sheet, span: Span) -> list[Word]:
    """Words under a label, for forms that print values below."""
    band = sheet.between(span.y1, span.y1 + 2.2 * span.height, span.x0 - span.height, span.x1 + 6 * span.height)
    return sorted(band, key=lambda found: found.middle)


def _upper(sheet: Sheet) -> list[Word]:
    return [found for found in sheet.words if found.middle < 0.36 * sheet.page.height]


def _number_by_shape(sheet: Sheet) -> _Found | None:
    upper = _upper(sheet)
    right = [found for found in upper if found.x0 > 0.5 * sheet.page.width]
    return _by_shape(upper, (20,)) or _by_shape(right, (8,))


def _by_shape(words: list[Word], lengths: Sequence[int]) -> _Found | None:
    """The tallest word that is nothing but so many digits."""
    compact = ((found, found.norm.replace(" ", "")) for found in words)
    hits = [found for found, text in compact if len(text) in lengths and _DIGITS.fullmatch(text)]
    if not hits:
        return None
    best = max(hits, key=lambda found: found.height)
    repeated = sum(found.norm == best.norm for found in hits) > 1
    return _Found(best.norm.replace(" ", ""), (best,), 0.9 if repeated else _BY_SHAPE)


def _check_code(sheet: Sheet) -> _Found | None:
    span = sheet.first(_CHECK)
    if span is None:
        return None
    words = sheet.right_of(span)
    compact = "".join(found.norm for found in words).replace(" ", "")
    match = re.match(r"\d{20}|[0-9a-f]{5}(?![0-9a-f])", compact)
    return _Found(match[0], tuple(words), _LABELLED) if match else None


def _put_date(sheet: Sheet, draft: Draft) -> None:
    for span in sheet.spans(_DATE):
        words = sheet.right_of(span, reach=0.9) or _below(sheet, span)
        day = _day(words)
        if day:
            draft.put("issue_date", day, _LABELLED * _score(words), sheet.page.ratio(words))
            return
    for span in sheet.spans(_ANY_DATE):
        day = date_of(span.text)
        if day and span.middle < 0.5 * sheet.page.height:
            draft.put("issue_date", day, _BY_SHAPE * _score(span.words), sheet.page.ratio(span.words))
            return


def _day(words: list[Word]) -> date | None:
    printed = " ".join(found.norm for found in words)
    return date_of(re.sub(r"\s+", "", printed)) or date_of(printed)
