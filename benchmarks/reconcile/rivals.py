"""What matching is measured against: an index over amounts with names compared among ties.

It is what a careful programmer writes in an afternoon: dates by bisection, the sure ones first, then ties by likeness
of names. It knows no references, fees or sums.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from rapidfuzz.fuzz import partial_ratio

from bookkeeping.domain.matching import Line
from bookkeeping.domain.matching.board import EARLIEST, LATEST

LEAST = 60


def amount_index(ledger: Sequence[Line], bank: Sequence[Line]) -> dict[int, int]:
    """Position of the ledger line for bank lines by position."""
    rows: dict[int, list[int]] = {}
    for row in sorted(range(len(ledger)), key=lambda row: ledger[row].day):
        rows.setdefault(ledger[row].amount, []).append(row)
    days = {amount: [ledger[row].day for row in found] for amount, found in rows.items()}
    used, answer, ties = bytearray(len(ledger)), dict[int, int](), []
    for position, line in enumerate(bank):
        if line.amount not in rows:
            continue
        when = days[line.amount]
        near = rows[line.amount][bisect_left(when, line.day - LATEST) : bisect_right(when, line.day - EARLIEST)]
        if len(near) == 1 and not used[near[0]]:
            answer[position] = near[0]
            used[near[0]] = 1
        elif near:
            ties.append((position, near))
    for position, near in ties:
        if (best := _likeliest(bank[position], ledger, [row for row in near if not used[row]])) is not None:
            answer[position] = best
            used[best] = 1
    return answer


def _likeliest(line: Line, ledger: Sequence[Line], rows: Sequence[int]) -> int | None:
    if not rows:
        return None
    if not line.counterparty:
        return min(rows, key=lambda row: abs(line.day - ledger[row].day))
    score, _, best = max(
        (partial_ratio(line.counterparty, ledger[row].counterparty), -abs(line.day - ledger[row].day), row)
        for row in rows
    )
    return best if score >= LEAST else None
