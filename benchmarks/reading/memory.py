"""Memory while a thousand digital documents stream through one process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from statistics import linear_regression

from benchmarks.figure import Figure
from benchmarks.reading import corpus
from invoices.readers import read_bytes

_COUNT, _STEP, _WARM = 1000, 100, 300


def memory_figures() -> Iterator[Figure]:
    """Resident memory in MB after every hundred documents; growth per hundred after the warm-up."""
    kinds = tuple(corpus.TEXT_PDFS + corpus.XMLS + corpus.OFDS)
    files = corpus.fictional(kinds, 4) + corpus.with_text(corpus.real("pdf")) + corpus.real("ofd") + corpus.real("xml")
    curve: list[tuple[int, float]] = []
    for number, (_, data) in enumerate(islice(cycle(files), _COUNT), 1):
        read_bytes(data)
        if number % _STEP == 0:
            curve.append((number, _resident()))
            yield Figure(f"memory after {number:,} documents", curve[-1][1], "MB")
    warm = [point for point in curve if point[0] >= _WARM]
    growth = linear_regression([x for x, _ in warm], [y for _, y in warm]).slope * _STEP
    name = f"growth per {_STEP} documents after {_WARM}"
    yield Figure(name, growth, "MB", f"memory after {_WARM}", warm[-1][1] / warm[0][1])


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
