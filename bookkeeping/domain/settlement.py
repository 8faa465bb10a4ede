"""Which payments settle which invoices, party by party: the same amount first, else the oldest invoice.

Rules kept: money in settles what was sold, money out what was bought; a red-letter invoice settles older ones of its
party like a payment; what no invoice takes is named, so nothing is paid twice or lost.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from bookkeeping.domain.matching.names import plain
from kernel.money import ZERO, total

SALE: Final = "sale"
PURCHASE: Final = "purchase"


@dataclass(frozen=True, slots=True)
class Billed:
    """An invoice: `gross` yuan, negative on a red-letter one."""

    id: int
    direction: str
    number: str
    day: date
    party: str
    gross: Decimal


@dataclass(frozen=True, slots=True)
class Paid:
    """A movement of money: + in, − out, yuan."""

    id: int
    day: date
    party: str
    amount: Decimal
    words: str = ""


@dataclass(slots=True)
class Settled:
    """An invoice and what was paid on it, last on `last_day`."""

    invoice: Billed
    paid: Decimal = ZERO
    last_day: date | None = None

    @property
    def open(self) -> Decimal:
        """Yuan still to be paid."""
        return self.invoice.gross - self.paid

    def take(self, amount: Decimal, day: date) -> Decimal:
        """Settle as much as is open; what is left of the amount."""
        taken = min(amount, self.open)
        if taken > 0:
            self.paid += taken
            self.last_day = day
        return amount - max(taken, ZERO)


@dataclass(slots=True)
class Settlement:
    """All invoices, and payments of which something is left, with what is left (positive)."""

    invoices: list[Settled] = field(default_factory=list)
    unused: list[tuple[Paid, Decimal]] = field(default_factory=list)


def settle(invoices: Iterable[Billed], payments: Iterable[Paid]) -> Settlement:
    """The settlement, invoices and payments by day."""
    billed: defaultdict[tuple[str, str], list[Settled]] = defaultdict(list)
    credits_: defaultdict[tuple[str, str], list[Billed]] = defaultdict(list)
    for one in sorted(invoices, key=lambda one: (one.day, one.id)):
        key = one.direction, plain(one.party)
        (billed[key].append(Settled(one)) if one.gross >= 0 else credits_[key].append(one))
    for key, reds in credits_.items():
        for red in reds:
            _spread(billed[key], -red.gross, red.day)
    result = Settlement()
    moved: defaultdict[tuple[str, str], list[Paid]] = defaultdict(list)
    for paid in sorted(payments, key=lambda one: (one.day, one.id)):
        moved[SALE if paid.amount > 0 else PURCHASE, plain(paid.party)].append(paid)
    for key, found in moved.items():
        result.unused += _of_party(billed.get(key, []), found)
    result.invoices = sorted((one for rows in billed.values() for one in rows), key=lambda one: one.invoice.day)
    result.unused.sort(key=lambda pair: pair[0].day)
    return result


def _of_party(invoices: Sequence[Settled], payments: Sequence[Paid]) -> list[tuple[Paid, Decimal]]:
    rest = []
    for paid in payments:
        exact = next((one for one in invoices if one.open == abs(paid.amount)), None)
        if exact is None or exact.take(abs(paid.amount), paid.day):
            rest.append(paid)
    left = ((paid, _spread(invoices, abs(paid.amount), paid.day)) for paid in rest)
    return [(paid, amount) for paid, amount in left if amount > 0]


def _spread(invoices: Sequence[Settled], amount: Decimal, day: date) -> Decimal:
    """The oldest first; what no invoice took."""
    for one in invoices:
        if amount <= 0:
            break
        amount = one.take(amount, day)
    return max(amount, ZERO)


@cache
def _unbilled() -> re.Pattern[str]:
    words: Any = yaml.safe_load(files(__package__).joinpath("unbilled.yaml").read_text("utf-8"))
    return re.compile("|".join(map(re.escape, words["words"])))


def needs_invoice(paid: Paid, own_name: str) -> bool:
    """Whether an invoice is to be expected: not for wages, taxes, fees, interest, loans and one's own accounts."""
    if not paid.party or plain(paid.party) == plain(own_name):
        return False
    return not _unbilled().search(f"{paid.party} {paid.words}")


def owed(settlement: Settlement, direction: str) -> Decimal:
    """What is open on the invoices of one direction, yuan."""
    return total(one.open for one in settlement.invoices if one.invoice.direction == direction)
