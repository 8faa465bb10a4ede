"""The learned sorter: a category for items no table knows, by the characters of their name.

Rules kept: it starts from `invoices/data/item_names.yaml` and the words of the tables, which measure nothing; what
people decided comes first and counts at once; its own guess sorts but decides nothing, neither rules nor books.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from foundation.learning import measured, steady
from invoices.domain.categories import all_categories, split_item_name

NAMES: Final = Path(__file__).parent.parent / "data" / "item_names.yaml"
CALIBRATION: Final = NAMES.with_name("sorter_calibration.yaml")

Example = tuple[str, str]
"""Item name and category id."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category with the measured share of right answers at its score; `decided` by a person before."""

    category_id: str
    confidence: float
    decided: bool


class Sorter:
    """Fitted on examples; `decided` are those people gave, remembered word by word besides."""

    def __init__(self, examples: Iterable[Example], decided: Mapping[str, str]) -> None:
        self._examples = tuple(examples)
        self._decided = decided

    def suggest(self, item_name: str) -> Suggestion | None:
        """The likeliest category; `None` for an empty name."""
        name = key_of(item_name)
        if not name:
            return None
        if name in self._decided:
            return Suggestion(self._decided[name], 1.0, decided=True)
        category, score = self.guess(name)
        return Suggestion(category, measured(score, _points()), decided=False)

    def guess(self, key: str) -> tuple[str, float]:
        """Category and raw score (0 to 1) of a key of `key_of`."""
        shares = self._model.predict_proba([key])[0]
        best = int(shares.argmax())
        return str(self._model.classes_[best]), float(shares[best])

    @cached_property
    def _model(self) -> Any:
        names, categories = zip(*self._examples, strict=True)
        return untrained().fit(list(names), list(categories))


def key_of(item_name: str) -> str:
    """What stays of a name: without short name, months, amounts and marks."""
    return steady(split_item_name(item_name)[1])


@lru_cache(maxsize=16)
def sorter_with(decided: tuple[Example, ...] = ()) -> Sorter:
    """The sorter that also knows what people decided, latest last."""
    learned = tuple((key_of(name), category) for name, category in decided if key_of(name))
    return Sorter((*seed_examples(), *learned), dict(learned))


@cache
def seed_examples() -> tuple[Example, ...]:
    """Keys and categories it starts from."""
    table: dict[str, list[str]] = yaml.safe_load(NAMES.read_text(encoding="utf-8"))
    named = [(name, category) for category, names in table.items() for name in names]
    tabled = [(word, one.id) for one in all_categories() for word in (*one.strong, *one.words, *one.shorts)]
    return tuple(dict.fromkeys((key_of(name), category) for name, category in (*named, *tabled) if key_of(name)))


@cache
def _points() -> list[list[float]]:
    points: list[list[float]] = yaml.safe_load(CALIBRATION.read_text(encoding="utf-8"))["points"]
    return points


def untrained() -> Any:
    """Character n-grams into a linear model with shares that add up to 1."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import SGDClassifier
    from sklearn.pipeline import make_pipeline

    words = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    learner = SGDClassifier(loss="log_loss", alpha=3e-5, max_iter=60, class_weight="balanced", random_state=0)
    return make_pipeline(words, learner)
