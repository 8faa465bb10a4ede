"""The ledger of one account: opening balance, every posted line, running balance (明细账)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from bookkeeping.models import JournalLine, VoucherState
from bookkeeping.selectors.balances import balances
from bookkeeping.selectors.books import Books
from kernel.money import ZERO, total
from kernel.period import AccountingPeriod


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line of a ledger with the balance after it (debit positive).

    `units` are quantity or foreign currency, whichever the ledger is kept in, on the side of the amount.
    """

    voucher_id: int
    date: date
    number: int
    account_code: str
    description: str
    counterparty: str
    debit: Decimal
    credit: Decimal
    balance: Decimal
    word: str = "记"
    analysis_id: int | None = None
    units: Decimal = ZERO
    units_balance: Decimal = ZERO

    @property
    def name(self) -> str:
        """Type and number of the voucher."""
        return f"{self.word}-{self.number}"


@dataclass(frozen=True, slots=True)
class AccountLedger:
    """A ledger over a span of periods."""

    code: str
    name: str
    opening: Decimal
    rows: list[LedgerRow]

    @property
    def closing(self) -> Decimal:
        """Balance after the last line."""
        return self.rows[-1].balance if self.rows else self.opening

    @property
    def debit(self) -> Decimal:
        """Sum of the debit column."""
        return total(row.debit for row in self.rows)

    @property
    def credit(self) -> Decimal:
        """Sum of the credit column."""
        return total(row.credit for row in self.rows)


def posted_lines(
    books: Books, codes: list[str], start: AccountingPeriod, end: AccountingPeriod
) -> QuerySet[JournalLine]:
    """Posted lines on these accounts and all below them."""
    ids = [pk for code, pk in books.account_ids.items() if code.startswith(tuple(codes))] if codes else []
    return JournalLine.objects.filter(
        account_id__in=ids, period__gte=str(start), period__lte=str(end), voucher__state=VoucherState.POSTED
    )


def ledger_of(
    books: Books, code: str, start: AccountingPeriod, end: AccountingPeriod, *, counterparty: str | None = None
) -> AccountLedger:
    """The ledger of an account with everything below it, optionally of one counterparty."""
    before = balances(books.company.pk, start, start)
    opening = total(
        row.opening
        for row in before
        if row.code.startswith(code) and (counterparty is None or row.counterparty == counterparty)
    )
    lines = posted_lines(books, [code], start, end)
    if counterparty is not None:
        lines = lines.filter(counterparty=counterparty)
    values = lines.order_by("period", "voucher__number", "position").values_list(
        "voucher_id",
        "voucher__date",
        "voucher__number",
        "account__code",
        "description",
        "counterparty",
        "debit",
        "credit",
    )
    rows, running = [], opening or ZERO
    for value in values:
        voucher_id, day, number, account, description, party, debit, credit = value
        running += debit - credit
        rows.append(LedgerRow(voucher_id, day, number or 0, account, description, party, debit, credit, running))
    return AccountLedger(code, books.chart.full_name(code), opening, rows)
