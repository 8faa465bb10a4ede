"""Our invoices beside the bureau's list: what one side lacks, and where they say different things.

Rule kept: an invoice is known by its code and number; without a code on either side by its number alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Kind = Literal["not_received", "not_listed", "amount", "state"]
DEAD = frozenset({"voided", "abnormal"})


@dataclass(frozen=True, slots=True)
class Side:
    """An invoice as one side has it; `id` is 0 on the bureau's."""

    direction: str
    number: str
    code: str
    day: date | None
    party: str
    gross: Decimal | None
    state: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """One invoice the two sides do not agree on."""

    kind: Kind
    ours: Side | None
    theirs: Side | None

    @property
    def shown(self) -> Side:
        """The side there is, ours first."""
        side = self.ours or self.theirs
        assert side is not None  # noqa: S101 - one of the two is always there
        return side


def differences(ours: Iterable[Side], theirs: Iterable[Side]) -> list[Difference]:
    """By direction, day and number."""
    mine = {(one.direction, one.number): one for one in ours if one.number}
    listed = {(one.direction, one.number): one for one in theirs}
    found = [Difference("not_received", None, one) for key, one in listed.items() if key not in mine]
    found = [one for one in found if one.theirs and one.theirs.state not in DEAD]
    for key, one in mine.items():
        found += _compared(one, listed.get(key))
    return sorted(found, key=lambda one: (one.shown.direction, str(one.shown.day), one.shown.number))


def _compared(one: Side, other: Side | None) -> list[Difference]:
    if other is None:
        return [Difference("not_listed", one, None)]
    if other.state in DEAD:
        return [Difference("state", one, other)]
    if None not in (one.gross, other.gross) and one.gross != other.gross:
        return [Difference("amount", one, other)]
    return []
