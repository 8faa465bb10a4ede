"""Keep a case's books for real: a company in the database in use, every transaction posted, the period closed.

Used by `keep_books` on a throw-away database; nothing here is reachable from the web.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import count
from typing import Any

from bookkeeping.cases import BooksCase, check_openings, read_case, report
from bookkeeping.models import PeriodBalance
from bookkeeping.selectors.balances import balances
from bookkeeping.selectors.books import Books, books_of
from bookkeeping.selectors.statements import statements_of
from bookkeeping.services.close_period import ClosingBlocked, close_period
from bookkeeping.services.close_profit_and_loss import close_profit_and_loss
from bookkeeping.services.open_books import insert_accounts, open_books
from bookkeeping.services.post_drafts import post_draft
from foundation.models import Agency, Company, TaxpayerStatus
from kernel.errors import Refusal
from kernel.money import ZERO
from kernel.period import AccountingPeriod

_numbers = count(1)


def keep_case(case: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of `keep_books`. Raises `InvalidValue` where the case as a whole cannot be read."""
    ready = read_case(case)
    check_openings(ready)
    books = _company(ready)
    for draft in ready.drafts:
        try:
            post_draft(books.company.pk, draft, None)
        except Refusal as refusal:
            ready.refuse(draft.key.split(":")[1], refusal)
    if ready.close:
        _close(ready, books)
    rows = balances(books.company.pk, ready.period, ready.period)
    return report(ready, rows, statements_of(books, ready.period))


def _company(ready: BooksCase) -> Books:
    number = next(_numbers)
    agency, _created = Agency.objects.get_or_create(name="keep_books")
    company = Company.objects.create(
        agency=agency,
        name=f"账套 {number}",
        taxpayer_id=f"9100000000{number:05d}",
        accounting_standard=ready.layout.standard,
        books_begin=str(ready.period),
    )
    TaxpayerStatus.objects.create(
        company=company,
        effective_from=date(ready.period.year, 1, 1),
        vat_status="general" if ready.is_general_taxpayer else "small_scale",
        vat_filing="month",
    )
    open_books(company, actor=None)
    insert_accounts(company, ready.chart, ready.chart, custom=True)
    books = books_of(company.pk)
    _write_openings(ready, books)
    return books


def _write_openings(ready: BooksCase, books: Books) -> None:
    """Openings as given, also those that do not balance: the case's own findings name that."""
    before = str(AccountingPeriod(ready.period.year - 1, 12))
    sums: dict[tuple[str, str], Any] = {}
    for row in ready.openings:
        key = (row.code, row.counterparty)
        sums[key] = sums.get(key, ZERO) + row.opening
    PeriodBalance.objects.bulk_create(
        PeriodBalance(
            company=books.company,
            account_id=books.account_ids[code],
            period=before,
            counterparty=party,
            debit=max(signed, ZERO),
            credit=max(-signed, ZERO),
        )
        for (code, party), signed in sums.items()
        if signed
    )


def _close(ready: BooksCase, books: Books) -> None:
    try:
        close_profit_and_loss(books.company.pk, ready.period, actor=None)
        close_period(books.company.pk, ready.period, None)
    except ClosingBlocked as blocked:
        ready.findings += [
            {
                "subject": str(ready.period),
                "rule": finding.rule,
                "severity": finding.severity.value,
                "message_zh": finding.message_zh,
                "message_en": finding.message_en,
            }
            for finding in blocked.facts["findings"]  # type: ignore[attr-defined]
        ]
