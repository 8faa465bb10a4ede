"""Warnings on fictional companies of evaluation seeds: planted faults, planted outliers, silence on healthy periods.

No limit or weight was chosen with an evaluation seed in sight. A planted outlier counts as found when a line of its
voucher is among the highest 1 % of all lines of the company's year; the plain z-score is judged in the same way.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from benchmarks.figure import Figure
from benchmarks.warnings.rivals import Floats, z_scores
from risk.domain.cases import inspect_case
from risk.domain.journal import Entry
from risk.domain.outliers.features import features_of
from risk.domain.outliers.score import LIMIT, forest_scores, scores_of
from risk.domain.read_books import entries_of
from samples.ledgers import EVALUATION, FAULTS, Ledger, Planted, ledger, with_fault, with_outliers

TOP: Final = 0.01
FAULTY: Final = "2026-05"
HEALTHY: Final = (*(f"2026-{month:02d}" for month in range(1, 13)), "2026Q1", "2026Q2", "2026Q3", "2026Q4")
SPEED: Final = 2000


def figures() -> Iterator[Figure]:
    """Faults, outliers, healthy periods, speed."""
    years = {seed: ledger(seed) for seed in EVALUATION}
    yield from _faults(years)
    yield from _outliers(years)
    yield from _healthy(years)
    yield from _speed()


def _faults(years: dict[int, Ledger]) -> Iterator[Figure]:
    missed: Counter[str] = Counter()
    for seed, year in years.items():
        case = year.case(FAULTY)
        for fault in FAULTS:
            missed[fault] += fault not in {warning.indicator for warning in inspect_case(with_fault(case, fault, seed))}
    planted = len(years) * len(FAULTS)
    yield Figure("warnings.rules_planted", planted, "faults", f"{len(FAULTS)} kinds")
    yield Figure("warnings.rules_found", 1 - missed.total() / planted, "ratio")
    for fault, count in sorted(missed.items()):
        if count:
            yield Figure(f"warnings.rules_missed.{fault}", count, "faults", f"of {len(years)}")


def _outliers(years: dict[int, Ledger]) -> Iterator[Figure]:
    planted: Counter[str] = Counter()
    found: dict[str, Counter[str]] = {"learned": Counter(), "forest_alone": Counter(), "z_score": Counter()}
    shown, seconds, lines = 0, 0.0, 0
    for seed, year in years.items():
        made, outliers = with_outliers(year, seed)
        entries = entries_of({"transactions": made.transactions})
        begun = time.process_time()
        features = features_of(entries)
        scores = scores_of(features)
        seconds, lines = seconds + time.process_time() - begun, lines + len(entries)
        planted.update(one.kind for one in outliers)
        found["learned"] += _found(entries, scores, outliers)
        found["forest_alone"] += _found(entries, forest_scores(features.values), outliers)
        found["z_score"] += _found(entries, z_scores(entries), outliers)
        shown += len({entries[place].voucher for place in np.flatnonzero(scores >= LIMIT)} & _ids(outliers))
    plain = found["z_score"].total() / planted.total()
    yield Figure("warnings.outliers_planted", planted.total(), "vouchers", f"in {lines} lines")
    yield Figure("warnings.outliers_found_by_z_score", plain, "ratio")
    for name in ("learned", "forest_alone"):
        share = found[name].total() / planted.total()
        yield Figure(f"warnings.outliers_found_{name}", share, "ratio", "z-score per account", share / plain)
    for kind in planted:
        share, other = found["learned"][kind] / planted[kind], found["z_score"][kind] / planted[kind]
        yield Figure(f"warnings.outliers_found.{kind}", share, "ratio", f"z-score {other:.2f}")
    yield Figure("warnings.outliers_above_limit", shown / planted.total(), "ratio")
    yield Figure("warnings.outliers_each_1000_lines", seconds / lines * 1000, "s")


def _ids(outliers: Sequence[Planted]) -> set[str]:
    return {one.transaction for one in outliers}


def _found(entries: Sequence[Entry], scores: Floats, outliers: Sequence[Planted]) -> Counter[str]:
    """Planted outliers with a line among the highest scores, by kind."""
    top = np.argsort(-scores, kind="stable")[: int(len(entries) * TOP)]
    vouchers = {entries[place].voucher for place in top}
    return Counter(one.kind for one in outliers if one.transaction in vouchers)


def _healthy(years: dict[int, Ledger]) -> Iterator[Figure]:
    counts, tripped, outliers = [], Counter[str](), 0
    for year in years.values():
        for period in HEALTHY:
            warnings = inspect_case(year.case(period))
            counts.append(len(warnings))
            tripped.update(warning.indicator for warning in warnings)
        entries = entries_of({"transactions": year.transactions})
        outliers += len({entries[place].voucher for place in np.flatnonzero(scores_of(features_of(entries)) >= LIMIT)})
    yield Figure("warnings.healthy_periods", len(counts), "periods")
    yield Figure("warnings.healthy_mean", float(np.mean(counts)), "warnings")
    yield Figure("warnings.healthy_most", max(counts), "warnings", "at most 5")
    for indicator, count in tripped.most_common(8):
        yield Figure(f"warnings.healthy.{indicator}", count / len(counts), "of periods")
    yield Figure("warnings.healthy_outliers_a_year", outliers / len(years), "vouchers")


def _speed() -> Iterator[Figure]:
    cases = [_case(number) for number in range(SPEED)]
    inspect_case(cases[0])
    begun = time.process_time()
    for case in cases:
        inspect_case(case)
    yield Figure("warnings.cases_a_second", SPEED / (time.process_time() - begun), "cases")


def _case(number: int) -> dict[str, Any]:
    facts = {"revenue": 1_000_000 + number, "vat_burden_rate": "0.006", "total_assets": 100, "total_liabilities": 75}
    return {"company": {"vat_status": "general", "industry": "manufacturing"}, "period": "2026-10", "facts": facts}
