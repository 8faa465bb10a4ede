"""From two lists of lines to what belongs together: layer by layer, the most telling evidence first.

Rule kept: a layer matches alone only where its measured precision allows; all else is a suggestion.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from bookkeeping.domain.matching import equal, groups
from bookkeeping.domain.matching.board import Board, Found, board_of
from bookkeeping.domain.matching.calibration import Counts, judged
from bookkeeping.domain.matching.lines import Line, Match, Memory, Outcome
from bookkeeping.domain.matching.suggest import BEST, suggestions

Layer = Callable[[Board], None]
LAYERS: Final[tuple[Layer, ...]] = (
    equal.by_reference,
    groups.by_reference,
    equal.by_party,
    equal.by_likely_party,
    groups.by_party,
    equal.by_amount,
)


def settled(ledger: Sequence[Line], bank: Sequence[Line], memory: Memory | None = None) -> Board:
    """The board after all layers."""
    board = board_of(ledger, bank, memory or Memory())
    for layer in LAYERS:
        layer(board)
    return board


def match_lines(
    ledger: Sequence[Line],
    bank: Sequence[Line],
    memory: Memory | None = None,
    record: Mapping[str, Counts] | None = None,
) -> Outcome:
    """What belongs together, and what may.

    `record` is the company's own record by layer: matches that were kept and matches that were undone.
    """
    board, own = settled(ledger, bank, memory), record or {}
    found = [_match(board, one, own) for one in board.found]
    alone = tuple(one for one in found if one.action == "match")
    doubtful = [one for one in found if one.action == "suggest"]
    for (ours, theirs, _), one in zip(board.found, found, strict=True):
        if one.action == "suggest":
            board.reopen(ours, theirs)
    more = [_match(board, one, own) for one in suggestions(board)]
    return Outcome(alone, tuple(_best([*doubtful, *more])))


def _match(board: Board, found: Found, record: Mapping[str, Counts]) -> Match:
    ours, theirs, layer = found
    confidence, action = judged(layer, record.get(layer, (0, 0)))
    difference = sum(board.bank.amounts[row] for row in theirs) - sum(board.ledger.amounts[row] for row in ours)
    ledger, bank = board.ledger.lines, board.bank.lines
    return Match(
        tuple(ledger[row].id for row in ours),
        tuple(bank[row].id for row in theirs),
        layer,
        confidence,
        action,
        difference,
    )


def _best(found: Iterable[Match]) -> Iterator[Match]:
    """The surest few for each line, each pair of groups once."""
    seen: set[object] = set()
    shown: Counter[object] = Counter()
    for one in sorted(found, key=lambda one: -one.confidence):
        lines = [*(("ledger", id_) for id_ in one.ledger), *(("bank", id_) for id_ in one.bank)]
        key = frozenset(lines)
        if key not in seen and min(shown[line] for line in lines) < BEST:
            seen.add(key)
            shown.update(lines)
            yield one
