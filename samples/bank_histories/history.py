"""A history from a seed: what happened to the account, as the books say it and as the bank says it.

Rule kept: the truth is written down where the lines are made. Shares of what happens stand in `events.MIX`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Final

from samples.bank_histories.names import Counterparty, as_banks_write, as_books_write, counterparties

DEVELOPMENT: Final = tuple(range(1, 81))
EVALUATION: Final = tuple(range(1001, 1025))
COMMON: Final = tuple(
    yuan * 100 for yuan in (200, 300, 500, 600, 800, 1000, 1200, 1500, 2000, 3000, 5000, 8000, 10000, 20000, 50000)
)
START: Final = date(2026, 1, 1).toordinal()
Group = tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of either side; `amount` in fen, money in +, money out −."""

    id: str
    day: date
    amount: int
    description: str
    counterparty: str
    reference: str


@dataclass(frozen=True, slots=True)
class History:
    """Both sides and the true groups (ids of ledger lines, ids of bank lines); what is in no group has no partner.

    A group without ledger lines is money that went out and came back, which the books never saw.
    """

    ledger: tuple[HistoryLine, ...]
    bank: tuple[HistoryLine, ...]
    truth: tuple[Group, ...]


@dataclass
class Draft:
    """A history being written."""

    rng: Random
    parties: list[Counterparty]
    days: int
    ledger: list[HistoryLine] = field(default_factory=list)
    bank: list[HistoryLine] = field(default_factory=list)
    truth: list[Group] = field(default_factory=list)
    numbers: int = 0

    def amount(self) -> int:
        """Fen, always positive: a common round amount in one of four cases, else anything."""
        chance = self.rng.random()
        if chance < 0.22:
            return self.rng.choice(COMMON)
        if chance < 0.32:
            return self.rng.randrange(1, 500) * 10_000
        return int(10 ** self.rng.uniform(4, 7.4))

    def number(self) -> str:
        """A number that a paper of this business carries: an invoice, an order, a contract."""
        self.numbers += 1
        return self.rng.choice(("FP{:08d}", "DD2026{:06d}", "HT-2026-{:05d}", "{:020d}")).format(
            self.numbers * 7 + 26_310_000
        )

    def book(self, party: Counterparty | str, day: int, amount: int, words: str, reference: str = "") -> str:
        """A ledger line; its id."""
        name = as_books_write(party, self.rng) if isinstance(party, Counterparty) else party
        if isinstance(party, Counterparty) and (not name or self.rng.random() < 0.2):
            words = f"{words} {party.brand}{party.trade}" if self.rng.random() < 0.7 else words
        line = HistoryLine(f"L{len(self.ledger) + 1}", date.fromordinal(day), amount, words, name, reference)
        self.ledger.append(line)
        return line.id

    def pay(self, party: Counterparty | str, day: int, amount: int, words: str, reference: str = "") -> str:
        """A bank line; its id. The bank may put the reference among its words, or a number of its own in its place."""
        name = as_banks_write(party, self.rng) if isinstance(party, Counterparty) else party
        chance = self.rng.random()
        if reference and chance < 0.35:
            words, reference = f"{words} {reference}", ""
        elif not reference and chance < 0.4:
            reference = f"{self.rng.randrange(10**11, 10**12)}"
        line = HistoryLine(f"B{len(self.bank) + 1}", date.fromordinal(day), amount, words, name, reference)
        self.bank.append(line)
        return line.id

    def tie(self, ledger: list[str], bank: list[str]) -> None:
        """These belong together."""
        self.truth.append((frozenset(ledger), frozenset(bank)))


def history(seed: int, lines: int = 1000, days: int = 365) -> History:
    """About `lines` bank lines over `days` days. The same seed gives the same history."""
    from samples.bank_histories.events import happen

    rng = Random(f"bank history {seed} {lines}")
    draft = Draft(rng, counterparties(rng, max(20, lines // 14), COMMON), days)
    while len(draft.bank) < lines:
        happen(draft)
    return History(_shuffled(draft.ledger, rng), _shuffled(draft.bank, rng), tuple(draft.truth))


def _shuffled(lines: list[HistoryLine], rng: Random) -> tuple[HistoryLine, ...]:
    """In order of days; lines of one day in any order."""
    rng.shuffle(lines)
    return tuple(sorted(lines, key=lambda line: line.day))
