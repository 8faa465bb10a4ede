"""A change of law announced for next year is one more file; no code, and returns follow it from its first day."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from law import store
from law.store import BadRuleFile, RuleStore
from tax_filing.domain.compute_return import compute

NEXT_YEAR = """
amends: vat.small_scale.reduced_rate
versions:
  - {effective_from: 2027-01-01, effective_to: 2027-12-31, source: 示例公告, confidence: official, value: 0.02}
"""


def facts(period: str, rate: str) -> dict[str, Any]:
    sales = [{"net_amount": "500000", "rate": rate, "invoice": "ordinary", "nature": "services"}]
    return {"taxpayer": {"location": "city"}, "period": period, "sales": sales}


def shipped_with(folder: Path, text: str) -> RuleStore:
    shutil.copytree(store.RULES_FOLDER, folder / "rules")
    (folder / "rules" / "vat" / "announcement_of_next_year.yaml").write_text(text, encoding="utf-8")
    return RuleStore(folder / "rules")


def test_one_file_changes_the_return_of_next_year_and_leaves_this_year_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [
        compute("vat_small_scale", facts(*case))["tax_payable"] for case in (("2026Q4", "0.01"), ("2027Q1", "0.01"))
    ]
    assert before == ["5000.00", "5000.00"]
    amended = shipped_with(tmp_path, NEXT_YEAR)
    monkeypatch.setattr(store, "STORE", amended)
    assert amended.problems() == []
    after = [
        compute("vat_small_scale", facts(*case))["tax_payable"] for case in (("2026Q4", "0.01"), ("2027Q1", "0.02"))
    ]
    assert after == ["5000.00", "10000.00"]
    trace = compute("vat_small_scale", facts("2027Q1", "0.02"))["trace"]["main.16.services"]["rules"]
    assert ("示例公告", "0.02") in [(rule["source"], rule["value"]) for rule in trace]


def test_the_version_before_ends_the_day_before(tmp_path: Path) -> None:
    amended = shipped_with(tmp_path, NEXT_YEAR)
    last = amended.lookup("vat.small_scale.reduced_rate", date(2026, 12, 31))
    assert (str(last.value), last.effective_to) == ("0.01", date(2026, 12, 31))


def test_what_does_not_exist_cannot_be_amended(tmp_path: Path) -> None:
    with pytest.raises(BadRuleFile):
        shipped_with(tmp_path, NEXT_YEAR.replace("reduced_rate", "no_such_rule")).ids()
