"""Right entries without any history: accuracy on worked examples beside two baselines, calibration and speed.

The half called development was looked at while the tables were written; of the half held out only these totals are.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from benchmarks.engine.cold_cases import (
    DEVELOPMENT,
    HELD_OUT,
    EntryQuestion,
    ItemQuestion,
    answered,
    entries,
    items,
    summed,
)
from benchmarks.figure import Figure
from bookkeeping.engine.case import AccountName
from bookkeeping.engine.propose import Engine
from bookkeeping.engine.tables import short_names, split_item
from bookkeeping.engine.trades import for_standard

TODAY: Final = date(2026, 11, 23)
_ADMINISTRATION: Final = AccountName("管理费用")
_VAT: Final = ("deductible", "not_deductible", "computed")
_BANDS: Final = 10


def figures() -> Iterator[Figure]:
    """Figures of both halves; a notice and nothing else where CASES_DIR is not set."""
    folder = os.environ.get("CASES_DIR", "")
    if not folder:
        print("CASES_DIR is not set: the engine's cold start is not measured")
        return
    for half in (DEVELOPMENT, HELD_OUT):
        yield from _of_items(Path(folder), half)
        yield from _of_entries(list(entries(Path(folder), half)), half)


def _of_items(folder: Path, half: str) -> Iterator[Figure]:
    asked = list(items(folder, half))
    engine, name = Engine(), f"engine_cold.{half}.items"
    answers = [engine.propose(question.case, TODAY) for question in asked]
    got = [answer.choice.name for answer in answers]
    yield from _accuracy(name, asked, got)
    if half == HELD_OUT:
        starred = [(q, chosen) for q, chosen in zip(asked, got, strict=True) if split_item(q.case.item)[0]]
        yield from _accuracy(f"{name}_with_short_name", [q for q, _ in starred], [chosen for _, chosen in starred])
    untold = list(items(folder, half, with_trade=False))
    yield from _accuracy(f"{name}_trade_unknown", untold, [engine.propose(q.case, TODAY).choice.name for q in untold])
    taxed = [(q, a.input_vat) for q, a in zip(asked, answers, strict=True) if q.input_vat in _VAT]
    yield Figure(f"engine_cold.{half}.input_vat", _share([_same_vat(q.input_vat, vat) for q, vat in taxed]), "ratio")
    told = [(a.choice.confidence, _first_level(q, a.choice.name)) for q, a in zip(asked, answers, strict=True)]
    yield Figure(f"{name}.calibration_error", expected_calibration_error(told), "ratio")


def _accuracy(name: str, asked: Sequence[ItemQuestion], got: Sequence[AccountName]) -> Iterator[Figure]:
    looked_up = [_by_short_name(question) for question in asked]
    for what, right in (("first_level", _first_level), ("account_and_detail", _with_detail)):
        ours = _share([right(q, chosen) for q, chosen in zip(asked, got, strict=True)])
        always = _share([right(q, _ADMINISTRATION) for q in asked])
        short = _share([right(q, chosen) for q, chosen in zip(asked, looked_up, strict=True)])
        yield Figure(f"{name}.{what}", ours, "ratio", f"always 管理费用 {always:.3f}", _times(ours, always))
        yield Figure(f"{name}.{what}", ours, "ratio", f"short name looked up {short:.3f}", _times(ours, short))


def _by_short_name(question: ItemQuestion) -> AccountName:
    short, _ = split_item(question.case.item)
    row = short_names("items").get(short)
    return for_standard(row.name, question.case.standard) if row is not None else _ADMINISTRATION


def _first_level(question: ItemQuestion, chosen: AccountName) -> bool:
    return any(chosen.account == name.account for name in question.accepted)


def _with_detail(question: ItemQuestion, chosen: AccountName) -> bool:
    return any(chosen.account == name.account and name.detail in {"", chosen.detail} for name in question.accepted)


def _same_vat(wanted: str, got: str) -> bool:
    return got == wanted or (wanted == "deductible" and got == "computed")


def _of_entries(asked: list[EntryQuestion], half: str) -> Iterator[Figure]:
    engine, name = Engine(), f"engine_cold.{half}.descriptions"
    engine.propose(asked[0].case, TODAY)
    started = time.process_time()
    answers = [engine.propose(question.case, TODAY) for question in asked]
    seconds = time.process_time() - started
    pairs = list(zip(asked, answers, strict=True))
    main = _share([a.choice.name.account == q.main.account for q, a in pairs])
    always = _share([q.main.account == _ADMINISTRATION.account for q in asked])
    yield Figure(f"{name}.main_account", main, "ratio", f"always 管理费用 {always:.3f}", _times(main, always))
    yield Figure(f"{name}.whole_entry", _share([answered(a) == q.lines for q, a in pairs]), "ratio")
    same_sums = [summed(answered(a)) == summed(q.lines) for q, a in pairs]
    yield Figure(f"{name}.whole_entry_summed_by_account", _share(same_sums), "ratio")
    told = [(a.choice.confidence, a.choice.name.account == q.main.account) for q, a in pairs]
    yield Figure(f"{name}.calibration_error", expected_calibration_error(told), "ratio")
    yield Figure(f"{name}.per_proposal", seconds / len(asked) * 1000, "ms")


def expected_calibration_error(told: Sequence[tuple[float, bool]]) -> float:
    """Mean distance of confidence and share of right answers over bands of equal width, weighted by their size."""
    bands: dict[int, list[tuple[float, bool]]] = {}
    for sure, right in told:
        bands.setdefault(min(int(sure * _BANDS), _BANDS - 1), []).append((sure, right))
    gaps = (abs(sum(sure for sure, _ in band) - sum(right for _, right in band)) for band in bands.values())
    return sum(gaps) / max(len(told), 1)


def _share(right: Sequence[bool]) -> float:
    return sum(right) / max(len(right), 1)


def _times(ours: float, theirs: float) -> float | None:
    return ours / theirs if theirs else None
