"""Which ledger line goes with which bank line where several of the same amount compete: dates decide, or nobody does.

Rule kept: whole groups are paired at once, so that one near date does not take a line away from its only partner.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bookkeeping.domain.matching.board import Board

# Days by which the nearest other choice must be worse before dates alone tell lines apart.
MARGIN: Final = 12
# A pair that lies this close is told from another choice that lies further.
SOON: Final = 2
_CELLS: Final = 900
_ALONE: Final = 200.0
Pair = tuple[int, int, str]


def cost(gap: int) -> float:
    """How odd this many days from ledger to bank are: money usually moves on the day or soon after."""
    return float(gap) if gap >= 0 else 1 - 1.5 * gap


def paired(board: Board, ours: list[int], theirs: list[int]) -> Iterator[Pair]:
    """Pairs of lines alike in all but the date, with how clear each is: `one` where there is no other choice, else
    `clear` or `close` by how much nearer it is than the next, with what `_left` says."""
    ours = sorted(ours, key=board.ledger.days.__getitem__)
    theirs = sorted(theirs, key=board.bank.days.__getitem__)
    small = len(ours) * len(theirs) <= _CELLS
    pairs = _aligned(board, ours, theirs) if small else _nearest(board, ours, theirs)
    if small:
        yield from _judged(board, ours, theirs, pairs)
    else:
        yield from ((one, other, "close") for one, other in pairs)


def _aligned(board: Board, ours: Sequence[int], theirs: Sequence[int]) -> list[tuple[int, int]]:
    """The cheapest pairing that keeps both orders; a line left alone costs more than any pair."""
    table = [[_ALONE * column for column in range(len(theirs) + 1)]]
    for row, one in enumerate(ours, 1):
        costs, before = [_ALONE * row], table[-1]
        for column, other in enumerate(theirs, 1):
            best = min(before[column], costs[column - 1]) + _ALONE
            if board.may_pair(one, other):
                best = min(best, before[column - 1] + cost(board.gap(one, other)))
            costs.append(best)
        table.append(costs)
    return _walked_back(ours, theirs, table)


def _walked_back(ours: Sequence[int], theirs: Sequence[int], table: list[list[float]]) -> list[tuple[int, int]]:
    row, column, pairs = len(ours), len(theirs), []
    while row and column:
        one, other = ours[row - 1], theirs[column - 1]
        if table[row][column] == table[row - 1][column] + _ALONE:
            row -= 1
        elif table[row][column] == table[row][column - 1] + _ALONE:
            column -= 1
        else:
            pairs.append((one, other))
            row, column = row - 1, column - 1
    return pairs


def _nearest(board: Board, ours: Sequence[int], theirs: Sequence[int]) -> list[tuple[int, int]]:
    """Two fingers along the days: for groups too large to be weighed against each other."""
    pairs, finger = [], 0
    for other in theirs:
        while finger < len(ours) and board.gap(ours[finger], other) > MARGIN:
            finger += 1
        if finger < len(ours) and board.may_pair(ours[finger], other):
            pairs.append((ours[finger], other))
            finger += 1
    return pairs


def _judged(board: Board, ours: Sequence[int], theirs: Sequence[int], pairs: list[tuple[int, int]]) -> Iterator[Pair]:
    taken_ours, taken_theirs = {one for one, _ in pairs}, {other for _, other in pairs}
    for one, other in pairs:
        rivals = [row for row in ours if row != one and board.may_pair(row, other)]
        claims = [row for row in theirs if row != other and board.may_pair(one, row)]
        if not rivals and not claims:
            yield one, other, "one"
            continue
        here = cost(board.gap(one, other))
        margin = min(
            cost(board.gap(*pair)) for pair in (*((row, other) for row in rivals), *((one, row) for row in claims))
        )
        near = "clear" if margin - here >= MARGIN or here <= SOON < margin - here else "close"
        late_ours = [board.ledger.days[row] - board.ledger.days[one] for row in rivals if row not in taken_ours]
        late_theirs = [board.bank.days[row] - board.bank.days[other] for row in claims if row not in taken_theirs]
        yield one, other, near + _left(late_ours, late_theirs)


def _left(ours: list[int], theirs: list[int]) -> str:
    """What of the other choices found nobody: nothing, a later line that repeats this one, or something else.

    `ours` and `theirs` are days by which the lines left over are later than those of the pair.
    """
    if not ours and not theirs:
        return ""
    if min((*ours, *theirs)) <= 0 or (ours and theirs):
        return "_left"
    return "_booked_again" if ours else "_paid_again"
