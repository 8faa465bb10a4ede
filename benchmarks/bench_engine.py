"""The bookkeeping engine: how fast it suggests and learns, how right it is while it learns."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.engine import learning, speed
from benchmarks.figure import Figure


def figures() -> Iterator[Figure]:
    """Speed first, then accuracy on companies kept apart."""
    yield from speed.figures()
    yield from learning.figures()
