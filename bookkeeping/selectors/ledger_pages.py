"""One ledger's lines page by page: what stands before a page is added up by the database, not read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from bookkeeping.models import JournalLine
from bookkeeping.selectors.ledger import LedgerRow
from bookkeeping.selectors.measured import LedgerScope, Moved
from kernel.period import AccountingPeriod

_COLUMNS = (
    "voucher_id", "voucher__date", "voucher__number", "account__code", "description", "counterparty", "debit", "credit",
    "voucher__voucher_type", "analysis_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Rows of one page with the balance before them, the first row overleaf, and whole sums of the days shown."""

    carried: Decimal
    carried_units: Decimal
    rows: list[LedgerRow]
    following: LedgerRow | None
    days: dict[date, Moved]
    page: int
    pages: int

    @property
    def closing(self) -> Decimal:
        """Balance after the last row of the page."""
        return self.rows[-1].balance if self.rows else self.carried

    @property
    def closing_units(self) -> Decimal:
        """Units after the last row of the page."""
        return self.rows[-1].units_balance if self.rows else self.carried_units


def ledger_page(
    scope: LedgerScope, span: tuple[AccountingPeriod, AccountingPeriod], *, page: int = 1, size: int = 200
) -> LedgerPage:
    """A page of a ledger: posted lines in order of date and voucher."""
    lines = scope.lines(*span)
    pages = max(-(-lines.count() // size), 1)
    page = min(page, pages)
    lines = lines.order_by("period", "voucher__date", "voucher__voucher_type", "voucher__number", "position")
    first = (page - 1) * size
    carried = scope.before(span[0])
    if first:
        carried = carried.plus(scope.moved(lines[:first]))
    rows = _rows(scope, lines[first : first + size + 1], carried)
    following = rows.pop() if len(rows) > size else None
    return LedgerPage(carried.net, carried.net_units, rows, following, _day_sums(scope, lines, rows), page, pages)


def _day_sums(scope: LedgerScope, lines: QuerySet[JournalLine], rows: list[LedgerRow]) -> dict[date, Moved]:
    """Both sides of the days on a page; a day that began or goes on overleaf is added up by the database."""
    sums: dict[date, Moved] = {}
    for row in rows:
        sums[row.date] = sums.get(row.date, Moved()).plus(Moved(row.debit, row.credit))
    for day in {rows[0].date, rows[-1].date} if rows else ():
        sums[day] = scope.moved(lines.filter(period=str(AccountingPeriod.of(day)), voucher__date=day))
    return sums


def _rows(scope: LedgerScope, lines: QuerySet[JournalLine], before: Moved) -> list[LedgerRow]:
    rows, running, counted = [], before.net, before.net_units
    for pk, day, number, account, text, party, debit, credit, word, analysis, units in lines.values_list(
        *_COLUMNS, scope.measure.of_line
    ):
        running += debit - credit
        counted += units if debit else -units
        row = (pk, day, number or 0, account, text, party, debit, credit, running, word, analysis, units, counted)
        rows.append(LedgerRow(*row))
    return rows
