"""CIT prepayment, business income, withholding and stamp duty on published and hand-checked figures."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tax_filing.domain.compute_return import compute

SMALL = {"headcount_start": 10, "headcount_end": 12, "assets_start": "1000000", "assets_end": "1200000"}


def cit(year_to_date: dict[str, str], **more: Any) -> dict[str, Any]:
    return compute(
        "cit_prepayment", {"period": "2026Q3", "year_to_date": year_to_date, "quarters": [SMALL] * 3, **more}
    )


def test_a_small_low_profit_enterprise_pays_five_percent_less_what_it_prepaid() -> None:
    answer = cit({"profit": "2990000"}, prepaid_to_date="100000")
    assert answer["tax_payable"] == "49500.00"


def test_one_fen_over_the_limit_costs_the_whole_relief_and_is_pointed_out() -> None:
    answer = cit({"profit": "3000000.01"})
    assert (answer["lines"]["main"]["28"], answer["tax_payable"]) == ("0.00", "750000.00")
    assert "CIT_JUST_OVER_THE_LIMIT" in [finding["rule"] for finding in answer["findings"]]


def test_losses_of_earlier_years_are_used_up_to_the_profit() -> None:
    answer = cit({"revenue": "1000", "cost": "400"}, losses_brought_forward="900")
    assert (answer["lines"]["main"]["24"], answer["lines"]["main"]["25"], answer["tax_payable"]) == (
        "600.00",
        "0.00",
        "0.00",
    )


def test_a_loss_pays_nothing_and_shows_as_a_loss() -> None:
    answer = cit({"revenue": "1000", "cost": "1400"})
    assert (answer["lines"]["main"]["25"], answer["lines"]["main"]["27"], answer["tax_payable"]) == (
        "-400.00",
        "0.00",
        "0.00",
    )


def test_a_restricted_industry_has_no_relief() -> None:
    assert cit({"profit": "1000"}, taxpayer={"restricted_industry": True})["tax_payable"] == "250.00"


def test_overpayment_is_filed_as_zero_with_a_warning() -> None:
    answer = cit({"profit": "1000"}, prepaid_to_date="100")
    assert answer["lines"]["main"]["32"] == "0.00"
    assert "CROSS_CHECK_C_OVERPAID" in [finding["rule"] for finding in answer["findings"]]


@settings(max_examples=40, deadline=None)
@given(
    figures=st.fixed_dictionaries(
        {
            name: st.decimals(min_value=0, max_value=9_000_000, places=2).map(str)
            for name in ("revenue", "cost", "administrative_expenses", "investment_income", "non_operating_expenses")
        }
    )
)
def test_the_identities_of_a200000_hold(figures: dict[str, str]) -> None:
    lines = {number: Decimal(value) for number, value in cit(figures)["lines"]["main"].items()}
    assert lines["18"] == lines["15"] + lines["16"] - lines["17"]
    assert (
        lines["25"] == lines["18"] + lines["19"] - lines["20"] - lines["21"] - lines["22"] - lines["23"] - lines["24"]
    )
    assert lines["32"] == max(Decimal(0), lines["27"] - lines["28"] - lines["29"] - lines["30"] - lines["31"])


def withheld(months: list[dict[str, Any]], **employee: Any) -> list[str]:
    answer = compute("iit_withholding", {"year": 2026, "employees": [{"name": "甲", "months": months, **employee}]})
    return [month["withheld"] for month in answer["employees"][0]["months"]]


def wages(salary: int, insurance: int, additional: int, months: int = 12) -> list[dict[str, Any]]:
    return [
        {"month": month, "salary": salary, "social_insurance_and_housing": insurance, "special_additional": additional}
        for month in range(1, months + 1)
    ]


def test_the_tax_office_example_of_cumulative_withholding() -> None:
    assert withheld(wages(30000, 4500, 2000))[:4] == ["555.00", "625.00", "1850.00", "1850.00"]
    assert sum(map(Decimal, withheld(wages(30000, 4500, 2000)))) == Decimal("27480.00")


def test_deductions_start_with_the_month_of_employment_unless_it_is_the_first_job() -> None:
    july = [{"month": 7, "salary": 20000}]
    assert withheld(july, employed_from="2026-07") == ["450.00"]
    assert withheld(july, employed_from="2026-07", first_job_this_year=True) == ["0.00"]


def test_low_earners_of_last_year_deduct_sixty_thousand_at_once() -> None:
    assert withheld(wages(10000, 0, 0, months=6), prior_year_income_up_to_60000=True) == ["0.00"] * 6


@pytest.mark.parametrize(("bonus", "tax"), [("36000", "1080.00"), ("36001", "3390.10")])
def test_one_yuan_more_of_a_bonus_can_cost_thousands(bonus: str, tax: str) -> None:
    employee = {"months": [], "annual_bonus": {"month": 12, "amount": bonus, "method": "separate"}}
    answer = compute("iit_withholding", {"year": 2026, "employees": [employee]})
    assert answer["employees"][0]["annual_bonus"]["withheld"] == tax == answer["tax_payable"]


def test_labour_remuneration_by_its_own_table() -> None:
    labour = [{"month": 1, "income": 3000}, {"month": 2, "income": 30000}]
    answer = compute("iit_withholding", {"year": 2026, "employees": [{"labour": labour}]})
    assert [entry["withheld"] for entry in answer["employees"][0]["labour"]] == ["440.00", "5200.00"]


def test_business_income_is_halved() -> None:
    figures = {"revenue": "400000", "cost_and_expenses": "100000"}
    answer = compute(
        "iit_business_income", {"period": "2026Q2", "year_to_date": figures, "investor_deductions_to_date": "30000"}
    )
    assert (answer["lines"]["main"]["22"], answer["tax_payable"]) == ("43500.00", "21750.00")


@pytest.mark.parametrize(
    ("item", "amount", "relief", "tax"),
    [
        ("买卖合同", "1000000", True, "150.00"),
        ("租赁合同", "120000", False, "120.00"),
        ("承揽合同", "500000", False, "150.00"),
        ("借款合同", "1000000", False, "50.00"),
        ("营业账簿", "400000", True, "50.00"),
        ("证券交易", "100000", False, "50.00"),
    ],
)
def test_stamp_duty_by_item(item: str, amount: str, relief: bool, tax: str) -> None:
    documents = [{"item": item, "net_amount": amount, "count": 1}]
    answer = compute("stamp_duty", {"period": "2026Q3", "documents": documents, "six_taxes_relief": relief})
    assert answer["tax_payable"] == tax


def test_a_contract_outside_the_table_is_not_taxed_and_said_so() -> None:
    answer = compute("stamp_duty", {"period": "2026Q3", "documents": [{"item": "咨询合同", "net_amount": "90000"}]})
    assert (answer["tax_payable"], [finding["rule"] for finding in answer["findings"]]) == (
        "0.00",
        ["STAMP_DUTY_ITEM_NOT_LISTED"],
    )
