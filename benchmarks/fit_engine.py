"""Fits what the engine's learner stands on, on fictional companies: the blend, the trust and the record of each band.

Run after the marks, the memories or the tables changed: python -m benchmarks.fit_engine. Writes three files of
`bookkeeping/engine/knowledge`; each is fitted on companies of its own, the later ones with the earlier files in force.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import django
import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.ensemble import HistGradientBoostingClassifier

Floats = NDArray[np.float64]
FOLDER = Path(__file__).parent.parent / "bookkeeping/engine/knowledge"
FULL = 4


def _rows(ranking: Any) -> tuple[list[Any], Floats]:
    """(candidates, their opinions): columns linear, known by fullness, then each memory at each fullness."""
    from bookkeeping.engine.learning.blend import _LEAST, KNOWN, UNKNOWN

    names = [place for place, _ in ranking.accounts]
    rows = np.zeros((len(names), 1 + FULL + len(ranking.memories) * FULL))
    for place, name in enumerate(names):
        rows[place, 0] = max(ranking.likely[0][name], _LEAST) if name != UNKNOWN else _LEAST
        rows[place, 1 + ranking.memories[KNOWN].fullness] = name == ranking.known
        for sort, remembered in enumerate(ranking.memories):
            rows[place, 1 + FULL + sort * FULL + remembered.fullness] = dict(remembered.speaks).get(name, 0.0)
    return names, rows


def fit_blend(seeds: range) -> dict[str, Any]:
    """Weights of a conditional logit: the likeliest account is the one that was meant."""
    from benchmarks.engine.replay import rankings
    from bookkeeping.engine.learning.memory import SORTS

    blocks: list[Floats] = []
    targets: list[int] = []
    sizes: list[int] = []
    for seed in seeds:
        for told, learner, ranking in rankings(seed):
            names, rows = _rows(ranking)
            meant = next((at for at in names if learner.name_of(at, told.known.name) == told.meant), None)
            if meant in names:
                targets.append(sum(sizes) + names.index(meant))
                blocks.append(rows)
                sizes.append(len(names))
        print(f"blend {seed}", file=sys.stderr)
    fitted = _conditional_logit(np.concatenate(blocks), np.array(targets), np.array(sizes))
    memories = {sort: fitted[1 + FULL * (i + 1) : 1 + FULL * (i + 2)] for i, sort in enumerate(SORTS)}
    return {
        "linear": round(fitted[0], 3), "known": [round(value, 3) for value in fitted[1 : 1 + FULL]],
        "memories": {sort: [round(value, 3) for value in row] for sort, row in memories.items()},
    }  # fmt: skip


def _conditional_logit(
    rows: Floats, targets: NDArray[np.int64], sizes: NDArray[np.int64], ridge: float = 5.0
) -> list[float]:
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    group = np.repeat(np.arange(len(sizes)), sizes)

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = rows @ weights
        raised = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        shares = raised / np.add.reduceat(raised, starts)[group]
        value = -np.log(shares[targets] + 1e-12).sum() + ridge * weights @ weights / 2
        slope = rows.T @ shares - rows[targets].sum(0) + ridge * weights
        return value / len(sizes), slope / len(sizes)

    first = np.zeros(rows.shape[1])
    first[0] = 1.0
    return [float(value) for value in minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x]


def fit_trust(seeds: range) -> dict[str, Any]:
    """A forest for the odds that the first of the ranking is what was meant."""
    from benchmarks.engine.replay import rankings

    rows, right = [], []
    for seed in seeds:
        for told, learner, ranking in rankings(seed):
            rows.append(learner.trust(ranking))
            right.append(learner.name_of(ranking.accounts[0][0], told.known.name) == told.meant)
        print(f"trust {seed}", file=sys.stderr)
    return forest_of(np.array(rows, np.float32), np.array(right))


def forest_of(rows: Any, right: Any) -> dict[str, Any]:
    """The trained forest as data."""
    model = HistGradientBoostingClassifier(
        max_iter=150, learning_rate=0.06, max_leaf_nodes=12, l2_regularization=5.0, early_stopping=False, random_state=0
    ).fit(rows, right)
    trees = [[_node(node) for node in predictor[0].nodes] for predictor in model._predictors]  # noqa: SLF001
    return {"base": round(float(model._baseline_prediction.ravel()[0]), 5), "trees": trees}  # noqa: SLF001


def _node(node: Any) -> list[float]:
    """(feature, threshold, left, right, value); a leaf has feature -1."""
    if node["is_leaf"]:
        return [-1, 0, 0, 0, round(float(node["value"]), 5)]
    return [int(node["feature_idx"]), float(f"{node['num_threshold']:.6g}"), int(node["left"]), int(node["right"]), 0]


def fit_record(seeds: range) -> dict[str, Any]:
    """Right and wrong answers by layer and band, and which share of the disagreements of a band were errors."""
    from benchmarks.engine.replay import documents
    from bookkeeping.engine.decision import BANDS, bucket_of
    from bookkeeping.engine.learner import Learner
    from bookkeeping.engine.learning.facts import facts_of

    answers: dict[str, dict[float, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    doubted: dict[float, list[int]] = {band: [1, 1] for band in (0.0, *BANDS)}
    for seed in seeds:
        learner = Learner()
        for told in documents(seed):
            facts = facts_of(told.case, told.known.name)
            choice = learner.choose(facts, told.known)
            layer, band = bucket_of(choice.layer, choice.confidence)
            answers[layer][band][choice.name != told.meant] += 1
            if choice.name != told.recorded:
                doubted[band][choice.name != told.meant] += 1
            learner.learn(facts, told.recorded)
        print(f"record {seed}", file=sys.stderr)
    shares = {band: round(errors / (slips + errors), 3) for band, (slips, errors) in doubted.items()}
    rows = {layer: dict(sorted(bands.items())) for layer, bands in sorted(answers.items())}
    return {"answers": rows, "errors_among_disagreements": shares}


def main() -> None:
    """Fit one after the other and write the files."""
    django.setup()
    from benchmarks.engine import replay
    from bookkeeping.engine.learning.blend import weights
    from bookkeeping.engine.learning.trust import forest
    from bookkeeping.engine.tables import table

    head = "# Fitted by benchmarks/fit_engine.py on fictional companies of the seeds named in docs/engine.md.\n"
    FOLDER.joinpath("blend.yaml").write_text(head + yaml.safe_dump(fit_blend(replay.BLEND), sort_keys=False))
    table.cache_clear()
    weights.cache_clear()
    FOLDER.joinpath("trust.json").write_text(json.dumps(fit_trust(replay.TRUST), separators=(",", ":")))
    forest.cache_clear()
    FOLDER.joinpath("record.yaml").write_text(head + yaml.safe_dump(fit_record(replay.RECORD), default_flow_style=None))


if __name__ == "__main__":
    main()
