"""Totals of a VAT invoice: net and tax of the 合计 row, gross in words and in figures.

Rule kept: candidates are collected with their places and one consistent set is chosen (net + tax = gross = words);
when none is consistent the figures are kept as printed and `checks` marks them uncertain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from invoices.domain.amounts import amount_in_words
from invoices.readers.draft import Draft
from invoices.readers.layout.sheet import Row, Sheet, Span
from invoices.readers.values import money_of
from invoices.readers.words import Word
from invoices.readers.written import plain_words
from kernel.money import ZERO

_SUM: Final = re.compile(r"合计(?<![税页]合计)(?!金额|税额|[\(（]?大写|人)|总计(?<!小总计)")
_GROSS: Final = re.compile(r"价税合计(?:\(大写\))?|税合计\(大写\)|合计\(?大写\)?|\(大写\)|金额合计\(大写\)|大写金额")
_FIGURES: Final = re.compile(r"[\(（]?小写[\)）]?[:;]?")
_NET_LABEL: Final = re.compile(r"(?:合计金额|金额合计|不含税金额)[:;]")
_TAX_LABEL: Final = re.compile(r"(?:合计税额|税额合计|(?<!合计)税额)[:;]")
_GROSS_LABEL: Final = re.compile(r"价税合计[:;]")
_CHINESE: Final = re.compile(r"(?:[(（]?负数?[)）]?)?[\u4e00-\u9fff]+")
_BEFORE: Final = re.compile(r"人民币|[大太人]写|合计|金额")
_AFTER: Final = re.compile(r"[(（]?小写|元\d")
_LETTERS: Final = frozenset("零〇壹贰貳叁參肆伍陆陸柒捌玖拾佰仟万萬亿億圆元園圓角分整正负数")
_UNIT: Final = re.compile("[圆元園圓角分拾佰仟万]")
_MONEY: Final = re.compile(r"[¥YV半羊￥]?[\(（]?-?¥?\d[\d,，]*[.．]\d{2}(?!\d)[\)）]?")
_STARS: Final = re.compile(r"^[*＊]{2,}$")
_PRINTED = 0.95


@dataclass(frozen=True, slots=True)
class Amount:
    """Money on the page with the words it was read from."""

    value: Decimal
    words: tuple[Word, ...]

    @property
    def score(self) -> float:
        """The certainty of the least certain character behind it."""
        return min(found.certainty for found in self.words)


def read_totals(sheet: Sheet, draft: Draft) -> None:
    """Puts net_amount, tax_amount, gross_amount and amount_in_words."""
    _put_words(sheet, draft)
    gross = _gross(sheet)
    net, tax = _net_and_tax(sheet)
    for name, amount in (("gross_amount", gross), ("net_amount", net), ("tax_amount", tax)):
        _put(sheet, draft, name, amount)


def amounts_in(words: Iterable[Word]) -> list[Amount]:
    """Every two-place amount (and `***`, which is 0.00) in the words, in their order."""
    found = []
    for item in words:
        compact = item.norm.replace(" ", "")
        if _STARS.match(compact):
            found.append(Amount(ZERO, (item,)))
            continue
        found += [Amount(value, (item,)) for value in map(_value, _MONEY.findall(compact)) if value is not None]
    return found


def _value(text: str) -> Decimal | None:
    return money_of(re.sub(r"[¥YV半羊￥]", "", text).replace("．", "."))


def _put(sheet: Sheet, draft: Draft, name: str, amount: Amount | None) -> None:
    if amount is not None:
        draft.put(name, amount.value, _PRINTED * amount.score, sheet.page.ratio(amount.words))


def _put_words(sheet: Sheet, draft: Draft) -> None:
    """The run of characters most like an amount in words; a field only where all of it is understood."""
    runs = [run for row in sheet.rows_with(_UNIT) for run in _runs(row)]
    best = max(runs, key=lambda run: run.letters, default=None)
    if best is None:
        return
    parts = best.row.parts(best.start, best.end)
    draft.written = plain_words(best.text) if sheet.page.ocr else best.text
    box = sheet.page.ratio(parts)
    if box:
        draft.boxes["amount_in_words"] = box
    if amount_in_words(draft.written) is not None:
        printed = draft.written if sheet.page.ocr else "".join(part.text for part in parts).replace(" ", "")
        draft.put("amount_in_words", printed, _PRINTED * min(part.certainty for part in parts), box)


@dataclass(frozen=True, slots=True)
class _Run:
    """Chinese text of one row between labels and signs; `letters` counts digits and units of money in it."""

    row: Row
    start: int
    end: int
    letters: int

    @property
    def text(self) -> str:
        """What is printed there."""
        return self.row.text[self.start : self.end]


def _runs(row: Row) -> Iterator[_Run]:
    """Runs that could be an amount: at least three letters of amounts, and half of all."""
    for match in _CHINESE.finditer(row.text):
        start, end = match.span()
        for label in _BEFORE.finditer(row.text, start, end):
            start = label.end()
        if after := _AFTER.search(row.text, start, end):
            end = after.start()
        letters = sum(map(_LETTERS.__contains__, row.text[start:end]))
        if letters >= 3 and 2 * letters >= end - start and _UNIT.search(row.text, start, end):
            yield _Run(row, start, end, letters)


def _gross(sheet: Sheet) -> Amount | None:
    """Right of （小写）, else the last amount of the 价税合计 row."""
    for pattern in (_FIGURES, _GROSS_LABEL):
        for span in sheet.spans(pattern):
            if found := amounts_in(_merged(sheet.right_of(span, reach=0.9))):
                return found[0]
    for span in sheet.spans(_GROSS):
        if found := amounts_in(_merged(sheet.right_of(span, reach=0.9))):
            return found[-1]
    return None


def _net_and_tax(sheet: Sheet) -> tuple[Amount | None, Amount | None]:
    for span in sheet.spans(_SUM):
        if _is_gross_row(span):
            continue
        found = amounts_in(_merged(sheet.right_of(span, reach=0.95)))
        if len(found) >= 2:
            return found[-2], found[-1]
        if len(found) == 1:
            return found[0], None
    net, tax = _beside(sheet, _NET_LABEL), _beside(sheet, _TAX_LABEL)
    return (net, tax) if net or tax else _above_gross(sheet)


def _above_gross(sheet: Sheet) -> tuple[Amount | None, Amount | None]:
    """Where 合计 itself was not recognised: the nearest row of two ¥ amounts (or one and ***) above 价税合计."""
    gross = next(iter(sheet.spans(_GROSS)), None)
    if gross is None:
        return None, None
    for row in reversed(sheet.rows):
        found = amounts_in(_merged(list(row.words)))
        above = row.words[0].middle < gross.y0
        if above and "¥" in row.text and "%" not in row.text and len(found) == 2:
            return found[0], found[1]
    return None, None


def _beside(sheet: Sheet, label: re.Pattern[str]) -> Amount | None:
    for span in sheet.spans(label):
        if found := amounts_in(_merged(sheet.right_of(span))):
            return found[0]
    return None


def _is_gross_row(span: Span) -> bool:
    return bool(re.search(r"价税|大写|小写", span.row.text))


def _merged(words: list[Word]) -> list[Word]:
    """A currency sign printed on its own joins the figure that follows it."""
    merged: list[Word] = []
    for found in words:
        last = merged[-1] if merged else None
        if last is not None and last.norm in ("¥", "Y", "V", "-", "¥-"):
            merged[-1] = Word(
                last.text + found.text,
                last.norm + found.norm,
                last.x0,
                min(last.y0, found.y0),
                found.x1,
                max(last.y1, found.y1),
                min(last.score, found.score),
                letters=(*last.letters, *found.letters) if last.letters and found.letters else (),
            )
        else:
            merged.append(found)
    return merged
