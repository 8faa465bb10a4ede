"""A learner as bytes and back: numbers in NumPy's own format without pickled objects, memories as JSON.

Rule kept: bytes of another format are refused, never guessed at; who stores them signs them.
"""

from __future__ import annotations

import io
import json
from typing import Any
from zipfile import BadZipFile

import numpy as np

from bookkeeping.engine.case import AccountName
from bookkeeping.engine.learner import Learner
from bookkeeping.engine.learning.facts import ROWS
from bookkeeping.engine.learning.linear import OnlineLinear
from bookkeeping.engine.learning.memory import Key, Memories, remembered

FORMAT = 1


class WrongFormat(ValueError):
    """The bytes are no learner, or one of another program version."""


def dumped(learner: Learner) -> bytes:
    """The learner as bytes: only the rows of the weight table that were ever touched."""
    linear, buffer = learner.linear, io.BytesIO()
    rows = np.flatnonzero(linear.touched)
    columns = len(linear.names)
    head = {
        "format": FORMAT,
        "names": [(name.account, name.detail) for name in linear.names],
        "lately_right": learner.lately_right,
        "seen": learner.seen,
        "weights": [[list(key), list(held.weights.items())] for key, held in learner.memories.weights.items()],
        "runs": [[list(key), *run] for key, run in learner.memories.runs.items()],
        "times": [[list(key), list(times.items())] for key, times in learner.memories.times.items()],
    }
    np.savez_compressed(
        buffer,
        head=np.frombuffer(json.dumps(head, ensure_ascii=False).encode(), np.uint8),
        rows=rows.astype(np.int32),
        weights=linear.weights[rows, :columns].astype(np.float16),
        squares=linear.squares[rows, :columns].astype(np.float16),
    )
    return buffer.getvalue()


def loaded(content: bytes) -> Learner:
    """The learner of `dumped`. Raises `WrongFormat`."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            head = json.loads(arrays["head"].tobytes())
            rows, weights, squares = arrays["rows"], arrays["weights"], arrays["squares"]
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise WrongFormat("no learner in these bytes") from error
    if head.get("format") != FORMAT:
        raise WrongFormat(f"format {head.get('format')!r} instead of {FORMAT}")
    linear = OnlineLinear([AccountName(*name) for name in head["names"]])
    columns = len(linear.names)
    wide = max(columns, linear.weights.shape[1])
    linear.weights, linear.squares = np.zeros((ROWS, wide), np.float32), np.zeros((ROWS, wide), np.float32)
    linear.weights[rows, :columns], linear.squares[rows, :columns] = weights, squares
    linear.touched[rows] = True
    linear.seen = head["seen"]
    return Learner(_memories(head), linear, head["lately_right"], head["seen"])


def _memories(head: dict[str, Any]) -> Memories:
    memories = Memories({_key(key): remembered({int(at): held for at, held in rows}) for key, rows in head["weights"]})
    memories.runs = {_key(key): (place, length) for key, place, length in head["runs"]}
    for key, rows in head["times"]:
        memories.times[_key(key)].update({int(at): times for at, times in rows})
    return memories


def _key(parts: list[Any]) -> Key:
    return tuple(parts)
