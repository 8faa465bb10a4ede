"""The board on which a case is matched: both sides in columns, what is still open, what was found.

Rule kept: each layer sees only open lines, and no pair a person has parted.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from itertools import compress, repeat
from typing import Final, NamedTuple

from bookkeeping.domain.matching.lines import Line, Memory
from bookkeeping.domain.matching.names import NOBODY, Names, Parties
from bookkeeping.domain.matching.references import shared_references

# A cheque may be cashed long after it was booked; what the bank knew first is booked when its paper arrives.
LATEST: Final = 62
EARLIEST: Final = -31
NO_PARTY: Final = -1
Found = tuple[tuple[int, ...], tuple[int, ...], str]


class Columns(NamedTuple):
    """The lines of one side taken apart."""

    lines: Sequence[Line]
    days: Sequence[int]
    amounts: Sequence[int]
    counterparties: Sequence[str]
    descriptions: Sequence[str]
    references: Sequence[str]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Columns:
        """The columns."""
        return cls(
            lines,
            [line.day for line in lines],
            [line.amount for line in lines],
            [line.counterparty for line in lines],
            [line.description for line in lines],
            [line.reference for line in lines],
        )


@dataclass(slots=True)
class Side:
    """One side in columns, by position.

    `parties` holds the number of the party a line names, NO_PARTY where it names none or may mean several; these stand
    in `likely`. `references` is empty unless the other side knows the reference too.
    """

    lines: Sequence[Line]
    days: Sequence[int]
    amounts: Sequence[int]
    parties: list[int]
    likely: dict[int, Parties]
    references: list[str]
    open: bytearray

    def still_open(self) -> list[int]:
        """Positions of open lines."""
        return list(compress(range(len(self.open)), self.open))

    def meant(self, row: int) -> Parties:
        """All parties a line may mean."""
        party = self.parties[row]
        return self.likely.get(row, NOBODY) if party == NO_PARTY else (party,)


@dataclass(slots=True)
class Board:
    """Both sides and what was found so far, as (ledger positions, bank positions, layer)."""

    ledger: Side
    bank: Side
    parted: frozenset[tuple[Hashable, Hashable]]
    found: list[Found] = field(default_factory=list)

    def gap(self, ours: int, theirs: int) -> int:
        """Days from the ledger line to the bank line."""
        return self.bank.days[theirs] - self.ledger.days[ours]

    def may_pair(self, ours: int, theirs: int) -> bool:
        """Whether nothing speaks against the two: dates, another reference of theirs, a person's word."""
        if not EARLIEST <= self.bank.days[theirs] - self.ledger.days[ours] <= LATEST:
            return False
        our_reference, their_reference = self.ledger.references[ours], self.bank.references[theirs]
        if our_reference and their_reference and our_reference != their_reference:
            return False
        return not self.parted or (self.ledger.lines[ours].id, self.bank.lines[theirs].id) not in self.parted

    def settle_pair(self, one: int, other: int, layer: str) -> None:
        """One line of each side belongs together."""
        self.ledger.open[one] = self.bank.open[other] = 0
        self.found.append(((one,), (other,), layer))

    def reopen(self, ours: tuple[int, ...], theirs: tuple[int, ...]) -> None:
        """These were not sure enough: other choices may be offered too."""
        for row in ours:
            self.ledger.open[row] = 1
        for row in theirs:
            self.bank.open[row] = 1

    def settle(self, ours: tuple[int, ...], theirs: tuple[int, ...], layer: str) -> None:
        """These belong together: they are open no longer."""
        for index in ours:
            self.ledger.open[index] = 0
        for index in theirs:
            self.bank.open[index] = 0
        self.found.append((ours, theirs, layer))


def board_of(ledger: Sequence[Line], bank: Sequence[Line], memory: Memory) -> Board:
    """The board of a case, names and references resolved."""
    ours, theirs = Columns.of(ledger), Columns.of(bank)
    names = Names(set(ours.counterparties), set(theirs.counterparties), memory.aliases)
    our_references, their_references = shared_references(
        (ours.references, ours.descriptions), (theirs.references, theirs.descriptions)
    )
    return Board(_side(ours, names, our_references), _side(theirs, names, their_references), memory.parted)


def _side(columns: Columns, names: Names, references: list[str]) -> Side:
    single, likely, said = names.single(), dict[int, Parties](), dict[str, Parties]()
    parties = list(map(single.get, columns.counterparties, repeat(NO_PARTY)))
    for row in [row for row, party in enumerate(parties) if party == NO_PARTY]:
        name = columns.counterparties[row]
        meant = names.meant_by(name) if name else _read(columns.descriptions[row], names, said)
        if len(meant) == 1:
            parties[row] = meant[0]
        elif meant:
            likely[row] = meant
    is_open = bytearray(b"\1") * len(columns.lines)
    return Side(columns.lines, columns.days, columns.amounts, parties, likely, references, is_open)


def _read(words: str, names: Names, said: dict[str, Parties]) -> Parties:
    """Whom these words name; the same words are read once."""
    if words not in said:
        said[words] = names.found_in(words)
    return said[words]
