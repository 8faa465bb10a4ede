"""Speed of one suggestion, one correction and one whole proposal, beside scikit-learn's pipelines called plainly."""

from __future__ import annotations

import os
import random
import statistics
import time
import warnings
from collections.abc import Callable, Iterator
from itertools import cycle, islice

import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier

from benchmarks.engine.replay import TODAY, Told, documents
from benchmarks.engine.rivals import row_of, text_of, tf_idf, word_counts
from benchmarks.figure import Figure, in_turns, spread
from bookkeeping.engine.learner import Learner
from bookkeeping.engine.learning.facts import facts_of
from bookkeeping.engine.propose import Engine

SPEED_SEEDS = range(8000, 8400)
TRAINED = 5_000
ASKED = 200
ROUNDS = 5
FRESH = ASKED * ROUNDS
"""Lines asked: every round its own, so that nobody answers from having just been asked the same."""


def figures() -> Iterator[Figure]:
    """Figures per document, and their ratios in the same rounds."""
    lines = _lines(max(TRAINED, int(os.environ.get("BENCH_LINES", "20000"))) + FRESH)
    asked = lines[-FRESH:]
    few, many = _taught(lines[:TRAINED]), _taught(lines[:-FRESH])
    yield from _suggestions(lines[:TRAINED], asked, few, many, len(lines) - FRESH)
    yield from _corrections(lines[:TRAINED], asked, few)
    yield from _proposals(asked, few)


def _lines(count: int) -> list[Told]:
    lines: list[Told] = []
    for seed in SPEED_SEEDS:
        lines += documents(seed)
        if len(lines) >= count:
            break
    random.Random(1).shuffle(lines)
    return lines[:count]


def _taught(lines: list[Told]) -> Learner:
    learner = Learner()
    for told in lines:
        learner.learn(facts_of(told.case, told.known.name), told.recorded)
    return learner


def _each(act: Callable[[Told], object], asked: list[Told], count: int = ASKED) -> Callable[[], None]:
    """A round: `count` lines that this rival was not asked before."""
    coming = cycle(asked)

    def run() -> None:
        for told in islice(coming, count):
            act(told)

    return run


def _turns(rivals: dict[str, Callable[[], None]]) -> dict[str, list[float]]:
    return in_turns(rivals, ROUNDS, time.process_time)


def _suggest(learner: Learner) -> Callable[[Told], int]:
    return lambda told: learner.rank(facts_of(told.case, told.known.name)).accounts[0][0]


def _suggestions(trained: list[Told], asked: list[Told], few: Learner, many: Learner, size: int) -> Iterator[Figure]:
    texts, labels = [text_of(told) for told in trained], [str(told.recorded) for told in trained]
    with warnings.catch_warnings(action="ignore"):
        linear = tf_idf().fit(texts, labels)
        counts = word_counts().fit([row_of(told) for told in trained], labels)
    seconds = _turns(
        {
            "ours": _each(_suggest(few), asked),
            "grown": _each(_suggest(many), asked),
            "tf-idf": _each(lambda told: linear.predict([text_of(told)]), asked),
            "word counts": _each(lambda told: counts.predict([row_of(told)]), asked, ASKED // 10),
        }
    )
    seconds["word counts"] = [value * 10 for value in seconds["word counts"]]
    ours = statistics.median(seconds["ours"]) / ASKED * 1e3
    for rival in ("tf-idf", "word counts"):
        low, middle, high = spread(seconds, rival, "ours")
        yield Figure("engine.suggestion", ours, "ms", f"times faster than {rival}", middle, low, high)
    low, middle, high = spread(seconds, "grown", "ours")
    yield Figure(f"engine.suggestion_at_{size}_lines", ours * middle, "ms", f"at {TRAINED}", middle, low, high)
    suggest, guesses = _suggest(few), linear.predict([text_of(told) for told in asked])
    right = [str(few.name_of(suggest(told), told.known.name)) == str(told.meant) for told in asked]
    theirs = [guess == str(told.meant) for guess, told in zip(guesses, asked, strict=True)]
    gain = float(np.mean(right)) - float(np.mean(theirs))
    yield Figure("engine.suggestion_accuracy", float(np.mean(right)), "share", "minus tf-idf, same split", gain)


def _corrections(trained: list[Told], asked: list[Told], learner: Learner) -> Iterator[Figure]:
    hashed = HashingVectorizer(analyzer="char", ngram_range=(1, 3), n_features=1 << 16, alternate_sign=False)
    model = SGDClassifier(loss="log_loss")
    labels = sorted({str(told.recorded) for told in (*trained, *asked)})
    model.partial_fit(hashed.transform([text_of(told) for told in trained]), [str(t.recorded) for t in trained], labels)

    def theirs(told: Told) -> object:
        return model.partial_fit(hashed.transform([text_of(told)]), [str(told.recorded)])

    def ours(told: Told) -> None:
        learner.learn(facts_of(told.case, told.known.name), told.recorded)

    seconds = _turns({"ours": _each(ours, asked, 50), "partial_fit": _each(theirs, asked, 50)})
    low, middle, high = spread(seconds, "partial_fit", "ours")
    own = statistics.median(seconds["ours"]) / 50 * 1e3
    yield Figure("engine.correction", own, "ms", "times faster than partial_fit", middle, low, high)


def _proposals(asked: list[Told], learner: Learner) -> Iterator[Figure]:
    engine = Engine(learner)
    seconds = _turns({"ours": _each(lambda told: engine.propose(told.case, TODAY), asked)})
    yield Figure("engine.proposal", statistics.median(seconds["ours"]) / ASKED * 1e3, "ms")
