"""A bank statement as it was read: the account, its lines in order of time, its balances, what could not be proved.

Rule kept: an amount is signed from the company's side, in + and out −, whatever the bank calls debit and credit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from kernel.finding import Finding


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement of money. `amount` and `balance` (after it) are in the account's currency, with two places.

    `reference` is what the payer or payee gave (an invoice or order number), `serial_number` the bank's own number;
    `place` says where in the file the line stands (12, Sheet1 12). `paid_by` names what paid where it was not the
    account itself (a bank card behind a wallet): such a line stands on that card's statement and moves nothing here.
    """

    day: date
    amount: Decimal
    description: str = ""
    counterparty: str = ""
    counterparty_account: str = ""
    counterparty_bank: str = ""
    reference: str = ""
    serial_number: str = ""
    balance: Decimal | None = None
    time: time | None = None
    place: str = ""
    paid_by: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one file says of one account. Lines stand from the oldest to the newest.

    `is_proved` is true where every running balance followed from the one before, false where one did not (a finding
    names the place), and None where the file says no balances to prove with.
    """

    layout: str
    lines: tuple[StatementLine, ...]
    account: str = ""
    account_name: str = ""
    bank: str = ""
    kind: str = "bank"
    currency: str = "CNY"
    start: date | None = None
    end: date | None = None
    opening_balance: Decimal | None = None
    closing_balance: Decimal | None = None
    is_proved: bool | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def first_day(self) -> date | None:
        """The day the statement begins: as it says, else that of its first line."""
        return self.start or min((line.day for line in self.lines), default=None)

    @property
    def last_day(self) -> date | None:
        """The day the statement ends: as it says, else that of its last line."""
        return self.end or max((line.day for line in self.lines), default=None)


def money_in(lines: Iterable[StatementLine]) -> Decimal:
    """What came in."""
    return sum((line.amount for line in lines if line.amount > 0), Decimal("0.00"))


def money_out(lines: Iterable[StatementLine]) -> Decimal:
    """What went out, as a positive amount."""
    return -sum((line.amount for line in lines if line.amount < 0), Decimal("0.00"))
