"""Reading labelled forms: a field is a label and the shape of its value, beside or below it.

Rule kept: a value must have its shape; text that merely stands near a label is not taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from invoices.readers.draft import Draft
from invoices.readers.layout.parties import trust_of_name
from invoices.readers.layout.sheet import Sheet, Span, joined
from invoices.readers.layout.totals import amounts_in
from invoices.readers.values import date_of
from invoices.readers.words import Word

Parse = Callable[[list[Word]], object]
_LABEL = re.compile(r"[\u4e00-\u9fff/、()]{2,}[:;]|(?:数量|税率|账号|收款国库|合同|运输工具)(?:\([^)]*\)号?)?$")
_TRUST = 0.95
_MARKS = " :;：；_|"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, the label before it, and how its value is parsed from the words found there."""

    name: str
    label: re.Pattern[str]
    parse: Parse
    below: bool = False


def field(name: str, label: str, parse: Parse, *, below: bool = False) -> Field:
    """A `Field` with the label given as a pattern over text without blanks."""
    return Field(name, re.compile(label), parse, below)


def read_fields(sheet: Sheet, draft: Draft, fields: tuple[Field, ...]) -> None:
    """Puts each field that is found and not yet known; names outside the contract go to `extra`."""
    for one in fields:
        if one.name not in draft.values and one.name not in draft.extra:
            _read(sheet, draft, one)


def _read(sheet: Sheet, draft: Draft, one: Field) -> None:
    for span in sheet.spans(one.label):
        places = [until_label(sheet.right_of(span, reach=0.85))]
        if one.below:
            places.append(below(sheet, span))
        for words in places:
            value = one.parse(words) if words else None
            if value not in (None, ""):
                _keep(sheet, draft, one.name, value, words)
                return


def _keep(sheet: Sheet, draft: Draft, name: str, value: object, words: list[Word]) -> None:
    if name.endswith("_name") and isinstance(value, str):
        words = words + wrapped(sheet, words)
        value = joined(words).strip(_MARKS)
    if name.startswith("extra."):
        draft.note(**{name.removeprefix("extra."): str(value)})
    else:
        trust = _TRUST * (trust_of_name(str(value)) if name.endswith("_name") else 1.0)
        draft.put(name, value, trust * min(word.certainty for word in words), sheet.page.ratio(words))


def wrapped(sheet: Sheet, words: list[Word]) -> list[Word]:
    """The rest of a company's name that broke before its last characters: flush below, and nothing but Chinese."""
    if not re.search(r"(?:有限公?|有|有限责任公?|分公?|股份有限公?)$", words[-1].norm):
        return []
    first, last = words[0], words[-1]
    band = sheet.between(last.y1 - 0.2 * last.height, last.y1 + 1.4 * last.height, first.x0 - last.height, last.x1)
    flush = (word for word in band if abs(word.x0 - first.x0) < 0.8 * last.height)
    return [word for word in flush if re.fullmatch(r"[\u4e00-\u9fff()]{1,12}", word.norm) and word not in words][:1]


def until_label(words: list[Word]) -> list[Word]:
    """The words before the next label or a wide gap on the line."""
    for place, found in enumerate(words):
        apart = place > 0 and found.x0 - words[place - 1].x1 > 5 * found.height
        if apart or (place and _LABEL.match(found.norm.replace(" ", ""))):
            return words[:place]
    return words


def below(sheet: Sheet, span: Span) -> list[Word]:
    """The words of the first line under a label, within its column."""
    band = sheet.between(span.y1, span.y1 + 2.4 * span.height, span.x0 - 1.5 * span.height, span.x1 + 3 * span.height)
    return sorted(band, key=lambda found: (round(found.middle / max(span.height, 1e-6)), found.x0))


def money(words: list[Word]) -> object:
    """The first two-place amount."""
    found = amounts_in(words)
    return found[0].value if found else None


def day(words: list[Word]) -> object:
    """A date."""
    printed = " ".join(found.norm for found in words)
    return date_of(re.sub(r"\s+", "", printed)) or date_of(printed)


def text(words: list[Word]) -> object:
    """Chinese or mixed text of at least two characters, without the marks around it."""
    value = joined(words).strip(_MARKS)
    return value if len(value) >= 2 else None


def shaped(pattern: str) -> Parse:
    """A parser for a value of fixed shape, blanks ignored."""
    compiled = re.compile(pattern)

    def parse(words: list[Word]) -> object:
        for found in words:
            if match := compiled.search(found.norm.replace(" ", "")):
                return match[0]
        match = compiled.search("".join(found.norm for found in words).replace(" ", ""))
        return match[0] if match else None

    return parse
