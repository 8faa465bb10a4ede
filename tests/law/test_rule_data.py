"""The shipped rules as data: dated, sourced or said to be doubtful, and no rate of law written in Python."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from law.store import STORE, Confidence, NoRuleInForce, RuleStore, RuleValue, lookup

DATED = ("vat.", "cit.", "iit.", "surtaxes.", "stamp_duty.", "deadlines.", "funds.")
VERSIONS = [version for rule in STORE.ids() if rule.startswith(DATED) for version in STORE.versions(rule)]


def test_an_official_rule_says_when_it_was_announced_or_that_nobody_looked_it_up() -> None:
    silent = [
        (version.rule, version.effective_from)
        for version in VERSIONS
        if version.confidence is Confidence.OFFICIAL and not version.announced_on and "公布日期" not in version.note
    ]
    assert silent == []


def test_what_is_not_official_is_a_known_list_of_doubts() -> None:
    doubtful = {
        version.rule for version in VERSIONS if version.confidence in (Confidence.CONFLICT, Confidence.UNSOURCED)
    }
    assert doubtful == {
        "cit.row32_floor",
        "cit.small_low_profit_item",
        "surtaxes.local_education_exemption_code",
        "vat.form.below_threshold_rows",
        "vat.form.trial_regions",
        "vat.input.bridge_toll",
        "vat.input.farm_additional",
        "vat.input.passenger_e_invoice",
        "vat.relief_code.tax_control",
        "vat.relief_code.used_assets",
        "vat.small_scale.reduction_code",
        "vat.small_scale.test_without_real_estate",
    }


def test_a_doubt_without_a_reason_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "rule.yaml").write_text(
        "{rule: a.b, title: 甲, versions: [{effective_from: 2026-01-01, confidence: conflict, source: x, value: 1}]}\n",
        encoding="utf-8",
    )
    assert "no note says why" in RuleStore(tmp_path).problems()[0]


LAST_DAY_OF_2025, FIRST_DAY_OF_2026 = date(2025, 12, 31), date(2026, 1, 1)


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("vat.small_scale.per_time_threshold", 500, 1000),
        ("vat.small_scale.equality_is_taxed", False, True),
        ("vat.mixed_sales", "main_business", "main_item"),
        ("vat.small_scale.levy_rate", lookup("vat.small_scale.levy_rate", LAST_DAY_OF_2025).value, "same"),
    ],
)
def test_the_new_vat_law_takes_over_on_the_first_day_of_2026(rule: str, before: object, after: object) -> None:
    assert lookup(rule, LAST_DAY_OF_2025).value == before
    assert lookup(rule, FIRST_DAY_OF_2026).value == (before if after == "same" else after)


@pytest.mark.parametrize(
    "rule",
    [
        "vat.small_scale.threshold",
        "vat.small_scale.reduced_rate",
        "cit.small_low_profit",
        "cit.one_off_deduction",
        "surtaxes.six_taxes_relief",
        "iit.annual_bonus_separate",
        "iit.business_relief",
        "vat.general.additional_deduction",
    ],
)
def test_a_relief_that_ends_with_2027_is_not_carried_into_2028(rule: str) -> None:
    assert lookup(rule, date(2027, 12, 31)).confidence is not Confidence.UNSOURCED
    with pytest.raises(NoRuleInForce):
        lookup(rule, date(2028, 1, 1))


def test_rates_stand_in_the_order_of_their_table() -> None:
    tables: list[RuleValue] = [version for version in VERSIONS if version.rule.endswith("_brackets")]
    for table in tables:
        limits = [step["up_to"] for step in table.value[:-1]]
        assert limits == sorted(limits)
        assert table.value[-1]["up_to"] is None
        for low, high in zip(table.value, table.value[1:], strict=False):
            # Quick deductions make the tax continuous: both steps agree at the limit between them.
            at = low["up_to"]
            assert at * low["rate"] - low["quick_deduction"] == at * high["rate"] - high["quick_deduction"] or (
                table.rule == "iit.monthly_brackets"
            )
