"""Fictional scans and photographs made, read by us and read plainly from the same lines of the same engine.

Rule kept: both readers see the same file, and the plain one gets the bare lines of our own reading, already turned
upright, so that nothing is recognised twice and the comparison holds page by page.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from typing import Final

from benchmarks.reading.plain_ocr import read_plainly
from benchmarks.reading.score import Cell, compare
from invoices.readers import read_bytes
from invoices.readers.contract import as_contract
from invoices.readers.ocr import OcrEngine, OcrWord, PageOcr, get_engine, warm_up
from invoices.readers.ocr.protocol import LEGIBLE, Image
from samples.kinds import generate
from samples.photo import Difficulty
from samples.sample import Sample

PICTURED: Final = (
    "digital_photo", "scan_pdf", "vat_photo", "paper_special", "paper_general", "rail_photo", "rail_paper", "taxi",
    "toll", "motor_vehicle", "customs_vat", "machine_printed", "quota", "shop_receipt", "bank_slip_photo",
    "pasted_photo",
)  # fmt: skip
"""The kinds of sample that are pictures."""


@dataclass(frozen=True, slots=True)
class Page:
    """One file, by the seed it is made from."""

    seed: int
    kind: str
    difficulty: Difficulty


@dataclass(frozen=True, slots=True)
class Outcome:
    """Cells of our reading and of the plain one, and the seconds our reading took."""

    page: Page
    ours: list[Cell]
    plain: list[Cell]
    seconds: float


class _Watched(PageOcr):
    """Keeps the lines of each page as the engine gave them, turned upright but otherwise bare."""

    def __init__(self, engine: OcrEngine) -> None:
        super().__init__(lambda: engine)
        self.lines: list[list[OcrWord]] = []

    def look(self, image: Image) -> tuple[list[OcrWord], int]:
        """See `PageOcr.look`."""
        words, quarters = super().look(image)
        self.lines.append([word for word in words if word.score >= LEGIBLE])
        return words, quarters


def pages(seed: int, count: int, kinds: Sequence[str], difficulties: Sequence[Difficulty]) -> Iterator[Page]:
    """`count` files over all kinds and difficulties in turn; each has a seed of its own from `seed` on."""
    for index in range(count):
        level = difficulties[index // len(kinds) % len(difficulties)]
        yield Page(seed + index, kinds[index % len(kinds)], level)


def measured(chosen: Sequence[Page], processes: int, *, calibrate: bool = True) -> Iterator[Outcome]:
    """Outcomes in order; one process measures in this one."""
    measure_one = partial(measure, calibrate=calibrate)
    if processes <= 1:
        yield from map(measure_one, chosen)
        return
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(measure_one, chosen)


def measure(page: Page, *, calibrate: bool = True) -> Outcome:
    """Makes one file and reads it both ways."""
    sample = next(generate(page.seed, 1, kinds=[page.kind], difficulty=page.difficulty))
    return compared(page, sample, _engine(), calibrate=calibrate)


def compared(page: Page, sample: Sample, engine: OcrEngine, *, calibrate: bool = True) -> Outcome:
    """One file read both ways; without `calibrate` the confidence is the bare evidence."""
    watched = _Watched(engine)
    truths = sample.entries()
    result = read_bytes(sample.content, name=sample.name, ocr=watched, calibrate=calibrate)
    ours = [as_contract(sample.name, fapiao, result.seconds) for fapiao in result.fapiaos]
    plain = [read_plainly(lines) for lines in watched.lines]
    return Outcome(page, compare(truths, ours), compare(truths, plain), result.seconds)


@cache
def _engine() -> OcrEngine:
    """The engine, warm, so that building it is in nobody's seconds."""
    warm_up()
    return get_engine()
