"""What a line of a statement is added up from: accounts, second-level accounts or counterparties with their amounts.

Rule kept: the figure of a line is nothing but the sum of its parts, so drilling down always ties.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from bookkeeping.domain.account import Category, Chart
from bookkeeping.domain.balances import Balance
from kernel.money import ZERO

if TYPE_CHECKING:
    from bookkeeping.domain.statements import LayoutLine


@dataclass(frozen=True, slots=True)
class Part:
    """One addend of a figure: the account (with all below it), the counterparty where it decides, yuan."""

    code: str
    amount: Decimal
    counterparty: str | None = None


def _summed(rows: Sequence[tuple[tuple[str, str | None], Decimal]]) -> list[Part]:
    sums: dict[tuple[str, str | None], Decimal] = {}
    for key, amount in rows:
        sums[key] = sums.get(key, ZERO) + amount
    return [Part(code, amount, party) for (code, party), amount in sums.items() if amount]


def _root(code: str, roots: tuple[str, ...]) -> str:
    return next(root for root in roots if code.startswith(root))


def _sided(chart: Chart, name: str, rows: Sequence[Balance]) -> list[Part]:
    """Balances one by one: per counterparty (`_of`) or per second-level account (`_groups`)."""
    if not name.endswith("_groups"):
        return _summed([((row.code, row.counterparty), row.closing) for row in rows])
    paths = [chart.path(row.code) for row in rows]
    return _summed([((path[min(1, len(path) - 1)], None), row.closing) for path, row in zip(paths, rows, strict=True)])


def position_parts(chart: Chart, line: LayoutLine, balances: Sequence[Balance]) -> list[Part]:
    """Parts of a balance-sheet line, positive on the line's own side."""
    parts: list[Part] = []
    for name, roots in line.expressions:
        rows = [row for row in balances if row.code.startswith(roots) and not row.code.startswith(line.without)]
        if name == "net":
            sign = 1 if line.side == "asset" else -1
            parts += _summed([((_root(row.code, roots), None), sign * row.closing) for row in rows])
        else:
            sided, want_debit = _sided(chart, name, rows), name.startswith("debit")
            parts += [Part(p.code, abs(p.amount), p.counterparty) for p in sided if (p.amount > 0) == want_debit]
    if line.with_profit:
        kept = [row for row in balances if chart[row.code].category is Category.PROFIT_LOSS]
        parts += _summed([((chart.path(row.code)[0], None), -row.closing) for row in kept])
    return parts


def earned_parts(line: LayoutLine, balances: Sequence[Balance]) -> list[Part]:
    """Parts of an income-statement line, positive on the line's own side."""
    sign = 1 if line.side == "debit" else -1
    parts: list[Part] = []
    for name, roots in line.expressions:
        rows = [row for row in balances if row.code.startswith(roots) and not row.code.startswith(line.without)]
        moved = [(row.earned if name == "movement" else row.debit - row.credit) for row in rows]
        keyed = [((_root(row.code, roots), None), sign * amount) for row, amount in zip(rows, moved, strict=True)]
        parts += _summed(keyed)
    return parts
