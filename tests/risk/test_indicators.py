"""Every indicator trips where it should and stays silent just short of it; the data behind them is well formed."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from kernel.errors import InvalidValue
from kernel.finding import Severity
from kernel.period import AccountingPeriod
from law.store import RULES_FOLDER, STORE, Confidence
from risk.domain.expression import names_in
from risk.domain.fact_names import NAMES
from risk.domain.facts import read_facts
from risk.domain.indicator import PREFIX, Indicator, indicators_on
from risk.domain.inspect import RiskWarning, inspect

CASES = yaml.safe_load((Path(__file__).parent / "indicators.yaml").read_text(encoding="utf-8"))
SHAPE = RULES_FOLDER / "indicators" / "schema.yaml"
TODAY = date(2026, 11, 22)
INDICATORS = indicators_on(TODAY)


def inspected(case: dict[str, Any], facts: dict[str, Any]) -> dict[str, RiskWarning]:
    found = inspect(
        read_facts(facts),
        AccountingPeriod.parse(str(case.get("period", "2026-10"))),
        vat_status=case.get("vat_status", "general"),
        industry=case.get("industry", "other"),
    )
    return {warning.indicator: warning for warning in found}


def name(value: Any) -> str:
    return f"{value['id']}-{value['severity']}" if isinstance(value, dict) else str(value.id)


@pytest.mark.parametrize("case", CASES, ids=name)
def test_it_trips(case: dict[str, Any]) -> None:
    warning = inspected(case, case["trips"]).get(case["id"])
    assert warning is not None
    assert warning.severity == case["severity"]
    assert warning.source
    assert warning.action_zh
    assert warning.action_en
    assert warning.evidence["metric"]
    assert not re.search(r"[{}]", warning.message_zh + warning.message_en)


@pytest.mark.parametrize("case", CASES, ids=name)
def test_it_is_silent_just_short_of_it(case: dict[str, Any]) -> None:
    assert case["id"] not in inspected(case, case["holds"])


@pytest.mark.parametrize("case", CASES, ids=name)
def test_a_missing_fact_trips_nothing(case: dict[str, Any]) -> None:
    for fact in case["trips"]:
        fewer = {key: value for key, value in case["trips"].items() if key != fact}
        assert case["id"] not in inspected(case, fewer)


def test_every_indicator_has_an_example() -> None:
    assert {indicator.id for indicator in INDICATORS} == {case["id"] for case in CASES}


@pytest.mark.parametrize("indicator", INDICATORS, ids=name)
def test_formulas_speak_only_of_known_facts(indicator: Indicator) -> None:
    formulas = [*indicator.metrics, *([indicator.when] if indicator.when else []), *indicator.derived.values()]
    own = set(indicator.references) | {key for table in indicator.by_industry.values() for key in table}
    assert {fact for formula in formulas for fact in names_in(formula)} <= set(NAMES) | own
    assert indicator.title_en
    assert indicator.levels
    assert all(level.severity in {Severity.INFO, Severity.WARN, Severity.BLOCK} for level in indicator.levels)


def test_every_value_has_the_shape_of_an_indicator() -> None:
    shape = Draft202012Validator(yaml.safe_load(SHAPE.read_text(encoding="utf-8")))
    for indicator in INDICATORS:
        for version in STORE.versions(PREFIX + indicator.id):
            plain = json.loads(json.dumps(version.value, default=float))
            assert [error.message for error in shape.iter_errors(plain)] == [], indicator.id


def test_a_limit_nobody_publishes_says_so() -> None:
    for indicator in INDICATORS:
        for level in indicator.levels:
            assert level.source
            assert (level.confidence is not Confidence.UNSOURCED) or "本系统" in level.source


def test_there_are_more_than_a_hundred_indicators_and_their_ids_are_stable_words() -> None:
    assert len(INDICATORS) >= 150
    assert all(re.fullmatch(r"[a-z_]+", indicator.id) for indicator in INDICATORS)


def test_limits_follow_the_size_of_the_company() -> None:
    invoice = {"largest_invoice": 600_000}
    assert "large_invoice" in inspected({}, {**invoice, "total_assets": 1_000_000})
    assert "large_invoice" not in inspected({}, {**invoice, "total_assets": 60_000_000})
    assert "large_invoice" not in inspected({}, {**invoice, "headcount": 301})


def test_indicators_whose_law_has_lapsed_fall_away_and_the_rest_stay() -> None:
    later = {indicator.id for indicator in indicators_on(date(2030, 1, 1))}
    assert "small_profit_headcount" not in later
    assert "debt_ratio" in later


def test_a_company_s_own_limit_is_looser_and_says_what_is_usual() -> None:
    facts = read_facts({"cash_balance": 60_000, "cit_revenue": 85, "vat_sales": 100})
    loosened = {"cash_high": Decimal("0.1"), "vat_and_income_differ": Decimal("0.2")}
    found = {warning.indicator: warning for warning in inspect(facts, AccountingPeriod(2026, 10), tuning=loosened)}
    assert (found["cash_high"].threshold, found["cash_high"].standard_threshold) == ("55000.00", "50000.00")
    assert found["vat_and_income_differ"].threshold == "0.12"
    loosened["cash_high"] = Decimal("0.5")
    assert "cash_high" not in {w.indicator for w in inspect(facts, AccountingPeriod(2026, 10), tuning=loosened)}


def test_limits_of_law_are_never_loosened() -> None:
    facts = read_facts({"headcount": 301, "input_vat_from_exempt_invoices": 5})
    loosened = {"small_profit_headcount": Decimal("0.5"), "input_from_exempt_invoices": Decimal("0.5")}
    found = {warning.indicator for warning in inspect(facts, AccountingPeriod(2026, 10), tuning=loosened)}
    assert set(loosened) <= found


def test_the_rule_files_are_in_order() -> None:
    assert [problem for problem in STORE.problems() if problem.startswith(PREFIX)] == []


def test_no_facts_no_warnings() -> None:
    assert inspected({}, {}) == {}


@given(facts=st.dictionaries(st.sampled_from(sorted(NAMES)), st.decimals(-(10**9), 10**9, places=2), max_size=12))
def test_no_set_of_facts_breaks_the_evaluation(facts: dict[str, Any]) -> None:
    facts.pop("shareholder_loan_used_in_business", None)
    facts = {key: value for key, value in facts.items() if key not in {"vat_status", "industry", "size"}}
    for warning in inspect(
        read_facts(facts), AccountingPeriod(2026, 12), vat_status="small_scale", industry="transport"
    ):
        assert warning.threshold
        assert set(warning.evidence) - {"metric"} <= {*facts, *NAMES, "ceiling", "dividend_rate"}


def test_the_gravest_come_first() -> None:
    facts = {"large": None, "input_vat_from_exempt_invoices": 5, "largest_invoice": 600000, "cash_balance": -3}
    found = [warning.severity for warning in inspected({}, facts).values()]
    assert found == [Severity.BLOCK, Severity.WARN, Severity.INFO]


@pytest.mark.parametrize("facts", [{"revenue": "abc"}, {"revenue": [1]}, {"shareholder_loan_used_in_business": "yes"}])
def test_an_unreadable_fact_is_named(facts: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue, match=next(iter(facts))):
        read_facts(facts)
