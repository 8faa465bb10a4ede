"""Depreciation: textbook figures, and what holds for every card."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookkeeping.domain.depreciation import (
    AssetKind,
    AssetTerms,
    Method,
    accumulated,
    charge,
    net_value,
    schedule,
)
from kernel.errors import InvalidValue
from kernel.period import AccountingPeriod

D = Decimal
P = AccountingPeriod.parse


def card(**changes: object) -> AssetTerms:
    values = {
        "kind": AssetKind.FIXED,
        "cost": D("120000.00"),
        "salvage": D("6000.00"),
        "life_months": 60,
        "method": Method.STRAIGHT_LINE,
        "in_use": date(2026, 3, 18),
    }
    return AssetTerms(**(values | changes))  # type: ignore[arg-type]


def test_a_fixed_asset_is_charged_from_the_month_after_use() -> None:
    assert charge(card(), P("2026-03")) == 0
    assert charge(card(), P("2026-04")) == D("1900.00")
    assert list(schedule(card()))[-1] == (P("2031-03"), D("1900.00"))


def test_an_intangible_asset_is_charged_from_the_month_of_use() -> None:
    software = card(kind=AssetKind.INTANGIBLE, salvage=D(0), life_months=120, disposed=date(2027, 1, 20))
    assert [period for period, _amount in schedule(software)] == [P("2026-03").shifted(n) for n in range(10)]


def test_the_month_of_disposal_is_charged_still() -> None:
    sold = card(disposed=date(2026, 6, 2))
    assert [str(period) for period, _amount in schedule(sold)] == ["2026-04", "2026-05", "2026-06"]
    assert charge(sold, P("2026-07")) == 0
    assert net_value(sold, P("2030-01")) == D("114300.00")


def test_sum_of_years_of_a_textbook() -> None:
    """5/15, 4/15 … of 114,000."""
    years = yearly(card(method=Method.SUM_OF_YEARS))
    assert years == [D("38000.00"), D("30400.00"), D("22800.00"), D("15200.00"), D("7600.00")]


def test_double_declining_of_a_textbook() -> None:
    """40 % of 120,000, 72,000 and 43,200; then half of 25,920 − 6,000 twice."""
    years = yearly(card(method=Method.DOUBLE_DECLINING))
    assert years == [D("48000.00"), D("28800.00"), D("17280.00"), D("9960.00"), D("9960.00")]


def yearly(terms: AssetTerms) -> list[Decimal]:
    charges = [amount for _period, amount in schedule(terms)]
    return [sum(charges[start : start + 12], D(0)) for start in range(0, len(charges), 12)]


def test_a_card_taken_over_goes_on_where_it_stood() -> None:
    taken = card(written_off=D("38000.00"), life_months=40, begins=P("2026-10"))
    assert charge(taken, P("2026-09")) == 0
    assert charge(taken, P("2026-10")) == D("1900.00")
    assert accumulated(taken, P("2026-09")) == D("38000.00")
    assert accumulated(taken, P("2026-11")) == D("41800.00")


@pytest.mark.parametrize(
    "changes",
    [
        {"life_months": 0},
        {"cost": D(0)},
        {"salvage": D("120000.01")},
        {"salvage": D("-1")},
        {"written_off": D("115000")},
        {"method": Method.SUM_OF_YEARS, "life_months": 30},
        {"method": Method.DOUBLE_DECLINING, "life_months": 12},
    ],
)
def test_terms_that_make_no_sense_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValue):
        card(**changes)


@st.composite
def cards(draws) -> AssetTerms:
    method = draws(st.sampled_from(Method))
    months = draws(st.integers(1, 240)) if method is Method.STRAIGHT_LINE else 12 * draws(st.integers(2, 20))
    cost = D(draws(st.integers(1, 10**10))) / 100
    salvage = (cost * draws(st.integers(0, 100)) / 100).quantize(D("0.01"))
    return card(method=method, life_months=months, cost=cost, salvage=min(salvage, cost))


@given(cards())
def test_every_life_ends_at_the_salvage_value_and_never_goes_back(terms: AssetTerms) -> None:
    amounts = [amount for _period, amount in schedule(terms)]
    assert sum(amounts, D(0)) == terms.base
    assert min(amounts) >= 0
    assert len(amounts) == terms.life_months
    assert net_value(terms, terms.last) == terms.salvage


@given(cards(), st.integers(0, 400))
def test_what_is_accumulated_is_the_sum_of_the_charges(terms: AssetTerms, months: int) -> None:
    until = terms.first.shifted(months)
    assert accumulated(terms, until) == sum((a for p, a in schedule(terms) if p <= until), D(0))
