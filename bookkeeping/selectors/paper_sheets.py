"""Reports and statements for archives: the sheets of the pages, whole and without a reader's choices."""

from __future__ import annotations

from collections.abc import Iterator

from bookkeeping.domain.sheet import Sheet
from bookkeeping.reports import REPORTS
from bookkeeping.reports.build import sheet_of
from bookkeeping.reports.options import ALL_LEVELS, Options
from bookkeeping.reports.statement_sheets import KINDS, statement_sheet
from bookkeeping.selectors.balances import balances
from bookkeeping.selectors.books import books_of
from kernel.period import AccountingPeriod

WHOLE = 200_000
"""Rows (vouchers in a journal) that stand on one sheet."""


def report_sheets(company_id: int, key: str, start: AccountingPeriod, end: AccountingPeriod) -> Iterator[Sheet]:
    """A report of the span, in several sheets where it is longer than one."""
    books = books_of(company_id)
    page, pages = 1, 1
    while page <= pages:
        sheet = sheet_of(REPORTS[key], books, Options(start, end, level=ALL_LEVELS, page=page, page_size=WHOLE))
        yield sheet
        page, pages = page + 1, sheet.pages


def ledger_sheet(company_id: int, account: str, start: AccountingPeriod, end: AccountingPeriod) -> Sheet:
    """The subsidiary ledger of one account."""
    options = Options(start, end, account=account, page_size=WHOLE)
    return sheet_of(REPORTS["subsidiary-ledger"], books_of(company_id), options)


def accounts_with_entries(company_id: int, start: AccountingPeriod, end: AccountingPeriod) -> list[tuple[str, str]]:
    """(code, full name) of leaf accounts with a balance or movement in the span."""
    chart = books_of(company_id).chart
    moved = {row.code for row in balances(company_id, start, end) if row.opening or row.debit or row.credit}
    return [(code, chart.full_name(code)) for code in sorted(moved)]


def statement_sheets(company_id: int, period: AccountingPeriod) -> dict[str, Sheet]:
    """The three statements of a period by kind."""
    books = books_of(company_id)
    return {kind: statement_sheet(books, period, kind) for kind in KINDS} if books.is_open else {}


def report_titles() -> list[str]:
    """The reports and statements there are, in the reader's language."""
    return [*(str(report.title) for report in REPORTS.values()), *(str(name) for name in KINDS.values())]


def account_codes(company_id: int) -> list[str]:
    """Codes of the company's chart."""
    return sorted(account.code for account in books_of(company_id).chart)
