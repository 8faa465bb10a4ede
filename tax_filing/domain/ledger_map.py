"""Where the figures of a return stand in the books, read from `ledger_map.yaml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from law.store import load_documents

_FILE: Final = Path(__file__).parents[1] / "ledger_map.yaml"


@dataclass(frozen=True, slots=True)
class StatementFigure:
    """Lines of the income statement that are added and taken away."""

    plus: Sequence[int]
    minus: Sequence[int]


@dataclass(frozen=True, slots=True)
class LedgerMap:
    """The map of one accounting standard."""

    profit_line: int
    total_assets_line: int
    income_statement: Mapping[str, StatementFigure]
    accounts: Mapping[str, str]


@cache
def ledger_map(standard: str) -> LedgerMap:
    """The map of `small_business` or `enterprise`."""
    (data,) = load_documents(_FILE)
    return _map(data[standard])


def _map(data: Mapping[str, Any]) -> LedgerMap:
    figures = {
        name: StatementFigure(tuple(lines.get("plus", ())), tuple(lines.get("minus", ())))
        for name, lines in data["income_statement"].items()
    }
    return LedgerMap(data["profit_line"], data["total_assets_line"], figures, data["accounts"])
