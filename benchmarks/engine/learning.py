"""Learning, answered before learned: whole fictional companies of 600 documents that nothing was fitted on."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import pairwise

from benchmarks.engine.replay import MEASURED, Told, documents
from benchmarks.engine.rivals import (
    Judged,
    accuracy,
    coverage,
    fitted_again,
    last_account,
    row_of,
    text_of,
    tf_idf,
    word_counts,
)
from benchmarks.figure import Figure
from bookkeeping.engine.decision import TrackRecord, action
from bookkeeping.engine.learner import Learner
from bookkeeping.engine.learning.facts import facts_of
from foundation.learning import steady

FIRST = 50
POSITIONS = (0, 50, 100, 200, 300, 400, 500, 600)


def ours(told_in_order: Sequence[Told]) -> tuple[list[Judged], list[bool]]:
    """(answers, which of them would have been posted alone)."""
    learner, record = Learner(), TrackRecord()
    judged, posted = [], []
    for told in told_in_order:
        facts = facts_of(told.case, told.known.name)
        choice = learner.choose(facts, told.known)
        judged.append(Judged(str(choice.name), choice.confidence, str(told.recorded), str(told.meant)))
        posted.append(action(choice, record) == "post")
        about = (told.case.counterparty, steady(told.case.item or told.case.description))
        record.note(choice, was_right=choice.name == told.recorded, about=about)
        learner.learn(facts, told.recorded)
    return judged, posted


def figures() -> Iterator[Figure]:
    """Accuracy, coverage, precision and calibration of all methods over all companies measured."""
    seeds = list(MEASURED)[: int(os.environ.get("BENCH_COMPANIES", len(MEASURED)))]
    mine: list[list[Judged]] = []
    alone: list[bool] = []
    rivals: dict[str, list[list[Judged]]] = {"last": [], "tf_idf": [], "word_counts": []}
    for seed in seeds:
        company = documents(seed)
        judged, posted = ours(company)
        mine.append(judged)
        alone += posted
        rivals["last"].append(last_account(company))
        rivals["tf_idf"].append(fitted_again(company, tf_idf, text_of, scored=True))
        rivals["word_counts"].append(fitted_again(company, word_counts, row_of, scored=False))
    yield Figure("engine.learning.companies", len(seeds), "companies")
    yield from _compared(mine, rivals)
    yield from _alone(mine, alone, rivals["tf_idf"])
    yield from _by_position(mine, alone)


def _flat(companies: Sequence[Sequence[Judged]], end: int | None = None) -> list[Judged]:
    return [row for company in companies for row in company[:end]]


def _compared(mine: list[list[Judged]], rivals: dict[str, list[list[Judged]]]) -> Iterator[Figure]:
    own, early = accuracy(_flat(mine)), accuracy(_flat(mine, FIRST))
    intended = sum(row.answer == row.meant for row in _flat(mine)) / len(_flat(mine))
    yield Figure("engine.learning.accuracy", own, "share")
    yield Figure("engine.learning.accuracy_intended", intended, "share")
    for name, companies in rivals.items():
        theirs = accuracy(_flat(companies))
        yield Figure(f"engine.learning.{name}", theirs, "share", "ours minus this", own - theirs)
        theirs = accuracy(_flat(companies, FIRST))
        yield Figure(f"engine.learning.{name}_first_{FIRST}", theirs, "share", "ours minus this", early - theirs)


def _alone(mine: list[list[Judged]], alone: list[bool], tf: list[list[Judged]]) -> Iterator[Figure]:
    rows = [row for row, posted in zip(_flat(mine), alone, strict=True) if posted]
    share = len(rows) / len(alone)
    each = sum(coverage(company) for company in tf) / len(tf)
    yield Figure("engine.alone.coverage", share, "share", "tf-idf at 99 %, each", share / each if each else None)
    pooled = coverage(_flat(tf))
    yield Figure("engine.alone.coverage_of_tf_idf_each", each, "share")
    yield Figure("engine.alone.coverage_of_tf_idf_pooled", pooled, "share")
    if rows:
        yield Figure("engine.alone.precision_recorded", accuracy(rows), "share")
        yield Figure("engine.alone.precision_intended", sum(r.answer == r.meant for r in rows) / len(rows), "share")
    own = sum(coverage(company) for company in mine) / len(mine)
    yield Figure("engine.learning.coverage_at_99", own, "share", "tf-idf at 99 %, each", own / each if each else None)
    yield Figure("engine.learning.calibration_error", calibration_error(_flat(mine)), "share")


def calibration_error(judged: Sequence[Judged]) -> float:
    """Expected calibration error against what was recorded, ten bands."""
    error = 0.0
    for band in range(10):
        rows = [row for row in judged if band <= min(row.score, 0.9999) * 10 < band + 1]
        error += abs(sum(row.score for row in rows) - sum(row.answer == row.recorded for row in rows))
    return error / len(judged)


def _by_position(mine: list[list[Judged]], alone: list[bool]) -> Iterator[Figure]:
    size = len(mine[0])
    for start, end in pairwise(POSITIONS):
        rows = [row for company in mine for row in company[start:end]]
        posted = [alone[at * size + place] for at in range(len(mine)) for place in range(start, min(end, size))]
        yield Figure(f"engine.learning.accuracy_to_{end}", accuracy(rows), "share")
        yield Figure(f"engine.alone.coverage_to_{end}", sum(posted) / len(posted), "share")
