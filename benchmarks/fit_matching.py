"""Counts on development seeds how often each kind of evidence was right, and writes the calibration of matching.

    python -m benchmarks.fit_matching

writes `bookkeeping/domain/matching/calibration.yaml`. Evaluation seeds are never read here.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Final

from benchmarks.reconcile.accuracy import as_lines
from bookkeeping.domain import matching
from bookkeeping.domain.matching.calibration import for_people
from bookkeeping.domain.matching.match import settled
from bookkeeping.domain.matching.suggest import suggestions
from samples.bank_histories import DEVELOPMENT, history

SIZES: Final = (1000, 2000, 5000)
_FILE: Final = Path(matching.__file__).with_name("calibration.yaml")
_HEAD: Final = """# How often each kind of evidence was right: [right, wrong].
# Counted by `python -m benchmarks.fit_matching` on the fictional histories of samples/bank_histories,
# development seeds {first} to {last} with {sizes} lines in turn.
# Evaluation seeds (see EVALUATION there) were not read. for_people: kinds that are suggestions whatever was counted.
for_people: [{people}]
layers:
"""


def counted() -> dict[str, Counter[bool]]:
    """Right and wrong answers by kind."""
    seen: dict[str, Counter[bool]] = {}
    for index, seed in enumerate(DEVELOPMENT):
        made = history(seed, SIZES[index % len(SIZES)])
        ledger, bank, truth = as_lines(made.ledger), as_lines(made.bank), set(made.truth)
        board = settled(ledger, bank)
        for ours, theirs, layer in (*board.found, *suggestions(board)):
            group = frozenset(str(ledger[row].id) for row in ours), frozenset(str(bank[row].id) for row in theirs)
            seen.setdefault(layer, Counter())[group in truth] += 1
    return seen


def main() -> int:
    """Counts and writes."""
    head = _HEAD.format(
        first=DEVELOPMENT[0],
        last=DEVELOPMENT[-1],
        sizes=", ".join(map(str, SIZES)),
        people=", ".join(sorted(for_people())),
    )
    rows = [f"  {layer}: [{seen[True]}, {seen[False]}]\n" for layer, seen in sorted(counted().items())]
    _FILE.write_text(head + "".join(rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
