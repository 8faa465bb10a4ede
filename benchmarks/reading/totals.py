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
_BINS: Final = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)
GROUPS: Final = ("header", "line", "line_cell")


def counted(outcome: Outcome) -> dict[str, Any]:
    """One page as counts, ready for a line of JSON."""
    page = outcome.page
    return {
        "seed": page.seed, "kind": page.kind, "difficulty": page.difficulty, "seconds": outcome.seconds,
        "ours": _counts(outcome.ours), "plain": _counts(outcome.plain), "confidence": _reliability(outcome.ours),
    }  # fmt: skip


def _counts(cells: Iterable[Cell]) -> Counts:
    return dict(Counter(f"{cell.group}/{cell.name}/{cell.outcome}" for cell in cells))


def _reliability(cells: Iterable[Cell]) -> Counts:
    """Header answers by confidence: how many, and how many right."""
    found: Counter[str] = Counter()
    for cell in cells:
        if cell.group == "header" and cell.confidence is not None:
            place = max(each for each, low in enumerate(_BINS[:-1]) if cell.confidence >= low)
            found[f"{place}/{'right' if cell.outcome == 'exact' else 'wrong'}"] += 1
    return dict(found)


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
    yield "confidence of header answers        answers     right"
    yield from _reliability_rows(pages)


def _reliability_rows(pages: list[dict[str, Any]]) -> Iterator[str]:
    found: Counter[str] = Counter()
    for page in pages:
        found.update(page["confidence"])
    for place, low in enumerate(_BINS[:-1]):
        right, wrong = found[f"{place}/right"], found[f"{place}/wrong"]
        if right + wrong:
            yield f"{low:.2f} to {min(_BINS[place + 1], 1.0):.2f}{right + wrong:>31}{right / (right + wrong):>10.4f}"
