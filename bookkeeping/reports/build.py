"""Builds a report, also where there is nothing to build it from."""

from __future__ import annotations

from bookkeeping.domain.sheet import Sheet
from bookkeeping.reports.options import Options
from bookkeeping.reports.registry import Report
from bookkeeping.selectors.books import Books


def sheet_of(report: Report, books: Books, options: Options) -> Sheet:
    """The sheet; an empty one where the books are not open or the account is missing."""
    if not books.is_open or ("account" in report.asks and report.default and not options.account):
        return Sheet(str(report.title), options.span, (), [])
    return report.build(books, options)
