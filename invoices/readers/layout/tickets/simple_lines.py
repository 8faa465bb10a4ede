"""Lines of tills and general machine-printed invoices: name, quantity, price, amount, without VAT columns.

Rule kept: quantity and price are kept only where their product is the amount.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import takewhile
from typing import Final

from invoices.domain.fapiao import FapiaoLine
from invoices.readers.draft import Draft
from invoices.readers.layout.sheet import Row, Sheet
from invoices.readers.layout.table_lines import certainty_of_name
from invoices.readers.values import tax_category_of

_TRUST: Final = 0.97
_HEAD: Final = re.compile(r"商品|品名|产品|项目|名称|数量|单价|金额|小计|total|amount|qty", re.IGNORECASE)
_END: Final = re.compile(r"合计|总计|小计|总额|应[付收]|实[付收]|subtotal|找零|件数", re.IGNORECASE)
_NUMBERS: Final = re.compile(
    r"(?<![\d.])-?\d+\.\d{2}|(?<![\d.A-Za-z])\d{1,4}(?:\.\d{1,3})?(?![\d.A-Za-z\u4e00-\u9fff])"
)
_MONEY: Final = re.compile(r"-?\d+\.\d{2}")
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_LEADING_COUNT: Final = re.compile(r"^(\d{1,2})(?=[\u4e00-\u9fffA-Z ])")


def read_simple_lines(sheet: Sheet, draft: Draft) -> None:
    """Puts the lines between a heading of at least two column titles and the first total.

    An amount over which no name was read makes a line without a name, whose confidence is 0.
    """
    lines: list[FapiaoLine] = []
    pending = ""
    certainty = 1.0
    for row in slip_rows(sheet):
        name, figures = parts_of(row)
        certainty = min(certainty, _certainty(row, proved=_multiplies(figures)))
        if figures and _MONEY.fullmatch(figures[-1]):
            certainty = certainty if name or pending else 0.0
            lines.append(_line(name or pending, figures))
            pending = ""
        elif name:
            pending = name
    draft.lines = lines
    if lines:
        draft.confidence["lines"] = _TRUST * certainty


def _certainty(row: Row, *, proved: bool) -> float:
    """Of a row's name; of its figures too, where no product proves them."""
    names = [word for word in row.words if _CHINESE.search(word.norm)]
    figures = [word.certainty for word in row.words if word not in names]
    least = 1.0 if proved else min(figures, default=1.0)
    return min(least, certainty_of_name(names)) if names else least


def _multiplies(figures: list[str]) -> bool:
    """Whether the last three are a count, a price and the amount they make."""
    if len(figures) < 3:
        return False
    quantity, price, amount = map(Decimal, figures[-3:])
    return abs(quantity * price - amount) < Decimal("0.01")


def slip_rows(sheet: Sheet) -> Iterator[Row]:
    """The rows of goods."""
    start = next((place for place, row in enumerate(sheet.rows) if len(set(_HEAD.findall(row.text))) >= 2), None)
    rows = sheet.rows[start + 1 :] if start is not None else ()
    return takewhile(lambda row: not _END.search(row.text), rows)


def parts_of(row: Row) -> tuple[str, list[str]]:
    """The name of a row and its figures, left to right."""
    names: list[str] = []
    figures: list[str] = []
    for word in row.words:
        rest = word.norm
        if not names or not _CHINESE.search(rest):
            figures_here = _NUMBERS.findall(_spaced(rest)) if not _CHINESE.search(rest) else []
            figures += figures_here
            if figures_here:
                continue
        names.append(word.text)
    return " ".join(names).strip(), figures


def _spaced(text: str) -> str:
    """`12.0012.00` is two amounts set without a gap."""
    return re.sub(r"(\.\d{2})(?=\d)", r"\1 ", text)


def _line(name: str, figures: list[str]) -> FapiaoLine:
    amount = Decimal(figures[-1])
    counted = _LEADING_COUNT.match(name)
    quantity = price = None
    if _multiplies(figures):
        quantity, price = Decimal(figures[-3]), Decimal(figures[-2])
    elif counted:
        quantity, name = Decimal(counted[1]), name[counted.end() :].strip()
    return FapiaoLine(
        item_name=name or None,
        tax_category=tax_category_of(name),
        quantity=quantity,
        unit_price=price,
        net_amount=amount,
    )
