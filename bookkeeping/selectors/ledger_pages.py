"""One account's lines page by page: what stands before a page is added up by the database, not read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum

from bookkeeping.models import JournalLine
from bookkeeping.models.fields import FenField
from bookkeeping.selectors.balances import balances
from bookkeeping.selectors.books import Books
from bookkeeping.selectors.ledger import LedgerRow, posted_lines
from kernel.money import ZERO, total
from kernel.period import AccountingPeriod

_COLUMNS = (
    "voucher_id", "voucher__date", "voucher__number", "account__code", "description", "counterparty", "debit", "credit",
    "voucher__voucher_type",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Rows of one page with the balance before them, the first row overleaf, and whole sums of the days shown."""

    carried: Decimal
    rows: list[LedgerRow]
    following: LedgerRow | None
    days: dict[date, tuple[Decimal, Decimal]]
    page: int
    pages: int

    @property
    def closing(self) -> Decimal:
        """Balance after the last row of the page."""
        return self.rows[-1].balance if self.rows else self.carried


def ledger_page(
    books: Books,
    code: str,
    span: tuple[AccountingPeriod, AccountingPeriod],
    *,
    counterparty: str | None = None,
    page: int = 1,
    size: int = 200,
) -> LedgerPage:
    """A page of the ledger of an account with everything below it, posted lines in order of date and voucher."""
    start, end = span
    opening = total(
        row.opening
        for row in balances(books.company.pk, start, start)
        if row.code.startswith(code) and counterparty in {None, row.counterparty}
    )
    lines = posted_lines(books, [code], start, end)
    if counterparty is not None:
        lines = lines.filter(counterparty=counterparty)
    pages = max(-(-lines.count() // size), 1)
    page = min(page, pages)
    lines = lines.order_by("period", "voucher__date", "voucher__voucher_type", "voucher__number", "position")
    first = (page - 1) * size
    carried = opening + _moved(lines[:first]) if first else opening
    rows = _rows(lines[first : first + size + 1], carried)
    following = rows.pop() if len(rows) > size else None
    return LedgerPage(carried, rows, following, _day_sums(lines, rows), page, pages)


def _day_sums(lines: QuerySet[JournalLine], rows: list[LedgerRow]) -> dict[date, tuple[Decimal, Decimal]]:
    """Debit and credit of the days on a page; a day that began or goes on overleaf is added up by the database."""
    sums: dict[date, tuple[Decimal, Decimal]] = {}
    for row in rows:
        debit, credit = sums.get(row.date, (ZERO, ZERO))
        sums[row.date] = debit + row.debit, credit + row.credit
    for day in {rows[0].date, rows[-1].date} if rows else ():
        found = _sums(lines.filter(period=str(AccountingPeriod.of(day)), voucher__date=day))
        sums[day] = found
    return sums


def _moved(lines: QuerySet[JournalLine]) -> Decimal:
    """Debit minus credit of the first lines, added up in the database."""
    debit, credit = _sums(lines)
    return debit - credit


def _sums(lines: QuerySet[JournalLine]) -> tuple[Decimal, Decimal]:
    field = FenField()
    sums = lines.aggregate(d=Sum("debit", output_field=field), c=Sum("credit", output_field=field))
    return sums["d"] or ZERO, sums["c"] or ZERO


def _rows(lines: QuerySet[JournalLine], running: Decimal) -> list[LedgerRow]:
    rows = []
    for voucher_id, day, number, account, text, party, debit, credit, word in lines.values_list(*_COLUMNS):
        running += debit - credit
        rows.append(LedgerRow(voucher_id, day, number or 0, account, text, party, debit, credit, running, word))
    return rows
