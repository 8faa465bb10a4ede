"""A statement month by month, as a report: the last twelve months of the span."""

from __future__ import annotations

from bookkeeping.domain.sheet import Sheet
from bookkeeping.reports.options import Options
from bookkeeping.reports.statement_sheets import months_sheet
from bookkeeping.selectors.books import Books
from bookkeeping.selectors.monthly import months_of

MONTHS_SHOWN = 12


def build(books: Books, options: Options) -> Sheet:
    """The statement `options.kind`."""
    return months_sheet(books, months_of(options.start, options.end)[-MONTHS_SHOWN:], options.kind)
