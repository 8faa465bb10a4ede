"""Layers of equal amounts: the same reference, the same counterparty, names that may be the same, the amount alone.

Rule kept: evidence that tells more is used first; what a stronger layer took is no candidate of a weaker one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
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
_UNCLEAR: Final = frozenset({"close", "close_left"})


def by_reference(board: Board) -> None:
    """The same reference and the same amount."""
    _by_key(board, "reference", *(_reference_keys(side) for side in (board.ledger, board.bank)))


def by_party(board: Board) -> None:
    """The same counterparty and the same amount."""
    parties = 1 + max((*board.ledger.parties, *board.bank.parties), default=0)
    _by_key(board, "party", *(_party_keys(side, parties) for side in (board.ledger, board.bank)))


def _reference_keys(side: Side) -> Iterable[tuple[int, Hashable]]:
    return (
        (row, (reference, side.amounts[row]))
        for row, reference in enumerate(side.references)
        if reference and side.open[row]
    )


def _party_keys(side: Side, parties: int) -> Iterable[tuple[int, Hashable]]:
    """Amount and party folded into one number, which costs less than a pair."""
    return (
        (row, amount * parties + party)
        for row, (amount, party, is_open) in enumerate(zip(side.amounts, side.parties, side.open, strict=True))
        if is_open and party != NO_PARTY
    )


def _by_key(
    board: Board, layer: str, ours: Iterable[tuple[int, Hashable]], theirs: Iterable[tuple[int, Hashable]]
) -> None:
    """Pairs of lines with the same key, as far as dates tell them apart."""
    mine = _gathered(ours, None)
    wanted = _gathered(theirs, mine)
    for key, rows in wanted.items():
        if len(rows) == 1 == len(mine[key]):
            if board.may_pair(mine[key][0], rows[0]):
                board.settle_pair(mine[key][0], rows[0], f"{layer}_one")
            continue
        for one, other, clarity in paired(board, mine[key], rows):
            if clarity not in _UNCLEAR:
                board.settle_pair(one, other, f"{layer}_{clarity}")


def _gathered(
    rows: Iterable[tuple[int, Hashable]], known: Mapping[Hashable, list[int]] | None
) -> dict[Hashable, list[int]]:
    """Positions by key, of keys the other side knows where that is given."""
    found: dict[Hashable, list[int]] = {}
    for row, key in rows:
        if key in found:
            found[key].append(row)
        elif known is None or key in known:
            found[key] = [row]
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
    wanted = {board.bank.amounts[row] for row in rows}
    ours = Shelf(board.ledger, wanted)
    theirs = Shelf(board.bank, wanted)
    for other in rows:
        amount, day, meant = board.bank.amounts[other], board.bank.days[other], board.bank.meant(other)
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
