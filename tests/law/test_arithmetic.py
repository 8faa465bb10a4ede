"""Surtaxes, the VAT threshold and the small low-profit test, on published figures and at their edges."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from law.small_low_profit import QuarterFigures, relief, small_low_profit_test
from law.surtaxes import SurtaxBasis, surtax_total, surtaxes
from law.thresholds import threshold_test

IN_2025 = date(2025, 12, 31)
IN_2026 = date(2026, 6, 30)
amounts = st.decimals(min_value=0, max_value=10_000_000, places=2)


def basis(vat: str, *, sales: str = "900000", relief: bool = False, location: str = "city") -> SurtaxBasis:
    return SurtaxBasis(Decimal(vat), Decimal(sales), "quarter", location, relief)  # type: ignore[arg-type]


def test_published_surtaxes_of_a_city() -> None:
    assert [str(surtax.payable) for surtax in surtaxes(basis("900000"), IN_2026)] == [
        "63000.00",
        "27000.00",
        "18000.00",
    ]


def test_half_relief_is_rounded_once() -> None:
    payable = [str(surtax.payable) for surtax in surtaxes(basis("3762.38", relief=True), IN_2026)]
    assert payable == ["131.68", "56.44", "37.62"]


def test_both_education_surcharges_are_exempt_up_to_and_at_the_limit() -> None:
    at_limit = surtaxes(basis("3000", sales="300000"), IN_2026)
    assert [str(surtax.payable) for surtax in at_limit] == ["210.00", "0.00", "0.00"]
    assert surtax_total(basis("3000", sales="300000.01"), IN_2026) == Decimal("360.00")


@pytest.mark.parametrize(("location", "expected"), [("city", "70.00"), ("county", "50.00"), ("other", "10.00")])
def test_urban_construction_tax_depends_on_the_place(location: str, expected: str) -> None:
    assert str(surtaxes(basis("1000", location=location), IN_2026)[0].payable) == expected


@settings(max_examples=60)
@given(vat=amounts, sales=amounts, relief=st.booleans())
def test_due_less_exemption_less_relief_is_what_is_paid(vat: Decimal, sales: Decimal, relief: bool) -> None:
    for surtax in surtaxes(SurtaxBasis(vat, sales, "quarter", "city", relief), IN_2026):
        assert surtax.due - surtax.exempted - surtax.reduced == surtax.payable >= 0


def reached(sales: str, on: date, real_estate: str = "0") -> bool:
    test = threshold_test(sales=Decimal(sales), real_estate=Decimal(real_estate), span="quarter", on=on)
    return not test.exempts_other_sales


def test_exactly_the_limit_was_exempt_until_2025_and_is_taxed_from_2026() -> None:
    assert not reached("300000", IN_2025)
    assert reached("300000", IN_2026)
    assert not reached("299999.99", IN_2026)
    assert reached("300000.01", IN_2025)


def test_a_sale_of_real_estate_does_not_cost_the_rest_its_exemption() -> None:
    assert not reached("900000", IN_2025, real_estate="700000")
    assert reached("1100000", IN_2025, real_estate="700000")


def quarter(headcount: int, assets: int) -> QuarterFigures:
    return QuarterFigures(Decimal(headcount), Decimal(headcount), Decimal(assets), Decimal(assets))


def qualifies(income: str, quarters: list[QuarterFigures], *, restricted: bool = False) -> bool:
    return small_low_profit_test(
        taxable_income=Decimal(income), quarters=quarters, restricted_industry=restricted, on=IN_2026
    ).qualifies


def test_every_limit_is_inclusive_and_one_breach_is_enough() -> None:
    assert qualifies("3000000", [quarter(300, 50_000_000)])
    assert not qualifies("3000000.01", [quarter(10, 1)])
    assert not qualifies("1", [quarter(301, 1)])
    assert not qualifies("1", [quarter(1, 50_000_001)])
    assert not qualifies("1", [], restricted=True)


def test_averages_run_over_the_quarters_to_date() -> None:
    assert qualifies("1", [quarter(200, 1), quarter(400, 1)])
    assert not qualifies("1", [quarter(200, 1), quarter(402, 1)])


@settings(max_examples=50)
@given(income=amounts)
def test_the_relief_leaves_five_percent(income: Decimal) -> None:
    assert abs(income * Decimal("0.25") - relief(income, IN_2026) - income * Decimal("0.05")) <= Decimal("0.01")
