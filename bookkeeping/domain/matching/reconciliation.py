"""The bank reconciliation statement (银行存款余额调节表): both balances brought to one figure by what is outstanding.

Rule kept: what is only suggested stays outstanding. Where a match differs (a fee, a slip), the bank is right and the
ledger takes the difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bookkeeping.domain.matching.lines import Line, Match


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Open lines by kind, and both balances with and without them, fen. `differences` are those of matches."""

    bank_received_not_ledger: tuple[Line, ...]
    bank_paid_not_ledger: tuple[Line, ...]
    ledger_received_not_bank: tuple[Line, ...]
    ledger_paid_not_bank: tuple[Line, ...]
    differences: int
    ledger_balance: int
    statement_balance: int

    @property
    def adjusted_ledger(self) -> int:
        """The ledger balance as it will be once the bank's lines are booked."""
        booked = (*self.bank_received_not_ledger, *self.bank_paid_not_ledger)
        return self.ledger_balance + self.differences + sum(line.amount for line in booked)

    @property
    def adjusted_statement(self) -> int:
        """The statement balance as it will be once the ledger's lines have passed the bank."""
        passed = (*self.ledger_received_not_bank, *self.ledger_paid_not_bank)
        return self.statement_balance + sum(line.amount for line in passed)

    @property
    def is_balanced(self) -> bool:
        """Whether both come to the same."""
        return self.adjusted_ledger == self.adjusted_statement


def reconciliation(
    ledger: Sequence[Line],
    bank: Sequence[Line],
    matches: Iterable[Match],
    balances: tuple[int, int],
) -> Reconciliation:
    """What is open after these matches; suggestions among them count for nothing. `balances`: ledger, statement."""
    done = [match for match in matches if match.action == "match"]
    ours = {line for match in done for line in match.ledger}
    theirs = {line for match in done for line in match.bank}
    open_ledger = [line for line in ledger if line.id not in ours]
    open_bank = [line for line in bank if line.id not in theirs]
    return Reconciliation(
        tuple(line for line in open_bank if line.amount >= 0),
        tuple(line for line in open_bank if line.amount < 0),
        tuple(line for line in open_ledger if line.amount >= 0),
        tuple(line for line in open_ledger if line.amount < 0),
        sum(match.difference for match in done),
        *balances,
    )
