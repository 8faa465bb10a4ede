"""Social insurance and housing fund on published examples, and what always holds of a base within its limits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.errors import InvalidValue, NotReady
from law.contributions import FundTerms, cities, city_terms, contribute, within
from law.iit_withholding import cumulative_labour_tax, labour_tax, severance_tax
from law.special_additional import KINDS, check_amount, kind_rule, only_annual

D = Decimal
IN_2026 = date(2026, 9, 30)


def paid(city: str, fund: str, base: str, on: date, **own: Decimal) -> tuple[str, str]:
    terms = city_terms(city, on)[fund].overlaid(FundTerms(fund, **own))
    found = contribute(terms, D(base))
    return str(found.employer), str(found.person)


@pytest.mark.parametrize(
    ("fund", "expected"),
    [
        ("pension", ("5968.32", "2984.16")),
        ("medical", ("3357.18", "746.04")),
        ("unemployment", ("186.51", "186.51")),
    ],
)
def test_the_cap_of_shanghai_in_december_2025(fund: str, expected: tuple[str, str]) -> None:
    assert paid("shanghai", fund, "50000", date(2025, 12, 31)) == expected


def test_work_injury_and_housing_fund_take_the_employers_own_rate() -> None:
    december = date(2025, 12, 31)
    assert paid("shanghai", "injury", "50000", december, employer=D("0.002")) == ("74.60", "0.00")
    half = {"employer": D("0.07"), "person": D("0.07")}
    assert paid("shanghai", "housing_fund", "50000", december, **half) == ("2611.00", "2611.00")
    with pytest.raises(NotReady, match="injury"):
        paid("shanghai", "injury", "50000", december)


def test_floors_of_kunming_change_by_insurance() -> None:
    january = date(2026, 1, 31)
    assert paid("kunming", "pension", "4000", january) == ("704.48", "352.24")
    assert paid("kunming", "unemployment", "4000", january) == ("30.82", "13.21")
    assert paid("kunming", "medical", "4000", january) == ("304.99", "87.14")
    assert paid("kunming", "maternity", "4000", january) == ("39.21", "0.00")
    assert paid("kunming", "medical", "4000", date(2026, 9, 30)) == ("308.21", "88.06")


def test_beijing_adds_three_yuan_of_the_employees() -> None:
    assert paid("beijing", "medical", "10000", IN_2026) == ("980.00", "203.00")


def test_cities_with_a_table_have_names() -> None:
    assert cities(IN_2026) == {"beijing": "北京", "guangzhou": "广州", "kunming": "昆明", "shanghai": "上海"}
    assert city_terms("nowhere", IN_2026) == {}


amounts = st.decimals(min_value=0, max_value=200_000, places=2)


@settings(max_examples=60)
@given(base=amounts, limits=st.tuples(amounts, amounts), rates=st.tuples(st.integers(0, 30), st.integers(0, 30)))
def test_a_base_stays_within_its_limits_and_both_sides_follow(
    base: Decimal, limits: tuple[Decimal, Decimal], rates: tuple[int, int]
) -> None:
    floor, cap = sorted(limits)
    terms = FundTerms("pension", floor, cap, D(rates[0]) / 100, D(rates[1]) / 100)
    found = contribute(terms, base)
    assert found.base == 0 if base == 0 else floor <= found.base <= cap
    assert abs(found.employer - found.base * rates[0] / 100) <= D("0.005")
    assert abs(found.person - found.base * rates[1] / 100) <= D("0.005")
    assert within(terms, found.base) == found.base


@pytest.mark.parametrize(
    ("kind", "amount", "months"),
    [
        ("child_education", "1500", 12),
        ("elderly_care", "3001", 12),
        ("housing_rent", "1200", 12),
        ("personal_pension", "1000.01", 12),
        ("continuing_education", "3600", 2),
        ("infant_care", "0", 12),
    ],
)
def test_deductions_the_law_does_not_know_are_refused(kind: str, amount: str, months: int) -> None:
    with pytest.raises(InvalidValue):
        check_amount(kind, D(amount), IN_2026, months=months)


def test_usual_deductions_pass_and_illness_waits_for_the_annual_settlement() -> None:
    for kind in KINDS:
        if usual := kind_rule(kind, IN_2026).value["usual"]:
            check_amount(kind, D(usual), IN_2026, months=12)
    check_amount("child_education", D("4000"), IN_2026, months=12)
    assert only_annual("serious_illness", IN_2026)
    assert not only_annual("housing_rent", IN_2026)


def test_severance_is_taxed_above_three_average_wages_of_a_year() -> None:
    assert severance_tax(D("300000"), D("100000"), IN_2026).withheld == 0
    assert severance_tax(D("340000"), D("100000"), IN_2026).withheld == D("1480.00")


def test_students_are_withheld_on_cumulatively() -> None:
    months = [(7, D("6000")), (8, D("9000"))]
    assert [one.withheld for one in cumulative_labour_tax(2026, months, "student")] == [D(0), D("60.00")]
    assert labour_tax(D("6000"), IN_2026).withheld == D("960.00")
