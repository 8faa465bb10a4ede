"""Fits the map from evidence to the share of right answers for readings by OCR, on fictional pages of development.

    python -m benchmarks.fit_reading_confidence --runs 1300:160 1500:160:vat_photo,shop_receipt --out fit.jsonl

reads the pages without calibration (going on where an earlier run with the same `--out` stopped) and writes
`invoices/readers/ocr_confidence.yaml`; with `--groups lines` only the map of lines, the others stay. Isotonic
regression for each group of fields; each step is drawn a little towards one half, so that nothing seen a few times is
certain.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import yaml

from benchmarks.reading.run import PICTURED, Page, measured, pages
from benchmarks.reading.score import Cell
from invoices.readers.calibration import GROUPS, MAP_FILE, group_of

Answer = tuple[float, bool]
_LEVELS: Final = ("medium", "hard")
_PRIOR: Final = 0.5
_HIGHEST: Final = 0.999
_PLACES: Final = 4


def main(arguments: list[str] | None = None) -> int:
    """Reads what is missing in `--out`, fits and writes the map."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fit_reading_confidence", description=__doc__)
    parser.add_argument("--runs", nargs="+", required=True, help="first seed:pages[:kinds]; seeds of development only")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, help="one line of answers a page")
    parser.add_argument("--groups", nargs="+", default=GROUPS, choices=GROUPS, help="whose maps are fitted; all")
    options = parser.parse_args(arguments)
    known = _read([page for run in options.runs for page in _pages(run)], options.processes, options.out)
    fits = yaml.safe_load(MAP_FILE.read_text(encoding="utf-8"))
    MAP_FILE.write_text(_document(fits | fitted(known, options.runs, options.groups)), encoding="utf-8")
    return 0


def _pages(run: str) -> Iterator[Page]:
    seed, count, *kinds = run.split(":")
    return pages(int(seed), int(count), tuple(kinds[0].split(",")) if kinds else PICTURED, _LEVELS)


def _read(wanted: Sequence[Page], processes: int, out: Path) -> list[dict[str, Any]]:
    known = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] if out.exists() else []
    done = {page["seed"] for page in known}
    missing = [page for page in wanted if page.seed not in done]
    with out.open("a", encoding="utf-8") as file:
        for outcome in measured(missing, processes, calibrate=False):
            known.append({"seed": outcome.page.seed, "answers": list(answers_of(outcome.ours))})
            print(json.dumps(known[-1]), file=file, flush=True)
    return known


def answers_of(cells: Iterable[Cell]) -> Iterable[tuple[str, float, bool]]:
    """Group, evidence and whether it was right, of every field and line that was answered with a confidence."""
    for cell in cells:
        if cell.group in ("header", "line") and cell.confidence is not None and cell.outcome != "missing":
            name = "lines" if cell.group == "line" else cell.name
            yield group_of(name), cell.confidence, cell.outcome == "exact"


def fitted(known: Sequence[dict[str, Any]], runs: Sequence[str], groups: Iterable[str]) -> dict[str, Any]:
    """The map of each group with the pages it rests on."""
    answers: dict[str, list[Answer]] = defaultdict(list)
    for page in known:
        for group, evidence, right in page["answers"]:
            answers[group].append((evidence, right))
    made = {"fitted_on": datetime.now(tz=UTC).date().isoformat(), "runs": list(runs), "pages": len(known)}
    return {group: made | {"answers": len(answers[group]), "knots": knots(answers[group])} for group in groups}


def _document(fits: Mapping[str, Any]) -> str:
    return "".join(
        yaml.safe_dump({group: fit}, sort_keys=False, default_flow_style=None) for group, fit in sorted(fits.items())
    )


def knots(answers: Sequence[Answer]) -> list[list[float]]:
    """The ends of the steps of the isotonic regression: evidence and share right, both rising."""
    from sklearn.isotonic import IsotonicRegression

    # as exact as evidence is given: values nearer to each other than the regression can tell apart make it fail
    ordered = sorted((round(each, _PLACES), right) for each, right in answers)
    evidence, right = [each for each, _ in ordered], [float(each) for _, each in ordered]
    fitted = IsotonicRegression(y_min=0.0, y_max=1.0).fit_transform(evidence, right)
    steps: dict[float, list[float]] = defaultdict(list)
    for each, share in zip(evidence, fitted, strict=True):
        steps[round(float(share), 6)].append(each)
    found: list[list[float]] = []
    for share, members in sorted(steps.items()):
        drawn = min((share * len(members) + _PRIOR) / (len(members) + 2 * _PRIOR), _HIGHEST)
        drawn = round(max(drawn, found[-1][1] if found else 0.0), 4)
        found += [[end, drawn] for end in dict.fromkeys((members[0], members[-1]))]
    return found


if __name__ == "__main__":
    sys.exit(main())
