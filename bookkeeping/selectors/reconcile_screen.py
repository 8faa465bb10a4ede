"""What the reconciliation screen shows of an account: open lines with their best suggestion, and recent matches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bookkeeping.models import BankLine, BankMatch, BankMatchLine, JournalLine, MatchState
from bookkeeping.selectors.bank_matching import Desk, LedgerLine
from bookkeeping.selectors.bank_reconciliation import ReconciliationStatement, reconciliation_statement
from kernel.period import AccountingPeriod

PAGE = 300
RECENT = 30


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggestion with the open lines it would take, by id."""

    match: BankMatch
    ledger: tuple[int, ...]
    bank: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One open line of either side and its surest suggestion, if any."""

    line: BankLine | LedgerLine
    suggested: Suggested | None


@dataclass(frozen=True, slots=True)
class Matched:
    """A match that holds, in words for a list."""

    match: BankMatch
    ledger: tuple[JournalLine, ...]
    bank: tuple[BankLine, ...]

    @property
    def amount(self) -> Decimal:
        """What the bank moved; of a match without bank lines what the ledger says."""
        if self.bank:
            return sum((line.amount for line in self.bank), Decimal(0))
        return sum((line.debit - line.credit for line in self.ledger), Decimal(0))


@dataclass(frozen=True, slots=True)
class Screen:
    """All that is shown. Lines beyond `PAGE` of a side are counted in the statement, not shown."""

    statement: ReconciliationStatement
    ledger: tuple[Row, ...]
    bank: tuple[Row, ...]
    recent: tuple[Matched, ...]


def screen_of(desk: Desk, period: AccountingPeriod) -> Screen:
    """The screen as of the end of a period."""
    statement = reconciliation_statement(desk, period.end)
    by_ledger, by_bank = _suggestions(desk)
    return Screen(
        statement,
        tuple(Row(line, by_ledger.get(line.id)) for line in statement.open_ledger[:PAGE]),
        tuple(Row(line, by_bank.get(line.pk)) for line in statement.open_bank[:PAGE]),
        _recent(desk),
    )


def _suggestions(desk: Desk) -> tuple[dict[int, Suggested], dict[int, Suggested]]:
    """The surest suggestion by ledger line and by bank line."""
    rows = BankMatch.objects.filter(account__in=desk.accounts, state=MatchState.SUGGESTED).prefetch_related("lines")
    by_ledger: dict[int, Suggested] = {}
    by_bank: dict[int, Suggested] = {}
    for match in rows.order_by("-confidence", "pk"):
        lines = list(match.lines.all())
        ours = tuple(line.ledger_line_id for line in lines if line.ledger_line_id)
        theirs = tuple(line.bank_line_id for line in lines if line.bank_line_id)
        one = Suggested(match, ours, theirs)
        for row in ours:
            by_ledger.setdefault(row, one)
        for row in theirs:
            by_bank.setdefault(row, one)
    return by_ledger, by_bank


def _recent(desk: Desk) -> tuple[Matched, ...]:
    rows = BankMatch.objects.filter(account__in=desk.accounts, state=MatchState.MATCHED).select_related("made_by")
    found = []
    for match in rows.order_by("-pk")[:RECENT]:
        lines = list(_lines(match))
        ours = tuple(line.ledger_line for line in lines if line.ledger_line)
        found.append(Matched(match, ours, tuple(line.bank_line for line in lines if line.bank_line)))
    return tuple(found)


def _lines(match: BankMatch) -> Sequence[BankMatchLine]:
    return list(match.lines.select_related("ledger_line__voucher", "bank_line"))
