"""Published tax cases of a folder named by CASES_DIR: every case that asks for a figure of a return of ours."""

from __future__ import annotations

import json
import os
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from tax_filing.domain.compute_return import compute
from tests.tax_filing.published_cases import CASES

TEN_THOUSAND = "万元"


@pytest.fixture(scope="module")
def published() -> dict[str, dict[str, Any]]:
    folder = os.environ.get("CASES_DIR", "")
    if not folder:
        pytest.skip("CASES_DIR is not set: the published tax cases are not checked")
    told = json.loads((Path(folder) / "tax.json").read_text(encoding="utf-8"))["cases"]
    return {case["id"]: case for case in told}


def figure(answer: dict[str, Any], name: str) -> Decimal:
    if name == "surtaxes":
        return sum(map(Decimal, answer["surtaxes"].values()), Decimal(0))
    if name.startswith("-"):
        return -figure(answer, name[1:])
    if ":" not in name:
        return Decimal(answer[name])
    section, line, *column = name.split(":")
    row = answer["lines"][section][line]
    return Decimal(row[column[0]] if column else row)


def asked(case: dict[str, Any], value: Decimal) -> Decimal:
    """A figure in the unit of the case."""
    in_unit = value / 10_000 if case["unit"] == TEN_THOUSAND else value
    return in_unit.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@pytest.mark.parametrize("name", CASES)
def test_the_published_figure_comes_out(name: str, published: dict[str, dict[str, Any]]) -> None:
    case = published[name]
    form, facts, cells = CASES[name]
    answer = compute(form, facts)
    if cells == ("withheld",):
        found = [Decimal(month["withheld"]) for month in answer["employees"][0]["months"]]
        assert found == [Decimal(str(month)) for month in case["expected_monthly"]]
        return
    wanted = case["expected"] if isinstance(case["expected"], list) else [case["expected"]]
    assert [asked(case, figure(answer, cell)) for cell in cells] == [Decimal(str(value)) for value in wanted]


def test_what_is_left_out_asks_for_no_return_of_today(published: dict[str, dict[str, Any]]) -> None:
    ours = {
        "增值税-一般",
        "增值税-小规模",
        "企业所得税-小微预缴",
        "个人所得税-累计预扣",
        "个人所得税-年终奖临界",
        "印花税",
    }
    current = [case for case in published.values() if case["valid_under_2026_rules"] and case["tax"] in ours]
    assert {case["id"] for case in current} - set(CASES) == {"tax-001", "tax-133", "tax-134"}
