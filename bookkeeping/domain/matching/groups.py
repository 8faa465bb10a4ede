"""Layers inside one reference or counterparty: fees, slips and exchange differences, instalments and batches.

Rule kept: only lines that share a reference or a party are looked at together here, so what is found may stand alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bookkeeping.domain.matching.board import NO_PARTY, Board, Side
from bookkeeping.domain.matching.differences import difference_kind, may_be_fee, may_differ, speaks_of_currency
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
    for row in ledger.still_open():
        if (key := ours[row]) != none:
            found.setdefault(key, []).append(row)
    wanted: dict[object, list[int]] = {}
    for row in bank.still_open():
        if (key := theirs[row]) in found:
            wanted.setdefault(key, []).append(row)
    return ((found[key], rows) for key, rows in wanted.items())


def edges_of(board: Board, family: Family, kinds: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """Open pairs whose amounts differ by one of these kinds."""
    ours, theirs = family
    may_be = may_be_fee if kinds <= FEES else may_differ
    is_open, amounts = board.bank.open, board.bank.amounts
    for one in ours:
        if not board.ledger.open[one]:
            continue
        amount = board.ledger.amounts[one]
        for other in theirs:
            if not is_open[other] or not may_be(amount, amounts[other]):
                continue
            kind = difference_kind(amount, amounts[other])
            if kind == "exchange" and _foreign(board, one, other):
                kind = "currency"
            if kind in kinds and board.may_pair(one, other):
                yield one, other, kind


def sums_to(board: Board, whole: int, parts: list[int], *, swapped: bool) -> tuple[list[list[int]], str]:
    """The choices of `parts` that come to `whole`, and how clear the first is: `few`, `many` or `several`.

    `whole` is a bank line and `parts` are ledger lines; with `swapped` the other way round.
    """
    one_side, many_side = (board.ledger, board.bank) if swapped else (board.bank, board.ledger)
    is_open, amounts, days = many_side.open, many_side.amounts, many_side.days
    day, target = one_side.days[whole], one_side.amounts[whole]
    size, sign = (target, 1) if target > 0 else (-target, -1)
    rows = [row for row in parts if is_open[row] and 0 < amounts[row] * sign < size and abs(days[row] - day) <= SPAN]
    if len(rows) < 2 or sum([amounts[row] for row in rows]) * sign < size:
        return [], ""
    rows = [row for row in rows if (board.may_pair(whole, row) if swapped else board.may_pair(row, whole))]
    if len(rows) < 2 or sum([amounts[row] for row in rows]) * sign < size:
        return [], ""
    rows = sorted(rows, key=lambda row: abs(days[row] - day))[:MOST_CANDIDATES]
    found = [[rows[place] for place in one] for one in subsets([amounts[row] for row in rows], target)]
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
    for other in _within_reach(board.bank, theirs, board.ledger, ours):
        found, clarity = sums_to(board, other, ours, swapped=False)
        if len(found) == 1:
            board.settle(tuple(found[0]), (other,), f"{layer}_batch_{clarity}")
    for one in _within_reach(board.ledger, ours, board.bank, theirs):
        found, clarity = sums_to(board, one, theirs, swapped=True)
        if len(found) == 1:
            board.settle((one,), tuple(found[0]), f"{layer}_instalments_{clarity}")


def _within_reach(side: Side, wholes: list[int], parts_side: Side, parts: list[int]) -> Iterator[int]:
    """Open lines between the sum of the two smallest parts that point their way and the sum of all."""
    if len(parts) < 2:
        return
    amounts = sorted(parts_side.amounts[row] for row in parts if parts_side.open[row])
    coming = [amount for amount in amounts if amount > 0]
    going = amounts[: len(amounts) - len(coming)]
    least, most = sum(coming[:2]) if len(coming) > 1 else 1, sum(coming) if len(coming) > 1 else 0
    highest, lowest = sum(going[-2:]) if len(going) > 1 else -1, sum(going) if len(going) > 1 else 0
    for row in wholes:
        amount = side.amounts[row]
        if side.open[row] and (least <= amount <= most or lowest <= amount <= highest):
            yield row
