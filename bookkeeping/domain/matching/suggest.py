"""What may belong together among the lines no layer could settle: for a person to look at, never done alone.

Rule kept: sums without a shared reference or party stand here and nowhere else.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from bookkeeping.domain.matching.board import EARLIEST, LATEST, NO_PARTY, Board, Found, Side
from bookkeeping.domain.matching.differences import difference_kind, fees_around
from bookkeeping.domain.matching.equal import USUAL
from bookkeeping.domain.matching.groups import FEES, OTHERS, SPAN, edges_of, families, sums_to
from bookkeeping.domain.matching.pairing import cost
from bookkeeping.domain.matching.shelf import CROWD, Shelf
from bookkeeping.domain.matching.sums import subsets

BEST: Final = 3
_NEAR_DAYS: Final = 3
_NEAREST: Final = 12
_PARTS: Final = 5
_PARTY_LINES: Final = 10
_MIXED: Final = 18
# How far amounts may be from each other, as a ratio.
NEARLY: Final = 0.02


def suggestions(board: Board) -> Iterator[Found]:
    """Possible matches of open lines, the more telling kinds first; nothing is settled."""
    yield from _same_amount(board)
    yield from _within_party(board)
    yield from _fee_alone(board)
    yield from _nearly(board)
    yield from _sums_of_a_party(board, swapped=False)
    yield from _sums_of_a_party(board, swapped=True)
    yield from _sums_with_nameless(board, swapped=False)
    yield from _sums_with_nameless(board, swapped=True)
    yield from _sums_of_a_day(board, swapped=False)
    yield from _sums_of_a_day(board, swapped=True)
    yield from ((rows, (), "ledger_reversed") for rows in _there_and_back(board.ledger))
    yield from (((), rows, "bank_returned") for rows in _there_and_back(board.bank))


def _same_amount(board: Board) -> Iterator[Found]:
    shelf = Shelf(board.ledger)
    for other in board.bank.still_open():
        meant, day = board.bank.meant(other), board.bank.days[other]
        ranked = []
        for one in shelf.near(board.bank.amounts[other], day - LATEST, day - EARLIEST):
            if board.may_pair(one, other):
                ours = board.ledger.meant(one)
                kind = "close_amount" if not ours or not meant else "other_name"
                kind = "close_party" if set(ours) & set(meant) else kind
                ranked.append(
                    (("close_party", "close_amount", "other_name").index(kind), cost(board.gap(one, other)), one, kind)
                )
        yield from (((one,), (other,), kind) for _, _, one, kind in sorted(ranked)[:BEST])


def _within_party(board: Board) -> Iterator[Found]:
    for ours, theirs in families(board.ledger, board.bank, board.ledger.parties, board.bank.parties, NO_PARTY):
        if len(ours) * len(theirs) > _NEAREST**2:
            continue
        for one, other, kind in edges_of(board, (ours, theirs), FEES | OTHERS):
            yield (one,), (other,), f"unclear_{kind}"
        for other in theirs:
            yield from (
                (tuple(rows), (other,), "unclear_sum") for rows in sums_to(board, other, ours, swapped=False)[0]
            )
        for one in ours:
            yield from (((one,), tuple(rows), "unclear_sum") for rows in sums_to(board, one, theirs, swapped=True)[0])


def _fee_alone(board: Board) -> Iterator[Found]:
    """A usual fee less, where one side names nobody or may mean the same."""
    shelf = Shelf(board.ledger)
    for other in board.bank.still_open():
        amount, day, meant = board.bank.amounts[other], board.bank.days[other], board.bank.meant(other)
        found = [
            (cost(board.gap(one, other)), one)
            for fee in fees_around(amount)
            for one in shelf.near(amount + fee, day - SPAN, day - EARLIEST)
            if board.may_pair(one, other)
            and (not meant or not board.ledger.meant(one) or set(meant) & set(board.ledger.meant(one)))
        ]
        yield from (((one,), (other,), "fee_alone") for _, one in sorted(found)[:BEST])


def _nearly(board: Board) -> Iterator[Found]:
    """A share kept back or another rate of exchange, where one side names nobody."""
    rows = sorted(board.ledger.still_open(), key=board.ledger.amounts.__getitem__)
    amounts = [board.ledger.amounts[row] for row in rows]
    for other in board.bank.still_open():
        amount, meant = board.bank.amounts[other], board.bank.meant(other)
        reach = int(abs(amount) * NEARLY)
        near = rows[bisect_left(amounts, amount - reach) : bisect_right(amounts, amount + reach)]
        for one in near if len(near) <= CROWD else ():
            kind = "" if meant and board.ledger.meant(one) else difference_kind(board.ledger.amounts[one], amount)
            if kind in {"share", "exchange"} and board.gap(one, other) in USUAL and board.may_pair(one, other):
                yield (one,), (other,), f"nameless_{kind}"


def _sums_with_nameless(board: Board, *, swapped: bool) -> Iterator[Found]:
    """A line that is the sum of lines of its party and of lines that name nobody."""
    one_side, many_side = (board.ledger, board.bank) if swapped else (board.bank, board.ledger)
    of_party = _open_by_party(many_side)
    nameless = [row for row in many_side.still_open() if not many_side.meant(row)]
    nameless.sort(key=many_side.days.__getitem__)
    days = [many_side.days[row] for row in nameless]
    for whole in one_side.still_open():
        day, target = one_side.days[whole], one_side.amounts[whole]
        named = {row for party in one_side.meant(whole) for row in of_party.get(party, ())}
        if not named:
            continue
        around = nameless[bisect_left(days, day - SPAN) : bisect_right(days, day + SPAN)]
        if len(around) > CROWD:
            continue
        rows = [*sorted(named), *sorted(around, key=lambda row: abs(many_side.days[row] - day))]
        rows = [
            row
            for row in rows
            if 0 < many_side.amounts[row] * target < target * target and abs(many_side.days[row] - day) <= SPAN
        ][:_MIXED]
        for picked in _subsets(many_side, rows, target):
            if not named.isdisjoint(picked):
                yield ((whole,), picked, "sum_with_nameless") if swapped else (picked, (whole,), "sum_with_nameless")


def _sums_of_a_party(board: Board, *, swapped: bool) -> Iterator[Found]:
    """A line without a usable name that is the sum of lines of one party on the other side."""
    one_side, many_side = (board.ledger, board.bank) if swapped else (board.bank, board.ledger)
    sums: dict[int, list[tuple[int, ...]]] = {}
    for rows in _open_by_party(many_side).values():
        for count in range(2, _PARTS + 1):
            for picked in combinations(rows[:_PARTY_LINES], count) if len(rows) >= count else ():
                if many_side.days[picked[-1]] - many_side.days[picked[0]] <= SPAN:
                    sums.setdefault(sum(many_side.amounts[row] for row in picked), []).append(picked)
    for whole in one_side.still_open():
        found = [
            picked
            for picked in sums.get(one_side.amounts[whole], ())
            if all(abs(many_side.days[row] - one_side.days[whole]) <= SPAN for row in picked)
        ]
        for picked in found[:BEST]:
            yield ((whole,), picked, "sum_of_party") if swapped else (picked, (whole,), "sum_of_party")


def _open_by_party(side: Side) -> dict[int, list[int]]:
    """Open lines by every party they may mean, in order of days."""
    found: dict[int, list[int]] = {}
    for row in sorted(side.still_open(), key=side.days.__getitem__):
        for party in side.meant(row):
            found.setdefault(party, []).append(row)
    return found


def _sums_of_a_day(board: Board, *, swapped: bool) -> Iterator[Found]:
    """A line that is the sum of lines of several parties on nearly the same day."""
    one_side, many_side = (board.ledger, board.bank) if swapped else (board.bank, board.ledger)
    rows = sorted(many_side.still_open(), key=many_side.days.__getitem__)
    days = [many_side.days[row] for row in rows]
    for whole in one_side.still_open():
        day, target = one_side.days[whole], one_side.amounts[whole]
        near = rows[bisect_left(days, day - _NEAR_DAYS) : bisect_right(days, day + _NEAR_DAYS)]
        if len(near) > CROWD:
            continue  # among so many, sums come about by accident
        near = [row for row in near if 0 < many_side.amounts[row] * target < target * target]
        near = sorted(near, key=lambda row: abs(many_side.days[row] - day))[:_NEAREST]
        for picked in _subsets(many_side, near, target):
            yield ((whole,), picked, "sum_of_day") if swapped else (picked, (whole,), "sum_of_day")


def _subsets(side: Side, rows: Sequence[int], target: int) -> list[tuple[int, ...]]:
    found = subsets([side.amounts[row] for row in rows], target, parts=_PARTS)
    return [tuple(rows[place] for place in one) for one in found]


def _there_and_back(side: Side) -> Iterator[tuple[int, int]]:
    """Two lines of one side and one party that cancel each other within the month."""
    for rows in _open_by_party(side).values():
        for one, other in combinations(rows[:_PARTY_LINES], 2):
            if side.amounts[one] == -side.amounts[other] and side.days[other] - side.days[one] <= -EARLIEST:
                yield one, other
