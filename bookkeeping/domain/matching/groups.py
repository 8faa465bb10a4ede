"""Layers inside one reference or counterparty: fees, slips and exchange differences, instalments and batches.

Rule kept: only lines that share a reference or a party are looked at together here, so what is found may stand alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bookkeeping.domain.matching.board import NO_PARTY, Board, Side
from bookkeeping.domain.matching.differences import difference_kind, speaks_of_currency
from bookkeeping.domain.matching.sums import MOST_CANDIDATES, subsets

Family = tuple[list[int], list[int]]
FEES: Final = frozenset({"fee", "share", "dear_fee"})
OTHERS: Final = frozenset({"slip", "currency", "exchange"})
# Days around a payment in which its parts may lie, and how many candidates still count as few.
SPAN: Final = 45
FEW: Final = 12
_FAMILY: Final = 1600


def by_reference(board: Board) -> None:
    """Lines of one reference: all together, then one with one, then one with several."""
    for ours, theirs in families(board.ledger, board.bank, board.ledger.references, board.bank.references, ""):
        if len(ours) + len(theirs) > 2 and _same_sum(board, ours, theirs):
            board.settle(tuple(ours), tuple(theirs), "reference_sum")
            continue
        _differing(board, (ours, theirs), "reference", FEES | OTHERS)
        _summing(board, (ours, theirs), "reference")


def by_party(board: Board) -> None:
    """Lines of one party: less a fee, then sums, then what differs otherwise."""
    for family in families(board.ledger, board.bank, board.ledger.parties, board.bank.parties, NO_PARTY):
        _differing(board, family, "party", FEES)
        _summing(board, family, "party")
        _differing(board, family, "party", OTHERS)


def families(
    ledger: Side, bank: Side, ours: Sequence[object], theirs: Sequence[object], none: object
) -> Iterator[Family]:
    """Open lines of both sides by a key both share; `none` is the key that means nothing."""
    found: dict[object, list[int]] = {}
    for row, key in enumerate(ours):
        if key != none and ledger.open[row]:
            found.setdefault(key, []).append(row)
    wanted: dict[object, list[int]] = {}
    for row, key in enumerate(theirs):
        if key in found and bank.open[row]:
            wanted.setdefault(key, []).append(row)
    return ((found[key], rows) for key, rows in wanted.items())


def edges_of(board: Board, family: Family, kinds: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """Open pairs whose amounts differ by one of these kinds."""
    ours, theirs = family
    fees_only = kinds <= FEES
    for one in ours:
        if not board.ledger.open[one]:
            continue
        amount = board.ledger.amounts[one]
        for other in theirs:
            if fees_only and board.bank.amounts[other] >= amount:
                continue  # a fee makes what the bank shows less
            kind = difference_kind(amount, board.bank.amounts[other])
            if kind == "exchange" and _foreign(board, one, other):
                kind = "currency"
            if kind in kinds and board.bank.open[other] and board.may_pair(one, other):
                yield one, other, kind


def sums_to(board: Board, whole: int, parts: list[int], *, swapped: bool) -> tuple[list[list[int]], str]:
    """The choices of `parts` that come to `whole`, and how clear the first is: `few`, `many` or `several`.

    `whole` is a bank line and `parts` are ledger lines; with `swapped` the other way round.
    """
    one_side, many_side = (board.ledger, board.bank) if swapped else (board.bank, board.ledger)
    day, target = one_side.days[whole], one_side.amounts[whole]
    rows = [
        row
        for row in parts
        if many_side.open[row]
        and many_side.amounts[row] * target > 0
        and abs(many_side.amounts[row]) < abs(target)
        and abs(many_side.days[row] - day) <= SPAN
        and (board.may_pair(whole, row) if swapped else board.may_pair(row, whole))
    ]
    if len(rows) < 2 or abs(sum(many_side.amounts[row] for row in rows)) < abs(target):
        return [], ""
    rows = sorted(rows, key=lambda row: abs(many_side.days[row] - day))[:MOST_CANDIDATES]
    found = [[rows[place] for place in one] for one in subsets([many_side.amounts[row] for row in rows], target)]
    return found, "several" if len(found) > 1 else "few" if len(rows) <= FEW else "many"


def _same_sum(board: Board, ours: list[int], theirs: list[int]) -> bool:
    return len(ours) + len(theirs) <= 12 and sum(board.ledger.amounts[row] for row in ours) == sum(
        board.bank.amounts[row] for row in theirs
    )


def _foreign(board: Board, one: int, other: int) -> bool:
    return any(speaks_of_currency(line.description) for line in (board.ledger.lines[one], board.bank.lines[other]))


def _differing(board: Board, family: Family, layer: str, kinds: frozenset[str]) -> None:
    """Pairs whose amounts differ in a usual way, each the other's only such partner."""
    if len(family[0]) * len(family[1]) > _FAMILY:
        return
    edges = list(edges_of(board, family, kinds))
    for one, other, kind in edges:
        if sum(edge[0] == one or edge[1] == other for edge in edges) == 1:
            board.settle_pair(one, other, f"{layer}_{kind}")


def _summing(board: Board, family: Family, layer: str) -> None:
    """A line of one side that is the sum of several of the other side, where one choice alone comes to it."""
    ours, theirs = family
    for other in theirs if len(ours) > 1 else ():
        if board.bank.open[other]:
            found, clarity = sums_to(board, other, ours, swapped=False)
            if len(found) == 1:
                board.settle(tuple(found[0]), (other,), f"{layer}_batch_{clarity}")
    for one in ours if len(theirs) > 1 else ():
        if board.ledger.open[one]:
            found, clarity = sums_to(board, one, theirs, swapped=True)
            if len(found) == 1:
                board.settle((one,), tuple(found[0]), f"{layer}_instalments_{clarity}")
