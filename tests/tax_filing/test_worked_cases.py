"""Worked cases an accountant can read and check: facts in, lines out (`worked_cases.yaml`)."""

from pathlib import Path
from typing import Any

import pytest

from law.store import load_documents
from tax_filing.domain.compute_return import compute

(CASES,) = load_documents(Path(__file__).parent / "worked_cases.yaml")


def shown(answer: dict[str, Any], name: str) -> Any:
    if ":" not in name:
        found = answer[name]
        return list(found.values()) if isinstance(found, dict) else found
    section, line, *column = name.split(":")
    row = answer["lines"][section][line]
    return row[column[0]] if column else row


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_worked_case(case: dict[str, Any]) -> None:
    answer = compute(case["form"], case["facts"])
    assert {name: shown(answer, name) for name in case["expect"]} == case["expect"]
    assert [check["rule"] for check in answer["cross_checks"] if not check["holds"]] == []
