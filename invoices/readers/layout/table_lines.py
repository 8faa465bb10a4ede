"""One line of a table while its words are gathered, and the finished line.

Rule kept: quantity and price that OCR ran together or lost are only mended where their product is the net amount.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from rapidfuzz.distance.Hamming import distance as hamming

from invoices.domain.categories import short_names
from invoices.domain.fapiao import FapiaoLine
from invoices.readers.layout.item_names import starred, starred_as_others
from invoices.readers.layout.sheet import joined
from invoices.readers.values import rate_of, tax_category_of, treatment_of
from invoices.readers.words import Word

# the running number of a sales list, set close to the name
_ROW_NUMBER: Final = re.compile(r"^\d{1,4}\s*(?=[*＊])")
_RUN_ON: Final = 0.85
_NEARLY: Final = 0.9


@dataclass(slots=True)
class Item:
    """One line while its words are gathered."""

    middle: float
    name: list[Word] = field(default_factory=list)
    specification: list[Word] = field(default_factory=list)
    unit: list[Word] = field(default_factory=list)
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    net_amount: Decimal | None = None
    rate: str | None = None
    tax_amount: Decimal | None = None


def line_of(item: Item) -> FapiaoLine | None:
    """The line; `None` where neither a name nor a rate was found."""
    name = starred(_ROW_NUMBER.sub("", joined(item.name))) or None
    if name is None and item.rate is None:
        return None
    _split_glued(item)
    _count_from_price(item)
    return FapiaoLine(
        item_name=name,
        tax_category=tax_category_of(name),
        specification=joined(item.specification) or None,
        unit=joined(item.unit) or None,
        quantity=item.quantity,
        unit_price=item.unit_price,
        net_amount=item.net_amount,
        tax_rate=rate_of(item.rate),
        tax_amount=item.tax_amount,
        tax_treatment=treatment_of(item.rate),
    )


def with_stars(line: FapiaoLine) -> FapiaoLine:
    """The line with both stars in its name, where it begins with a known short name."""
    name = starred_as_others(line.item_name or "") or None
    return replace(line, item_name=name, tax_category=tax_category_of(name))


def certainty_of(item: Item, heads: Mapping[str, Word]) -> float:
    """How sure a name is; less where it runs on into the next column."""
    edge = heads["specification"].centre if "specification" in heads else float("inf")
    return certainty_of_name(item.name) * (_RUN_ON if any(found.x1 > edge for found in item.name) else 1.0)


def certainty_of_name(words: Iterable[Word]) -> float:
    """Of the least certain character, which must be very sure: no sum proves a name, a wrong one looks nearly so."""
    least = min((found.certainty for found in words), default=0.0)
    return min(least, max(least**2, _NEARLY))


def is_named_well(line: FapiaoLine) -> bool:
    """Whether the name begins with a short name between stars, as on VAT invoices, that is no misread one.

    The table does not hold all official short names, so an unknown one is only taken for misread where one character
    parts it from a known one.
    """
    short = line.tax_category
    if short is None or short in short_names():
        return short is not None
    return not any(len(known) == len(short) > 2 and hamming(known, short) == 1 for known in short_names())


def _split_glued(item: Item) -> None:
    """Quantity and price that OCR ran together come apart where their product is the net amount."""
    count = joined(item.unit).strip()
    if item.quantity is None and count.isascii() and count.isdigit():
        item.quantity, item.unit = Decimal(count), []
    glued = re.search(r"\d+\.\d+$", joined(item.unit).replace(" ", ""))
    if item.quantity is not None or item.unit_price is not None or item.net_amount is None or glued is None:
        return
    for place in range(1, glued[0].index(".")):
        quantity, price = Decimal(glued[0][:place]), Decimal(glued[0][place:])
        if price and abs(quantity * price - item.net_amount) < Decimal("0.01"):
            item.quantity, item.unit_price, item.unit = quantity, price, []
            return


def _count_from_price(item: Item) -> None:
    """A lost quantity follows from net amount and price where it comes out as a whole number."""
    if item.quantity is None and item.unit_price and item.net_amount is not None:
        count = (item.net_amount / item.unit_price).quantize(Decimal(1))
        exact = count > 0 and abs(count * item.unit_price - item.net_amount) < Decimal("0.005")
        item.quantity = count if exact else None
