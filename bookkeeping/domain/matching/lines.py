"""What matching is about: lines of the ledger, lines of the bank, what belongs together, and why.

Rule kept: amounts are whole fen, money in +, money out −, on both sides; a line stands in one match at most.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Action = Literal["match", "suggest"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of either side. `day` is the proleptic ordinal of its date, 0 where none is known."""

    id: Hashable
    day: int
    amount: int
    counterparty: str = ""
    description: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """Lines that belong together. `difference` is bank less ledger in fen; 0 but for fees, exchange and slips.

    `layer` names the kind of evidence, `confidence` the measured share of right matches of that kind.
    """

    ledger: tuple[Hashable, ...]
    bank: tuple[Hashable, ...]
    layer: str
    confidence: float
    action: Action
    difference: int = 0


@dataclass(frozen=True, slots=True)
class Memory:
    """What people taught: whose name the bank's name is (both as written), and pairs that do not belong together."""

    aliases: Mapping[str, str] = field(default_factory=dict)
    parted: frozenset[tuple[Hashable, Hashable]] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """All matches, suggestions last. A line may stand in several suggestions."""

    matches: tuple[Match, ...]
    suggestions: tuple[Match, ...] = ()
