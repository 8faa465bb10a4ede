"""Milliseconds for trial balance, balance sheet and one account's ledger together, as the ledger grows.

The year always has the same accounts and counterparties; one account has 24 lines whatever the size of the ledger,
so that what is shown stays the same and only what stands behind it grows.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from benchmarks.figure import Figure
from benchmarks.ledger.data import ZERO, drafts, new_company
from bookkeeping.exports import DraftLine, VoucherDraft, post_drafts
from bookkeeping.selectors.balances import out_of_step, trial_balance_of
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.ledger import ledger_of
from bookkeeping.selectors.statements import balance_sheet_of
from foundation.models import Company
from kernel.period import AccountingPeriod

JANUARY, DECEMBER = AccountingPeriod(2026, 1), AccountingPeriod(2026, 12)
LINES_PER_VOUCHER = 3.1
QUIET = "1101"


def figures() -> Iterator[Figure]:
    """One figure per size, as a ratio to the smallest ledger; then the rebuilding compare of one period."""
    smallest = 0.0
    size, largest = 10_000, int(os.environ.get("BENCH_LINES", "1000000"))
    while size <= largest:
        company = _filled(size)
        milliseconds = _three_reports(company)
        smallest = smallest or milliseconds
        yield Figure(f"three reports, {size:,} lines", milliseconds, "ms", "at 10,000 lines", milliseconds / smallest)
        if size == 10_000:
            yield Figure("balances compared with 830 lines", _compare(company), "ms")
        size *= 10


def _filled(size: int) -> Company:
    company = new_company()
    todo = list(drafts(int(size / LINES_PER_VOUCHER), seed=size))
    quiet = [_quiet(month, place) for month in range(1, 13) for place in (1, 2)]
    for start in range(0, len(todo), 1000):
        post_drafts(company.pk, todo[start : start + 1000], None)
    post_drafts(company.pk, quiet, None)
    return company


def _quiet(month: int, day: int) -> VoucherDraft:
    amount = Decimal("100.00")
    lines = DraftLine(QUIET, amount, ZERO), DraftLine("1002", ZERO, amount)
    return VoucherDraft(date(2026, month, day), "购入短期投资", lines, origin="bench")


def _three_reports(company: Company) -> float:
    def run() -> None:
        books = books_of(company.pk)
        trial_balance_of(books, JANUARY, DECEMBER)
        balance_sheet_of(books, DECEMBER)
        ledger_of(books, QUIET, JANUARY, DECEMBER)

    return _median_milliseconds(run)


def _compare(company: Company) -> float:
    return _median_milliseconds(lambda: out_of_step(company.pk, DECEMBER))


def _median_milliseconds(run: object) -> float:
    taken = []
    for _ in range(9):
        begun = time.perf_counter()
        run()  # type: ignore[operator]
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)
