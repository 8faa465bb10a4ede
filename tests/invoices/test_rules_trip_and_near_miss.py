"""Every compliance rule has a case that trips it and a near miss that does not."""

from __future__ import annotations

from importlib import import_module

import pytest

from law.store import RULES_FOLDER, rules_under
from tests.invoices.cases import rules
from tests.invoices.rule_cases.shapes import Case

FAMILIES = sorted(path.stem for path in (RULES_FOLDER / "invoices").glob("*.yaml"))
CASES: dict[str, Case] = {}
for family in FAMILIES:
    CASES |= import_module(f"tests.invoices.rule_cases.{family}").CASES


@pytest.mark.parametrize("rule", sorted(CASES))
def test_the_rule_trips_where_it_should(rule):
    assert rule in rules(CASES[rule][0]())


@pytest.mark.parametrize("rule", sorted(CASES))
def test_the_near_miss_does_not_trip_it(rule):
    assert rule not in rules(CASES[rule][1]())


def test_every_rule_of_the_rule_files_has_its_cases():
    assert {rule.removeprefix("invoices.") for rule in rules_under("invoices")} == set(CASES)


@pytest.mark.parametrize("rule", sorted(CASES))
def test_the_finding_says_all_it_should_in_both_languages(rule):
    finding = next(one for one in CASES[rule][0]().findings if one.rule == rule)
    assert finding.message_zh
    assert finding.message_en
    assert finding.fix_zh
    assert finding.fix_en
    assert finding.law
    assert "{" not in finding.message_zh + finding.message_en + finding.fix_zh + finding.fix_en
