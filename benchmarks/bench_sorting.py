"""How often the learned sorter is right on names it never saw: cross-validation, and item names of published cases.

The points it prints are those of `invoices/data/sorter_calibration.yaml`.
"""

from __future__ import annotations

import csv
import os
import time
import warnings
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from benchmarks.figure import Figure
from invoices.domain.categories import GENERIC, category_of_code, category_of_item
from invoices.domain.sorter import key_of, seed_examples, sorter_with, untrained

_FOLDS = 5
_BINS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)


def figures() -> Iterator[Figure]:
    """Figures of accuracy and speed."""
    yield from _cross_validated()
    folder = os.environ.get("CODES_DIR", "")
    if folder:
        yield from _held_out(Path(folder) / "item_names_to_tax_category.csv")


def _cross_validated() -> Iterator[Figure]:
    from sklearn.model_selection import cross_val_predict

    names, truth = zip(*seed_examples(), strict=True)
    with warnings.catch_warnings(action="ignore"):
        shares = cross_val_predict(untrained(), list(names), list(truth), cv=_FOLDS, method="predict_proba")
    classes, best = sorted(set(truth)), shares.max(axis=1)
    right = [classes[index] == category for index, category in zip(shares.argmax(axis=1), truth, strict=True)]
    yield Figure("sorting.cross_validated_accuracy", sum(right) / len(right), "ratio")
    for low, high in pairwise(_BINS):
        inside = [ok for ok, score in zip(right, best, strict=True) if low <= score < high]
        if inside:
            yield Figure(f"sorting.right_at_score_{(low + high) / 2:.2f}", sum(inside) / len(inside), "ratio")


def _held_out(path: Path) -> Iterator[Figure]:
    """Names with an official code, as sellers wrote them; the sorter never learned from this file."""
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    wanted = [
        (row["item_name"], (category_of_code(row["tax_category_code"]) or category_of_item("", row["short_name"])).id)
        for row in rows
    ]
    wanted = [(name, category) for name, category in wanted if category not in GENERIC and key_of(name)]
    sorter, started = sorter_with(), time.perf_counter()
    right = sum(sorter.guess(key_of(name))[0] == category for name, category in wanted)
    seconds = time.perf_counter() - started
    yield Figure("sorting.held_out_accuracy", right / len(wanted), "ratio")
    yield Figure("sorting.held_out_names", len(wanted), "names")
    yield Figure("sorting.per_name", seconds / len(wanted) * 1000, "ms")
