"""The plain ways of suggesting an account, on the same histories and answered before learned like ours.

`last`: the account last used for the supplier. `tf-idf`: character 1- to 3-grams with logistic regression, fitted again
every 50 documents. `word counts`: the method of smart_importer, a linear support vector machine over word counts, which
never abstains.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.svm import SVC

from benchmarks.engine.replay import Told

BLOCK = 50
Answer = tuple[str, float]
"""(account, score)."""


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


def fitted_again(documents: Sequence[Told], untrained: Callable[[], Any], *, scored: bool) -> list[Judged]:
    """A pipeline fitted again on everything so far after every block."""
    judged, model = [], None
    texts, labels = [text_of(told) for told in documents], [str(told.recorded) for told in documents]
    for start in range(0, len(documents), BLOCK):
        block = slice(start, start + BLOCK)
        answers = _answers(model, texts[block], scored=scored)
        judged += [
            Judged(*answer, str(told.recorded), str(told.meant))
            for answer, told in zip(answers, documents[block], strict=True)
        ]
        model = untrained()
        with warnings.catch_warnings(action="ignore"):
            model.fit(texts[: start + BLOCK], labels[: start + BLOCK])
    return judged


def _answers(model: Any, texts: list[str], *, scored: bool) -> list[Answer]:
    if model is None:
        return [("", 0.0)] * len(texts)
    if not scored:
        return [(str(answer), 0.0) for answer in model.predict(texts)]
    shares = model.predict_proba(texts)
    return [(str(model.classes_[row.argmax()]), float(row.max())) for row in shares]


def tf_idf() -> Any:
    """Character 1- to 3-grams, tf-idf, logistic regression."""
    grams = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    return make_pipeline(grams, LogisticRegression(C=10.0, max_iter=200))


def word_counts() -> Any:
    """Word counts and a linear support vector machine."""
    return make_pipeline(CountVectorizer(ngram_range=(1, 3), token_pattern=r"(?u)\w+"), SVC(kernel="linear"))


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
