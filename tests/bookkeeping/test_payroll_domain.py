"""Pay of one person: official examples of cumulative withholding, and what always holds."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookkeeping.charts import chart_for
from bookkeeping.domain.payroll import (
    BonusMethod,
    Engagement,
    Pay,
    PersonYear,
    bonus_choice,
    compute_pay,
    contributions_of,
    wage_month,
)
from bookkeeping.domain.payroll_entries import PARTS, Booked, accrual, payment
from bookkeeping.domain.voucher import check_lines
from kernel.errors import InvalidValue
from kernel.money import ZERO, total
from kernel.period import AccountingPeriod
from law.contributions import Contribution, FundTerms
from law.iit_withholding import Employment

D = Decimal
JANUARY = AccountingPeriod(2026, 1)
SINCE_JANUARY = Employment(JANUARY)


def whole_year(
    salaries: list[Decimal], own: str, special: str, employment: Employment = SINCE_JANUARY
) -> list[Decimal]:
    """Tax withheld month by month, each month fed by what the earlier ones withheld."""
    year = PersonYear(Engagement.EMPLOYEE, employment, special_additional=D(special))
    paid = [Contribution("pension", ZERO, ZERO, D(own))]
    taxes = []
    for month, salary in enumerate(salaries, employment.employed_from.month):
        period = AccountingPeriod(2026, month)
        pay = Pay(base_salary=salary)
        result = compute_pay(period, pay, paid, year)
        known = replace(wage_month(period, pay, D(own), year), withheld=result.wage_tax)
        year = replace(year, before=[*year.before, known])
        taxes.append(result.wage_tax)
    return taxes


@pytest.mark.parametrize(
    ("salary", "own", "special", "taxes"),
    [
        ("30000", "4500", "2000", "555 625 1850 1850 1850 1850 1850 2250 3700 3700 3700 3700"),
        ("20000", "3000", "1000", "330 330 330 890 1100 1100 1100 1100 1100 1100 1100 1100"),
        ("10000", "2000", "1000", "60 60 60 60 60 60 60 60 60 60 60 60"),
    ],
)
def test_published_examples_of_cumulative_withholding(salary: str, own: str, special: str, taxes: str) -> None:
    assert whole_year([D(salary)] * 12, own, special) == [D(tax) for tax in taxes.split()]


def test_the_two_special_ways_of_counting_the_basic_deduction() -> None:
    july = AccountingPeriod(2026, 7)
    assert whole_year([D(20000)], "0", "0", Employment(july)) == [D("450.00")]
    assert whole_year([D(20000)], "0", "0", Employment(july, first_job_this_year=True)) == [D(0)]
    low = Employment(JANUARY, prior_year_income_up_to_60000=True)
    assert whole_year([D(10000)] * 7, "0", "0", low) == [D(0)] * 6 + [D("300.00")]


money = st.integers(0, 20_000_000).map(lambda fen: D(fen) / 100)


@settings(max_examples=40, deadline=None)
@given(salaries=st.lists(money, min_size=1, max_size=12))
def test_months_sum_to_the_highest_tax_to_date_and_never_fall_below_zero(salaries: list[Decimal]) -> None:
    taxes = whole_year(salaries, "0", "0")
    assert all(tax >= 0 for tax in taxes)
    result = compute_pay(
        AccountingPeriod(2026, len(salaries)),
        Pay(base_salary=total(salaries)),
        [],
        PersonYear(Engagement.EMPLOYEE, SINCE_JANUARY),
    )
    assert total(taxes) >= result.wage_tax
    if salaries == sorted(salaries):
        assert total(taxes) == max(taxes_to_date(salaries))


def taxes_to_date(salaries: list[Decimal]) -> list[Decimal]:
    """Cumulative tax of each month had everything been paid in it."""
    found = []
    for month in range(1, len(salaries) + 1):
        year = PersonYear(Engagement.EMPLOYEE, SINCE_JANUARY)
        pay = Pay(base_salary=total(salaries[:month]))
        found.append(compute_pay(AccountingPeriod(2026, month), pay, [], year).wage_tax)
    return found


def test_a_bonus_is_taxed_both_ways_and_the_better_one_is_named() -> None:
    december = AccountingPeriod(2026, 12)
    year = PersonYear(Engagement.EMPLOYEE, SINCE_JANUARY)
    rich = bonus_choice(december, Pay(base_salary=D(500000), annual_bonus=D(36000)), ZERO, year)
    assert (rich.separate - rich.combined, rich.better) == (D("1080.00") - D("10800.00"), BonusMethod.SEPARATE)
    poor = bonus_choice(december, Pay(base_salary=D(10000), annual_bonus=D(36001)), ZERO, year)
    assert (poor.separate, poor.combined, poor.better) == (D("3390.10"), D(0), BonusMethod.COMBINED)
    with pytest.raises(InvalidValue):
        compute_pay(december, Pay(annual_bonus=D(1)), [], replace(year, bonus_taken=True))


def test_severance_needs_the_local_average_wage() -> None:
    year = PersonYear(Engagement.EMPLOYEE, SINCE_JANUARY)
    with pytest.raises(InvalidValue):
        compute_pay(JANUARY, Pay(severance=D(400000)), [], year)
    result = compute_pay(JANUARY, Pay(severance=D(340000)), [], replace(year, average_wage=D(100000)))
    assert (result.severance_tax, result.wage_tax, result.net) == (D("1480.00"), 0, D("338520.00"))


def test_labour_is_no_wage() -> None:
    year = PersonYear(Engagement.LABOUR, SINCE_JANUARY)
    result = compute_pay(JANUARY, Pay(base_salary=D(3000)), [], year)
    assert (result.tax, result.net) == (D("440.00"), D("2560.00"))
    with pytest.raises(InvalidValue):
        compute_pay(JANUARY, Pay(base_salary=D(3000), annual_bonus=D(1)), [], year)


@cache
def chart(standard: str):  # type: ignore[no-untyped-def]
    return chart_for(standard, general_vat=True)


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["560202", "560101", "400102", "430101"]),
            st.lists(st.integers(0, 10**9).map(lambda fen: D(fen) / 100), min_size=9, max_size=9),
            st.sampled_from(["", "", "甲"]),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_every_voucher_of_a_payroll_balances(rows: list[tuple[str, list[Decimal], str]]) -> None:
    lines = [_booked(code, amounts, labour) for code, amounts, labour in rows]
    made = [accrual(chart("small_business"), lines)]
    made += [payment(chart("small_business"), lines, part, "1002") for part in PARTS]
    for voucher in made:
        if voucher:
            check_lines(voucher)
    closing = total(line.debit - line.credit for voucher in made for line in voucher if line.account_code != "1002")
    assert closing == total(line.credit - line.debit for v in made for line in v if line.account_code == "1002")


def _booked(code: str, amounts: list[Decimal], labour: str) -> Booked:
    wages, bonus, severance, *rest = amounts
    social, housing, own_social, own_housing, tax, other = rest
    if labour:
        bonus = severance = social = housing = own_social = own_housing = ZERO
    net = wages + bonus + severance - own_social - own_housing - tax - other
    return Booked(code, wages, bonus, severance, social, housing, own_social, own_housing, tax, other, net, labour)


def test_what_was_earned_is_owed_to_nobody_once_all_is_paid() -> None:
    line = _booked("560202", [D(amount) for amount in (9000, 500, 0, 1500, 700, 900, 700, 60, 40)], "")
    made = [accrual(chart("small_business"), [line])]
    made += [payment(chart("small_business"), [line], part, "1002") for part in PARTS]
    sums: dict[str, Decimal] = {}
    for entry in (entry for voucher in made for entry in voucher):
        sums[entry.account_code] = sums.get(entry.account_code, ZERO) + entry.debit - entry.credit
    left = {code: amount for code, amount in sums.items() if amount}
    assert left == {"560202": D(11700), "1002": D(-11660), "224104": D(-40)}


def test_terms_without_a_base_cost_nothing() -> None:
    terms = FundTerms("pension", D(100), D(200), D("0.1"), D("0.1"), source="x")
    assert contributions_of([(terms, ZERO)]) == []
    assert contributions_of([(terms, D(1))])[0].base == 100
