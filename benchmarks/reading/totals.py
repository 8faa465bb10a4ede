"""Totals of many read pages: shares per kind, field and difficulty, and how often a confidence is right.

Rule kept: a page leaves only counts behind, so a run over pages kept out of development shows nothing but its totals.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from benchmarks.figure import Figure
from benchmarks.reading.run import Outcome
from benchmarks.reading.score import OUTCOMES, Cell

Counts = dict[str, int]
_BINS: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.01)
GROUPS: Final = ("header", "line", "line_cell")
_RATED: Final = ("header", "line")


def counted(outcome: Outcome) -> dict[str, Any]:
    """One page as counts, ready for a line of JSON."""
    page = outcome.page
    return {
        "seed": page.seed, "kind": page.kind, "difficulty": page.difficulty, "seconds": outcome.seconds,
        "ours": _counts(outcome.ours), "plain": _counts(outcome.plain), "reliability": _reliability(outcome.ours),
    }  # fmt: skip


def _counts(cells: Iterable[Cell]) -> Counts:
    return dict(Counter(f"{cell.group}/{cell.name}/{cell.outcome}" for cell in cells))


def _reliability(cells: Iterable[Cell]) -> dict[str, list[float]]:
    """Answers by group and band of confidence: how many, how many right, and the sum of their confidences."""
    found: dict[str, list[float]] = {}
    for cell in cells:
        if cell.group in _RATED and cell.confidence is not None and cell.outcome != "missing":
            place = max(each for each, low in enumerate(_BINS[:-1]) if cell.confidence >= low)
            one = (1, int(cell.outcome == "exact"), cell.confidence)
            band = found.setdefault(f"{cell.group}/{place}", [0, 0, 0.0])
            band[:] = [round(known + new, 4) for known, new in zip(band, one, strict=True)]
    return found


def shares(pages: Iterable[dict[str, Any]], reader: str) -> dict[tuple[str, str], Counter[str]]:
    """Outcomes by (group, what): what is `all`, a kind of sample, a difficulty or a field."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for page in pages:
        for key, count in page[reader].items():
            group, name, outcome = key.split("/")
            for what in ("all", page["kind"], page["difficulty"], name):
                found[group, what][outcome] += count
    return found


def share(counts: Counter[str], outcome: str) -> float:
    """The share of one outcome, 0 for nothing counted."""
    total = sum(counts.values())
    return counts[outcome] / total if total else 0.0


def figures_of(pages: list[dict[str, Any]]) -> Iterator[Figure]:
    """The headline: exact and wrong-but-unmarked, ours and plain."""
    ours, plain = shares(pages, "ours"), shares(pages, "plain")
    for group in GROUPS:
        mine, theirs = ours[group, "all"], plain[group, "all"]
        base = share(theirs, "exact")
        ratio = share(mine, "exact") / base if base else None
        yield Figure(f"{group} exact", share(mine, "exact"), "share", f"plain OCR {base:.4f}", ratio)
        yield Figure(f"{group} wrong, unmarked", share(mine, "unmarked"), "share")
    for group in _RATED:
        yield Figure(f"{group} expected calibration error", calibration_error(pages, group), "share")
    seconds = sorted(page["seconds"] for page in pages)
    yield Figure("reading a page, median", seconds[len(seconds) // 2] if seconds else 0.0, "s")


def rows(pages: list[dict[str, Any]]) -> Iterator[str]:
    """The tables as people read them."""
    for reader in ("ours", "plain"):
        found = shares(pages, reader)
        yield f"{reader:<34}{'cells':>8}" + "".join(f"{outcome:>10}" for outcome in OUTCOMES)
        for (group, what), counts in sorted(found.items()):
            if what != "all" and reader == "plain" and group != "header":
                continue
            numbers = "".join(f"{share(counts, outcome):>10.4f}" for outcome in OUTCOMES)
            yield f"{group:<11}{what:<23}{sum(counts.values()):>8}{numbers}"
    for group in _RATED:
        yield from _reliability_rows(pages, group)


def _bands(pages: list[dict[str, Any]], group: str) -> dict[int, tuple[float, float, float]]:
    """By band: answers, those that were right, sum of confidences."""
    found: dict[int, tuple[float, float, float]] = {}
    for place in range(len(_BINS) - 1):
        counts = [page["reliability"].get(f"{group}/{place}", (0, 0, 0.0)) for page in pages]
        answers, right, trust = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0, 0.0)
        if answers:
            found[place] = answers, right, trust
    return found


def calibration_error(pages: list[dict[str, Any]], group: str) -> float:
    """Expected calibration error: how far, on average over the answers, the share right lies from what was said."""
    bands = _bands(pages, group).values()
    answers = sum(band[0] for band in bands)
    return sum(abs(trust - right) for _, right, trust in bands) / answers if answers else 0.0


def _reliability_rows(pages: list[dict[str, Any]], group: str) -> Iterator[str]:
    yield f"{f'confidence of {group} answers':<34}{'answers':>8}{'said':>10}{'right':>10}"
    for place, (answers, right, trust) in _bands(pages, group).items():
        band = f"{_BINS[place]:.2f} to {min(_BINS[place + 1], 1.0):.2f}"
        yield f"{band:<34}{answers:>8}{trust / answers:>10.4f}{right / answers:>10.4f}"
    yield f"{'expected calibration error':<34}{calibration_error(pages, group):>28.4f}"
