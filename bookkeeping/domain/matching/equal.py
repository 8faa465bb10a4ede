"""Layers of equal amounts: the same reference, the same counterparty, names that may be the same, the amount alone.

Rule kept: evidence that tells more is used first; what a stronger layer took is no candidate of a weaker one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Final

from bookkeeping.domain.matching.board import EARLIEST, LATEST, NO_PARTY, Board, Side
from bookkeeping.domain.matching.names import Parties
from bookkeeping.domain.matching.pairing import paired
from bookkeeping.domain.matching.shelf import Shelf

# A whole hundred of yuan is common, other amounts tell more.
ROUND: Final = 10_000
SELDOM: Final = 3
# Days from ledger to bank within which most payments pass, and all but a few.
SOON: Final = range(-3, 8)
USUAL: Final = range(-10, 36)
Related = Callable[[Parties, Parties], bool]
Keyed = tuple[Sequence[int], Sequence[Hashable]]
_UNCLEAR: Final = frozenset({"close", "close_left"})


def by_reference(board: Board) -> None:
    """The same reference and the same amount."""
    _by_key(board, "reference", *(_reference_keys(side) for side in (board.ledger, board.bank)))


def by_party(board: Board) -> None:
    """The same counterparty and the same amount."""
    parties = 1 + max((*board.ledger.parties, *board.bank.parties), default=0)
    _by_key(board, "party", *(_party_keys(side, parties) for side in (board.ledger, board.bank)))


def _reference_keys(side: Side) -> Keyed:
    rows = [row for row, reference in enumerate(side.references) if reference and side.open[row]]
    return rows, [(side.references[row], side.amounts[row]) for row in rows]


def _party_keys(side: Side, parties: int) -> Keyed:
    """Amount and party folded into one number, which costs less than a pair."""
    of, amounts = side.parties, side.amounts
    rows = [row for row in side.still_open() if of[row] != NO_PARTY]
    return rows, [amounts[row] * parties + of[row] for row in rows]


def _by_key(board: Board, layer: str, ours: Keyed, theirs: Keyed) -> None:
    """Pairs of lines with the same key, as far as dates tell them apart."""
    mine, wanted = _last_of(ours), _last_of(theirs)
    my_many, their_many = _several(ours, mine), _several(theirs, wanted)
    may_pair, settle, name = board.may_pair, board.settle_pair, f"{layer}_one"
    for key, other in wanted.items():
        one = mine.get(key)
        if one is None:
            continue
        if key not in my_many and key not in their_many:
            if may_pair(one, other):
                settle(one, other, name)
            continue
        for left, right, clarity in paired(board, my_many.get(key, [one]), their_many.get(key, [other])):
            if clarity not in _UNCLEAR:
                settle(left, right, f"{layer}_{clarity}")


def _last_of(keyed: Keyed) -> dict[Hashable, int]:
    """The last position of each key."""
    rows, keys = keyed
    return dict(zip(keys, rows, strict=True))


def _several(keyed: Keyed, last: Mapping[Hashable, int]) -> dict[Hashable, list[int]]:
    """All positions of each key that more than one line has."""
    found: dict[Hashable, list[int]] = {}
    for row, key in [(row, key) for row, key in zip(*keyed, strict=True) if last[key] != row]:
        found.setdefault(key, []).append(row)
    for key, rows in found.items():
        rows.append(last[key])
    return found


def by_likely_party(board: Board) -> None:
    """The same amount, and names that may mean the same party among others."""
    amounts = {board.ledger.amounts[row] for row in board.ledger.likely if board.ledger.open[row]}
    rows = [row for row in board.bank.still_open() if row in board.bank.likely or board.bank.amounts[row] in amounts]
    _lone(board, rows, lambda ours, theirs: not set(ours).isdisjoint(theirs), lambda _one, _other: "likely_party")


def by_amount(board: Board) -> None:
    """The same amount and at least one side that names nobody, where nothing else has this amount in the time."""
    rows = board.bank.still_open()
    _lone(
        board,
        rows,
        lambda ours, theirs: not ours or not theirs or not set(ours).isdisjoint(theirs),
        _amount_kind(board),
    )


def _amount_kind(board: Board) -> Callable[[int, int], str]:
    """How telling an amount is: odd ones, round ones the ledger seldom has, round ones it often has."""
    often = Counter(board.ledger.amounts)

    def kind(one: int, other: int) -> str:
        amount = board.bank.amounts[other]
        if not board.ledger.days[one]:
            return "amount_undated"
        gap = board.gap(one, other)
        when = "soon" if gap in SOON else "late" if gap in USUAL else "far"
        if amount % ROUND:
            return f"amount_odd_{when}"
        if not board.ledger.meant(one) and not board.bank.meant(other):
            return "amount_nameless"
        return f"amount_{'rare' if often[amount] <= SELDOM else 'round'}_{when}"

    return kind


def _lone(board: Board, rows: Sequence[int], related: Related, layer: Callable[[int, int], str]) -> None:
    """Pairs of equal amounts each of which is the other's only possible partner, for these bank lines."""
    ours = Shelf(board.ledger, {board.bank.amounts[row] for row in rows})
    theirs = Shelf(board.bank, ours)
    for other in rows:
        amount = board.bank.amounts[other]
        if amount not in ours:
            continue
        day, meant = board.bank.days[other], board.bank.meant(other)
        near = ours.near(amount, day - LATEST, day - EARLIEST)
        one = _only(row for row in near if related(board.ledger.meant(row), meant) and board.may_pair(row, other))
        if one is None:
            continue
        day, meant = board.ledger.days[one], board.ledger.meant(one)
        near = theirs.near(amount, day + EARLIEST, day + LATEST)
        if other == _only(row for row in near if related(meant, board.bank.meant(row)) and board.may_pair(one, row)):
            board.settle_pair(one, other, layer(one, other))


def _only(rows: Iterator[int]) -> int | None:
    """The one member of what is given; None for none and for more."""
    first = next(rows, None)
    return first if next(rows, None) is None else None
