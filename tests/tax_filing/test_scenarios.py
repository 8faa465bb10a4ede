"""Taxpayers across the edges of the law (`scenarios/*.yaml`): the product, the files and the naive reading agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tax_filing.domain.compute_return import compute
from tests.tax_filing.naive import NAIVE

FOLDER = Path(__file__).parent / "scenarios"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FILES = {
    path.stem: yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER) for path in sorted(FOLDER.glob("*.yaml"))
}


def cell(answer: dict[str, Any], name: str) -> str:
    if ":" not in name:
        return str(answer[name])
    section, line, *column = name.split(":")
    row = answer["lines"][section][line]
    return str(row[column[0]] if column else row)


def differences(filed: dict[str, Any]) -> list[str]:
    """Where the return, the file and the second reading do not say the same; cells the file leaves out are 0."""
    answer = compute(filed["form"], filed["facts"])
    again = NAIVE[filed["form"]](filed["facts"])
    written = {name: filed["expect"].get(name, "0.00") for name in again}
    found = [
        f"{name}: product {cell(answer, name)}, file {figure}, naive {again[name]}"
        for name, figure in written.items()
        if not cell(answer, name) == figure == again[name]
    ]
    refused = [check["rule"] for check in broken(answer)]
    return found if refused == filed.get("refused", []) else [*found, f"refused for {refused}"]


def broken(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """Cross-checks that fail without being a warning only."""
    warned = {finding["rule"] for finding in answer["findings"] if finding["severity"] == "warn"}
    return [
        check for check in answer["cross_checks"] if not check["holds"] and f"CROSS_CHECK_{check['rule']}" not in warned
    ]


@pytest.mark.parametrize("name", FILES)
def test_every_taxpayer_of_the_file_comes_out_as_the_law_says(name: str) -> None:
    wrong = {
        scenario["id"]: found
        for scenario in FILES[name]
        for filed in scenario["returns"]
        if (found := differences(filed))
    }
    assert wrong == {}


def test_there_are_many_taxpayers_and_each_is_named_once() -> None:
    names = [scenario["id"] for scenarios in FILES.values() for scenario in scenarios]
    assert len(names) == len(set(names)) >= 300
