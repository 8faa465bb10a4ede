"""How exactly scans and photographs are read, beside plain OCR on the same lines.

    manage.py bench reading_accuracy                     # a few pages
    python -m benchmarks.bench_reading_accuracy --seed 700000 --count 2048 --processes 2 --out pages.jsonl

The second form goes on where an earlier run with the same `--out` stopped.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from benchmarks.figure import Figure
from benchmarks.reading.run import PICTURED, Page, measured, pages
from benchmarks.reading.totals import counted, figures_of, rows

_SEED, _COUNT = 500_000, 64
_LEVELS: Final = ("medium", "hard")


def figures() -> Iterator[Figure]:
    """The headline over a few pages that development never used."""
    yield from figures_of([counted(each) for each in measured(list(pages(_SEED, _COUNT, PICTURED, _LEVELS)), 1)])


def main(arguments: list[str] | None = None) -> int:
    """Measures, prints tables and returns the exit code."""
    options = _parser().parse_args(arguments)
    kinds = tuple(options.kinds.split(",")) if options.kinds else PICTURED
    levels = tuple(options.difficulty.split(","))
    wanted = list(pages(options.seed, options.count, kinds, levels))
    found = _resumed(wanted, options.out, options.processes)
    for row in rows(found):
        print(row)
    for figure in figures_of(found):
        print(figure.row())
    return 0


def _resumed(wanted: list[Page], out: Path, processes: int) -> list[dict[str, Any]]:
    """The counts of all pages; those already in `out` are not read again."""
    known = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] if out.exists() else []
    done = {page["seed"] for page in known}
    with out.open("a", encoding="utf-8") as file:
        for outcome in measured([page for page in wanted if page.seed not in done], processes):
            known.append(counted(outcome))
            print(json.dumps(known[-1]), file=file, flush=True)
    return known


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench_reading_accuracy", description=__doc__)
    parser.add_argument("--seed", type=int, default=_SEED, help="of the first page; the next have the seeds after it")
    parser.add_argument("--count", type=int, default=_COUNT)
    parser.add_argument("--kinds", default="", help=f"comma-separated, of: {', '.join(PICTURED)}")
    parser.add_argument("--difficulty", default=",".join(_LEVELS), help="comma-separated: easy, medium, hard")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("reading_accuracy.jsonl"), help="one line of counts a page")
    return parser


if __name__ == "__main__":
    sys.exit(main())
