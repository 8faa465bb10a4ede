"""Matching with the bank: accuracy on evaluation seeds, speed beside an amount index, growth to a million lines.

Histories of evaluation seeds were never used to tune or calibrate. All lines are counted, of both sides.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator, Sequence
from typing import Final

from benchmarks.figure import Figure, against, in_turns, spread
from benchmarks.reconcile.accuracy import Score, as_lines, by_amount_and_date, calibration_error, count, scored
from benchmarks.reconcile.rivals import amount_index
from bookkeeping.domain.matching import Line, match_lines
from bookkeeping.domain.matching.match import settled
from samples.bank_histories import COMMON, EVALUATION, History, history

LINES: Final = 1000
SPEED: Final = 100_000
GROWTH: Final = (1_000, 10_000, 100_000, 1_000_000)
_SEED: Final = EVALUATION[0]
Sides = tuple[list[Line], list[Line]]


def figures() -> Iterator[Figure]:
    """Accuracy, then speed, then growth."""
    yield from _accuracy()
    gc.disable()  # as timeit does, for all rivals: the histories alone are millions of objects
    try:
        yield from _speed()
        yield from _growth()
    finally:
        gc.enable()


def _accuracy() -> Iterator[Figure]:
    histories = [history(seed, LINES) for seed in EVALUATION]
    yield from _hardness(histories)
    score, plain = scored(histories), Score()
    for one in histories:
        count(plain, set(one.truth), list(by_amount_and_date(one)), [])
    yield Figure("reconcile.amount_and_date_matched", plain.matched_share, "ratio")
    yield Figure("reconcile.amount_and_date_wrong", plain.wrong_share, "ratio")
    better, safer = score.matched_share / plain.matched_share, score.wrong_share / plain.wrong_share
    yield Figure("reconcile.matched_alone", score.matched_share, "ratio", "amount and date", better)
    yield Figure("reconcile.wrong_of_matched", score.wrong_share, "ratio", "amount and date", safer)
    yield Figure("reconcile.suggested_of_rest", score.suggested_share, "ratio")
    yield Figure("reconcile.calibration_error", calibration_error(score), "ratio")
    yield Figure("reconcile.lines_with_partner", score.partnered, "lines")
    for layer, seen in sorted(score.layers.items()):
        yield Figure(f"reconcile.right.{layer}", seen[True] / seen.total(), "ratio", f"of {seen.total()}")


def _hardness(histories: Sequence[History]) -> Iterator[Figure]:
    """What makes the histories hard: equal amounts, blank names, splits."""
    lines = [line for one in histories for line in one.bank]
    seen = [(number, line.amount) for number, one in enumerate(histories) for line in one.bank]
    amounts = dict.fromkeys(seen, 0)
    for pair in seen:
        amounts[pair] += 1
    equal = sum(amounts[pair] > 1 for pair in seen) / len(seen)
    yield Figure("reconcile.equal_amounts", equal, "ratio")
    yield Figure("reconcile.common_amounts", sum(abs(line.amount) in COMMON for line in lines) / len(lines), "ratio")
    yield Figure("reconcile.blank_names", sum(not line.counterparty for line in lines) / len(lines), "ratio")
    groups = [group for one in histories for group in one.truth]
    split = sum(len(ours) > 1 or len(theirs) > 1 for ours, theirs in groups if ours)
    yield Figure("reconcile.splits_and_batches", split / len(groups), "ratio")


def _speed() -> Iterator[Figure]:
    ledger, bank = _sides(SPEED)
    rivals = {
        "layers": lambda: settled(ledger, bank),
        "with_suggestions": lambda: match_lines(ledger, bank),
        "amount_index": lambda: amount_index(ledger, bank),
    }
    seconds = in_turns(rivals, rounds=3, clock=time.process_time)
    for name in ("layers", "with_suggestions"):
        low, _, high = spread(seconds, "amount_index", name)
        ratio = 1 / against(seconds, name, "amount_index")
        yield Figure(f"reconcile.{name}_of_{SPEED}", min(seconds[name]), "s", "times an amount index", ratio, low, high)
    yield Figure(f"reconcile.amount_index_of_{SPEED}", min(seconds["amount_index"]), "s")


def _growth() -> Iterator[Figure]:
    base = 0.0
    for size in GROWTH:
        ledger, bank = _sides(size)
        begun = time.process_time()
        settled(ledger, bank)
        each = (time.process_time() - begun) / size * 1e6
        base = base or each
        yield Figure(f"reconcile.each_of_{size}", each, "µs", f"of {GROWTH[0]}", each / base)


def _sides(size: int) -> Sides:
    made = history(_SEED, size)
    return as_lines(made.ledger), as_lines(made.bank)
