"""The plain ways of suggesting an account, on the same histories and answered before learned like ours.

`last`: the account last used for the supplier. `tf-idf`: character 1- to 3-grams with logistic regression, fitted again
every 50 documents. `word counts`: the method of smart_importer, a support vector machine with a linear kernel over the
weighted word counts of text and supplier and the day, which never abstains; pairs of characters stand for words, since
its default takes a Chinese phrase for one word.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.svm import SVC

from benchmarks.engine.replay import Told

BLOCK = 50
Answer = tuple[str, float]
"""(account, score)."""
Row = tuple[str, str, int]
"""(text, supplier, day of the month)."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer with what was recorded and what was meant."""

    answer: str
    score: float
    recorded: str
    meant: str


def text_of(told: Told) -> str:
    """All a rival may see of a document."""
    case = told.case
    return " ".join(part for part in (case.item, case.description, case.counterparty, case.direction) if part)


def row_of(told: Told) -> Row:
    """The same as smart_importer takes it in: text, supplier, day of the month."""
    case = told.case
    text = " ".join(part for part in (case.item, case.description, case.direction) if part)
    return text, case.counterparty, case.day.day if case.day else 0


def last_account(documents: Sequence[Told]) -> list[Judged]:
    """The account last used for the supplier; the commonest for a new one."""
    latest: dict[str, str] = {}
    used: Counter[str] = Counter()
    judged = []
    for told in documents:
        common = used.most_common(1)[0][0] if used else ""
        answer = latest.get(told.case.counterparty, common)
        judged.append(Judged(answer, 0.0, str(told.recorded), str(told.meant)))
        latest[told.case.counterparty] = str(told.recorded)
        used[str(told.recorded)] += 1
    return judged


def fitted_again(
    documents: Sequence[Told], untrained: Callable[[], Any], see: Callable[[Told], Any], *, scored: bool
) -> list[Judged]:
    """A pipeline fitted again on everything so far after every block; `see` gives it its view of a document."""
    judged, model = [], None
    seen, labels = [see(told) for told in documents], [str(told.recorded) for told in documents]
    for start in range(0, len(documents), BLOCK):
        block = slice(start, start + BLOCK)
        answers = _answers(model, seen[block], scored=scored)
        judged += [
            Judged(*answer, str(told.recorded), str(told.meant))
            for answer, told in zip(answers, documents[block], strict=True)
        ]
        model = untrained()
        with warnings.catch_warnings(action="ignore"):
            model.fit(seen[: start + BLOCK], labels[: start + BLOCK])
    return judged


def _answers(model: Any, seen: list[Any], *, scored: bool) -> list[Answer]:
    if model is None:
        return [("", 0.0)] * len(seen)
    if not scored:
        return [(str(answer), 0.0) for answer in model.predict(seen)]
    shares = model.predict_proba(seen)
    return [(str(model.classes_[row.argmax()]), float(row.max())) for row in shares]


def tf_idf() -> Any:
    """Character 1- to 3-grams, tf-idf, logistic regression."""
    grams = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    return make_pipeline(grams, LogisticRegression(C=10.0, max_iter=200))


def word_counts() -> Any:
    """Word counts of each attribute, weighted, and a support vector machine with a linear kernel."""
    parts = [(name, make_pipeline(_part(at), _words())) for at, name in enumerate(("text", "supplier"))]
    day = FunctionTransformer(lambda rows: np.array([[row[2]] for row in rows]))
    union = FeatureUnion([*parts, ("day", day)], transformer_weights={"text": 0.8, "supplier": 0.5, "day": 0.1})
    return make_pipeline(union, SVC(kernel="linear"))


def _part(at: int) -> Any:
    return FunctionTransformer(lambda rows: [row[at] for row in rows])


def _words() -> Any:
    return CountVectorizer(ngram_range=(1, 3), token_pattern=None, tokenizer=_pairs)


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(max(len(text) - 1, 1))]


def accuracy(judged: Sequence[Judged]) -> float:
    """The share that agrees with what was recorded."""
    return sum(row.answer == row.recorded for row in judged) / len(judged)


def coverage(judged: Sequence[Judged], precision: float = 0.99) -> float:
    """The largest share, surest first, that agrees with what was meant this often: the threshold known afterwards."""
    best = right = 0
    for count, row in enumerate(sorted(judged, key=lambda row: -row.score), 1):
        right += row.answer == row.meant
        if right / count >= precision:
            best = count
    return best / len(judged)
