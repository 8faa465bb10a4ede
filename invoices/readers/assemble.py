"""Pages to invoices: sales lists join the invoice before them, continued pages join by number, blank pages go.

Rule kept: a page that is no receipt makes an invoice only when the whole file holds nothing better.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from invoices.domain.fapiao import Kind
from invoices.readers.draft import Draft
from invoices.readers.layout.page import PageReading

_SEE_LIST = re.compile(r"详见.{0,2}清单|见清单")


def assemble(readings: Iterable[PageReading]) -> list[Draft]:
    """Invoices in page order; a single `unknown` draft when no page is a receipt."""
    found: list[Draft] = []
    unknown: list[Draft] = []
    for reading in readings:
        draft = reading.draft
        if reading.sales_list:
            if found:
                _add_list(found[-1], draft)
        elif found and _continues(found[-1], draft):
            _continue(found[-1], draft)
        elif draft.kind is Kind.UNKNOWN and not _tells(draft):
            unknown.append(draft)
        else:
            found.append(draft)
    return found or unknown[:1]


def _tells(draft: Draft) -> bool:
    """Whether a page of unknown kind still reads like an invoice: a number and an amount, or arithmetic that holds."""
    return "invoice_number" in draft.values and "gross_amount" in draft.values


def _add_list(draft: Draft, listed: Draft) -> None:
    """Lines of a sales list take the place of the line that points to it."""
    own = [line for line in draft.lines if not _SEE_LIST.search(line.item_name or "")]
    draft.lines = own + listed.lines


def _continues(draft: Draft, following: Draft) -> bool:
    """The next page of the same invoice repeats its number."""
    number = draft.values.get("invoice_number")
    same_code = draft.values.get("invoice_code") == following.values.get("invoice_code")
    return number is not None and number == following.values.get("invoice_number") and same_code


def _continue(draft: Draft, following: Draft) -> None:
    """Lines follow each other; totals stand on the last page and replace subtotals of the first."""
    draft.lines = draft.lines + following.lines
    for name in ("net_amount", "tax_amount", "gross_amount", "amount_in_words", "remarks"):
        if name in following.values:
            draft.drop(name)
            draft.put(name, following.values[name], following.confidence[name])
    lines, following.lines = draft.lines, []
    moved = [name for name in following.boxes if name not in draft.boxes]
    draft.adopt(following)
    draft.lines = lines
    draft.boxes_on(following.page, moved)
