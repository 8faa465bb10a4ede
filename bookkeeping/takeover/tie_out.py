"""What was exported beside what stands here: figure by figure, account by account, as plain values that can be kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kernel.money import ZERO

FIGURES = ("opening", "year_debit", "year_credit", "closing")
"""Debit less credit at the start, movements, debit less credit at the end."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure of the file and ours, in yuan."""

    file: Decimal
    ours: Decimal

    @property
    def difference(self) -> Decimal:
        """Ours less the file's."""
        return self.ours - self.file


@dataclass(frozen=True, slots=True)
class TieRow:
    """One account of ours, the accounts of the other package that became it, a pair for every figure compared."""

    code: str
    name: str
    old: tuple[str, ...]
    pairs: Mapping[str, Pair]
    is_total: bool = False

    @property
    def differs(self) -> bool:
        """Whether any figure does."""
        return any(pair.difference for pair in self.pairs.values())


Sums = Mapping[str, Mapping[str, Decimal]]
"""By account of ours, by figure."""


def compare(
    figures: Sequence[str], file: Sums, ours: Sums, names: Mapping[str, str], old: Mapping[str, Sequence[str]]
) -> list[TieRow]:
    """A row for every account that has a figure on either side."""
    rows = []
    for code in sorted(file.keys() | ours.keys()):
        theirs, here = file.get(code, {}), ours.get(code, {})
        pairs = {name: Pair(theirs.get(name, ZERO), here.get(name, ZERO)) for name in figures}
        if any(pair.file or pair.ours for pair in pairs.values()):
            rows.append(TieRow(code, names.get(code, ""), tuple(old.get(code, ())), pairs))
    return rows


def first_level(rows: Sequence[TieRow], names: Mapping[str, str], figures: Sequence[str]) -> list[TieRow]:
    """The same by first-level account (the first four digits), each a total."""
    sums: dict[str, dict[str, Pair]] = {}
    for row in rows:
        found = sums.setdefault(row.code[:4], {name: Pair(ZERO, ZERO) for name in figures})
        for name, pair in row.pairs.items():
            found[name] = Pair(found[name].file + pair.file, found[name].ours + pair.ours)
    return [TieRow(code, names.get(code, ""), (), pairs, is_total=True) for code, pairs in sums.items()]


def as_data(row: TieRow) -> dict[str, object]:
    """The row as JSON keeps it."""
    pairs = {name: [str(pair.file), str(pair.ours)] for name, pair in row.pairs.items()}
    return {"code": row.code, "name": row.name, "old": list(row.old), "pairs": pairs, "total": row.is_total}


def from_data(data: Mapping[str, Any]) -> TieRow:
    """The row back."""
    pairs = {name: Pair(Decimal(file), Decimal(ours)) for name, (file, ours) in data["pairs"].items()}
    return TieRow(data["code"], data["name"], tuple(data["old"]), pairs, data["total"])
