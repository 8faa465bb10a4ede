"""The rule store: dated look-up, honest refusal, and a clean bill of health for the shipped rules."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from law.store import STORE, BadRuleFile, Confidence, NoRuleInForce, RuleStore, lookup, rules_under


def store_of(folder: Path, text: str) -> RuleStore:
    (folder / "rules.yaml").write_text(text, encoding="utf-8")
    return RuleStore(folder)


LEVY = """
rule: vat.levy
title: 征收率
unit: ratio
versions:
  - {effective_from: 2020-01-01, effective_to: 2025-12-31, confidence: official, source: 甲, value: 0.03}
  - {effective_from: 2026-01-01, effective_to: null, confidence: practice, source: 乙, value: 0.01}
"""


def test_shipped_rules_have_no_overlap_no_gap_and_no_missing_source() -> None:
    assert STORE.ids()
    assert STORE.problems() == []


def test_the_day_decides_which_version_applies(tmp_path: Path) -> None:
    store = store_of(tmp_path, LEVY)
    assert store.lookup("vat.levy", date(2025, 12, 31)).decimal == Decimal("0.03")
    newer = store.lookup("vat.levy", date(2026, 1, 1))
    assert (newer.decimal, newer.source, newer.confidence) == (Decimal("0.01"), "乙", Confidence.PRACTICE)


def test_nothing_in_force_is_refused_and_never_zero(tmp_path: Path) -> None:
    store = store_of(tmp_path, LEVY)
    with pytest.raises(NoRuleInForce):
        store.lookup("vat.levy", date(2019, 12, 31))
    with pytest.raises(NoRuleInForce):
        store.lookup("vat.unknown", date(2026, 1, 1))


def test_overlap_gap_and_missing_source_are_reported(tmp_path: Path) -> None:
    overlapping = LEVY.replace("effective_to: 2025-12-31", "effective_to: 2026-01-01")
    assert "overlap" in store_of(tmp_path, overlapping).problems()[0]
    gap = LEVY.replace("effective_to: 2025-12-31", "effective_to: 2025-11-30")
    assert "nothing is in force" in store_of(tmp_path, gap).problems()[0]
    unsourced = LEVY.replace("source: 甲", "source: ''")
    assert "without a source" in store_of(tmp_path, unsourced).problems()[0]


def test_several_rules_may_share_a_file_but_not_an_id(tmp_path: Path) -> None:
    assert store_of(tmp_path, LEVY + "---" + LEVY.replace("vat.levy", "vat.other")).ids() == ["vat.levy", "vat.other"]
    with pytest.raises(BadRuleFile):
        store_of(tmp_path, LEVY + "---" + LEVY).ids()


def test_a_misspelt_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRuleFile):
        store_of(tmp_path, LEVY.replace("confidence: practice", "confidense: practice")).ids()


def test_rules_are_found_by_prefix() -> None:
    assert "vat.small_scale.threshold" in rules_under("vat.small_scale")
    assert lookup("vat.small_scale.threshold", date(2026, 6, 30)).value["quarter"] == 300_000
