"""Worked sets of books and entries of a folder named by CASES_DIR: every figure compared, what passes counted.

The sets use one list of titles for both standards; `OURS` says under which title and sign the official form has them.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bookkeeping.cases import run_case
from bookkeeping.services.keep_case import keep_case

D = Decimal
COLUMNS = ("opening_debit", "opening_credit", "period_debit", "period_credit", "closing_debit", "closing_credit")
SMALL, ENTERPRISE = "小企业会计准则", "企业会计准则"
OURS = {
    (SMALL, "预付款项"): "预付账款",
    (SMALL, "预收款项"): "预收账款",
    (SMALL, "固定资产"): "固定资产账面价值",
}
# Shown as a loss with a minus sign on the official form; without a line where the standard has no such account.
LOSSES = ("资产减值损失", "信用减值损失")
TOTALS = {"total_assets": "资产总计", "total_liabilities": "负债合计", "total_equity": "所有者权益合计"}


def _folder() -> Path:
    folder = os.environ.get("CASES_DIR", "")
    if not folder:
        pytest.skip("CASES_DIR is not set: the worked sets of books are not checked")
    return Path(folder)


def _sets() -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """(name, case, expected) of every set, as published and as adjusted to current rules."""
    for path in sorted(_folder().joinpath("full_sets").glob("*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        yield path.name, case, case["expected"]
        if adjusted := case.get("adjusted_expected"):
            yield f"{path.name}, adjusted", {**case, "transactions": _adjusted(case, adjusted)}, adjusted


def _adjusted(case: dict[str, Any], adjusted: dict[str, Any]) -> list[dict[str, Any]]:
    changes = {change.get("dropped") or change.get("replaced"): change for change in adjusted["transactions_changed"]}
    kept: list[dict[str, Any]] = []
    for item in case["transactions"]:
        change = changes.get(item["id"])
        kept += [item] if change is None else change.get("by", [])
    return kept


def _yuan(value: object) -> Decimal:
    return round(D(str(value)), 2)


def _titles(lines: list[dict[str, str]], column: str) -> dict[str, Decimal]:
    return {re.sub(r"^[一二三四五六]、|^[加减]：|（.*?）", "", line["title"]): D(line[column]) for line in lines}


def _figures(
    case: dict[str, Any], expected: dict[str, Any], answer: dict[str, Any]
) -> list[tuple[str, object, object]]:
    """(what, expected, ours) of every figure the set publishes."""
    return [*_balances(expected, answer), *_statements(case["standard"], expected, answer)]


def _balances(expected: dict[str, Any], answer: dict[str, Any]) -> Iterator[tuple[str, object, object]]:
    ours = {row["account"]: row for row in answer["trial_balance"]}
    yield "accounts", {row["account"] for row in expected["trial_balance"] if any(row[c] for c in COLUMNS)}, set(ours)
    for row in expected["trial_balance"]:
        for column in COLUMNS:
            yield f"{row['account']}.{column}", _yuan(row[column]), D(ours.get(row["account"], {}).get(column, 0))
    for column, value in expected.get("tb_totals", {}).items():
        yield f"total.{column}", _yuan(value), sum(D(row[column]) for row in ours.values())


def _statements(
    standard: str, expected: dict[str, Any], answer: dict[str, Any]
) -> Iterator[tuple[str, object, object]]:
    earned = _titles(answer["income_statement"], "current")
    for title, value in expected["income_statement"].items():
        sign = -1 if title in LOSSES else 1
        yield title, sign * _yuan(value), earned.get(title, D(0) if title in LOSSES else None)
    sheet = _titles(answer["balance_sheet"], "closing")
    accounts = {row["account"]: D(row["closing_debit"]) for row in answer["trial_balance"]}
    for part in ("assets", "liabilities", "equity"):
        for written, value in expected["balance_sheet"][part].items():
            title = re.sub(r"（.*?）", "", written)
            found = sheet.get(OURS.get((standard, title), title))
            yield written, _yuan(value), accounts.get(title) if found is None else found
    for name, title in TOTALS.items():
        yield name, _yuan(expected["balance_sheet"][name]), sheet[title]
    yield "claims", sheet["资产总计"], sheet["负债和所有者权益总计"]
    cash, flow = sheet["货币资金"], answer["cash_flow"]
    yield "closing cash", cash, D(flow[-1]["current"])


def test_every_figure_of_the_worked_sets_is_ours(capsys: pytest.CaptureFixture[str]) -> None:
    counts, wrong = {}, []
    for name, case, expected in _sets():
        answer = run_case({**case, "close": False})
        assert answer["findings"] == [], name
        figures = _figures(case, expected, answer)
        counts[name] = len(figures)
        wrong += [(name, *figure) for figure in figures if figure[1] != figure[2]]
    with capsys.disabled():
        print(f"\n{len(counts)} worked sets, {sum(counts.values())} figures compared, {len(wrong)} differ")
    assert wrong == []
    assert counts, "the folder holds no set"


@pytest.mark.django_db
@pytest.mark.parametrize("close", [True, False])
def test_the_worked_sets_posted_in_the_database_give_the_same(close: bool) -> None:
    for name, case, _expected in _sets():
        assert keep_case({**case, "close": close}) == run_case({**case, "close": close}), name


def _strict_core() -> list[dict[str, Any]]:
    path = _folder() / "transactions_to_entries.json"
    rows = json.loads(path.read_text(encoding="utf-8"))["cases"]
    return [row for row in rows if row["quality"] == "ok" and row.get("sme_relevant") and not row.get("legacy_rules")]


@pytest.mark.django_db
@pytest.mark.parametrize("standard", [SMALL, ENTERPRISE])
def test_every_entry_of_the_strict_core_is_posted_under_both_standards(
    standard: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = _strict_core()
    posted = 0
    for taxpayer in ("一般纳税人", "小规模纳税人"):
        mine = [row for row in rows if row["taxpayer"] == taxpayer]
        case = {"standard": standard, "taxpayer": taxpayer, "period": "2026-01", "transactions": mine, "close": False}
        answer = keep_case(case)
        assert answer["findings"] == []
        wanted = sum((_yuan(e["amount"]) for row in mine for e in row["entries"] if e["direction"] == "debit"), D(0))
        assert sum(D(row["period_debit"]) for row in answer["trial_balance"]) == wanted
        posted += len(mine)
    with capsys.disabled():
        print(f"\n{standard}: {posted} of {len(rows)} strict-core entries posted")
    assert posted == len(rows)


def test_every_case_can_be_kept_under_the_standard_it_names() -> None:
    rows = json.loads((_folder() / "transactions_to_entries.json").read_text(encoding="utf-8"))["cases"]
    sets = [{**row, "period": "2026-01", "transactions": [row]} for row in rows if row.get("entries")]
    refused = [row["id"] for row in sets if run_case(row)["findings"]]
    balanced = [row for row in sets if _balanced(row["entries"])]
    assert [row["id"] for row in balanced if row["id"] in refused] == []


def _balanced(entries: list[dict[str, Any]]) -> bool:
    return sum((_yuan(e["amount"]) * (1 if e["direction"] == "debit" else -1) for e in entries), D(0)) == 0
