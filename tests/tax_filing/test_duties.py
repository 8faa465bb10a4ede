"""The calendar beside the returns: what falls due when, and what it is taken from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from kernel.period import AccountingPeriod
from tax_filing.domain.duties import Duty, DutyFacts, duties

FACTS = DutyFacts("enterprise", people_paid=True, wages=Decimal(30_000), sales=Decimal(100_000))


def of(facts: DutyFacts, month: str) -> dict[str, Duty]:
    return {duty.name: duty for duty in duties(facts, AccountingPeriod.parse(month))}


def test_where_people_are_paid_the_withholding_return_is_due_every_month() -> None:
    found = of(FACTS, "2026-09")
    assert found["iit_withholding"].deadline == date(2026, 10, 26)
    assert {"social_insurance", "housing_fund", "union_dues", "stamp_duty", "financial_statements"} <= found.keys()
    assert found["union_dues"].amount == 600
    assert "iit_withholding" not in of(replace(FACTS, people_paid=False), "2026-09")


def test_quarterly_duties_come_with_the_last_month_of_the_quarter_alone() -> None:
    assert "stamp_duty" not in of(FACTS, "2026-10")
    assert of(FACTS, "2026-12")["stamp_duty"].provisional


def test_the_water_fund_is_there_where_a_rate_was_stated() -> None:
    assert "water_fund" not in of(FACTS, "2026-08")
    assert of(replace(FACTS, water_fund_rate=Decimal("0.0006")), "2026-08")["water_fund"].amount == 60


def test_settlements_stand_in_the_month_they_end() -> None:
    assert of(FACTS, "2026-04")["cit_annual"].span == "2025"
    assert "cit_annual" not in of(FACTS, "2026-05")
    individual = replace(FACTS, legal_form="individual_business")
    assert of(individual, "2026-02")["iit_business_annual"].deadline == date(2026, 3, 31)
    assert "cit_annual" not in of(individual, "2026-04")
    assert of(FACTS, "2026-05")["company_annual_report"].deadline == date(2026, 6, 30)


def test_the_disabled_fund_spares_thirty_people_and_asks_nine_tenths_of_who_employs_none() -> None:
    wages = Decimal(40 * 80_000)
    few = replace(FACTS, headcount_last_year=30, wages_last_year=wages)
    many = replace(FACTS, headcount_last_year=40, wages_last_year=wages)
    assert of(few, "2026-08")["disabled_fund"].amount == 0
    assert of(many, "2026-08")["disabled_fund"].amount == Decimal("43200.00")  # 40 × 1.5 % × 80,000 × 90 %
    assert of(FACTS, "2026-08")["disabled_fund"].amount is None
