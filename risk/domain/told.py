"""What a period tells: facts, and for each the journal lines it was found in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from risk.domain.expression import Value
from risk.domain.journal import Entry, Row


@dataclass(slots=True)
class Told:
    """Facts and, by fact, the lines behind them."""

    facts: dict[str, Value] = field(default_factory=dict)
    lines: dict[str, list[Entry]] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def say(self, name: str, value: Decimal | int, lines: Iterable[Entry] = ()) -> None:
        """Keep a fact with its lines."""
        self.facts[name] = Decimal(value)
        if found := list(lines):
            self.lines[name] = found
