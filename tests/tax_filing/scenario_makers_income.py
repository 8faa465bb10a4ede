"""Taxpayers at the edges of income taxes and stamp duty, for `scenario_makers`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from tests.tax_filing.scenario_tools import Scenario, around, taxpayer


def prepayments() -> Iterator[Scenario]:
    """The small low-profit cliffs, losses, prepayments and nil."""
    ordinary = {"headcount_start": 10, "headcount_end": 12, "assets_start": "1000000", "assets_end": "1200000"}
    stories: list[tuple[str, dict[str, Any], dict[str, Any]]] = []
    for edge, profit in around(3_000_000):
        stories.append((f"应纳税所得额{edge}三百万", {"profit": profit}, {}))
        stories.append((f"所得额{edge}三百万，另有亏损弥补", {"profit": profit}, {"losses_brought_forward": "0.01"}))
    for start, end in ((300, 300), (300, 301), (299, 301), (600, 0)):
        people = {**ordinary, "headcount_start": start, "headcount_end": end}
        stories += [(f"从业人数季初{start}季末{end}", {"profit": "1000000"}, {"quarters": [people]})]
    held = (("50000000", "50000000"), ("50000000", "50000000.02"), ("30000000", "70000000"), ("99999999", "1.02"))
    for first, last in held:
        wealth = {**ordinary, "assets_start": first, "assets_end": last}
        stories += [(f"资产季初{first}季末{last}", {"profit": "1000000"}, {"quarters": [wealth]})]
    many = {
        "revenue": "900000", "cost": "400000", "taxes_and_surcharges": "1234.56", "selling_expenses": "30000",
        "administrative_expenses": "80000.01", "research_expenses": "50000", "finance_expenses": "-12.34",
        "investment_income": "500", "non_operating_income": "3", "non_operating_expenses": "200",
    }  # fmt: skip
    spared = {"non_taxable_income": "50000", "exempt_income_and_super_deductions": "30000"}
    stories += [
        ("限制行业", {"profit": "1000000"}, {"taxpayer": {"restricted_industry": True}}),
        ("亏损", {"revenue": "100000", "cost": "150000"}, {}),
        ("亏损，以前年度也有亏损", {"revenue": "100000", "cost": "150000"}, {"losses_brought_forward": "80000"}),
        ("亏损弥补到零", {"revenue": "100000", "cost": "40000"}, {"losses_brought_forward": "90000"}),
        ("部分弥补", {"revenue": "100000", "cost": "40000"}, {"losses_brought_forward": "20000"}),
        ("已预缴", {"profit": "800000"}, {"prepaid_to_date": "15000"}),
        ("多预缴", {"profit": "100000"}, {"prepaid_to_date": "15000"}),
        ("零申报", {"revenue": "0"}, {}),
        ("各项费用", many, {}),
        ("不征税与免税收入", {"revenue": "500000", "cost": "100000", **spared}, {}),
        ("一次性扣除", {"revenue": "500000", "cost": "100000", "accelerated_depreciation": "300000"}, {}),
    ]  # fmt: skip
    for number, ((story, to_date, more), period) in enumerate(product(stories, ("2025Q4", "2026Q3")), start=1):
        facts = {"period": period, "year_to_date": to_date, "quarters": [ordinary] * int(period[-1]), **more}
        yield taxpayer(f"cit-{number:02}", f"{period} 预缴：{story}", ("cit_prepayment", facts))


def wages() -> Iterator[Scenario]:
    """Steps of the table, entry in mid-year, first jobs, low earners, bonus traps, labour."""
    number = 0
    for salary, start in product(("5000", "5000.01", "8000", "17000", "30000", "60000", "100000"), (1, 7)):
        for flag in ("", "first_job_this_year", "prior_year_income_up_to_60000"):
            number += 1
            months = [
                {"month": m, "salary": salary, "social_insurance_and_housing": "800", "special_additional": "1000"}
                for m in range(start, 13)
            ]
            person = {"name": "甲", "employed_from": f"2026-{start:02}", "months": months} | (
                {flag: True} if flag else {}
            )
            yield pay(number, f"月薪{salary}，{start}月入职{'，' + flag if flag else ''}", person)
    for limit in (36000, 144000, 300000, 420000, 660000, 960000):
        for edge, bonus in around(limit):
            for method in ("separate", "combined"):
                number += 1
                months = [{"month": m, "salary": "12000"} for m in (11, 12)]
                gift = {"month": 12, "amount": bonus, "method": method}
                yield pay(
                    number,
                    f"年终奖{edge}{limit}，{method}",
                    {"name": "乙", "employed_from": "2026-11", "months": months, "annual_bonus": gift},
                )
    for paid in ("800", "800.01", "4000", "4000.01", "25000", "25000.01", "62500", "62500.02", "100000"):
        number += 1
        yield pay(
            number,
            f"劳务报酬{paid}",
            {"name": "丙", "labour": [{"month": 3, "income": paid}, {"month": 4, "income": paid}]},
        )


def pay(number: int, story: str, person: dict[str, Any]) -> Scenario:
    return taxpayer(
        f"wages-{number:02}", f"2026年扣缴：{story}", ("iit_withholding", {"year": 2026, "employees": [person]})
    )


def shorter() -> Iterator[Scenario]:
    """Business income, stamp duty and the annual settlement."""
    for limit in (30000, 90000, 300000, 500000, 2_000_000):
        for edge, profit in around(limit):
            for relief, prepaid in (("0", "0"), ("60000", "500")):
                facts = {
                    "period": "2026Q4",
                    "year_to_date": {"revenue": profit, "cost_and_expenses": "0"},
                    "investor_deductions_to_date": relief,
                    "prepaid_to_date": prepaid,
                }
                yield taxpayer(
                    f"business-{limit}-{edge}-{relief}",
                    f"个体工商户所得{edge}{limit}，个人扣除{relief}",
                    ("iit_business_income", facts),
                )
    for item in (
        "借款合同",
        "买卖合同",
        "租赁合同",
        "营业账簿",
        "股权转让书据",
        "证券交易",
        "财产保险合同",
        "咨询合同",
    ):
        for relief, base in product((True, False), ("333333.33", "0.01")):
            documents = [{"item": item, "net_amount": base}, {"item": item, "net_amount": "100000"}]
            yield taxpayer(
                f"stamp-{item}-{relief}-{base}",
                f"{item}两份，六税两费{relief}",
                ("stamp_duty", {"period": "2026Q1", "documents": documents, "six_taxes_relief": relief}),
            )
    yield from settlements()


def settlements() -> Iterator[Scenario]:
    stories: list[tuple[str, dict[str, Any]]] = [
        ("招待费按60%", {"entertainment": "10000"}),
        ("招待费按5‰", {"entertainment": "100000"}),
        ("福利费超支", {"wages": {"wages": "1000000", "welfare": "140000.01"}}),
        ("工会经费正好", {"wages": {"wages": "1000000", "union": "20000"}}),
        ("教育经费结转", {"wages": {"wages": "1000000", "education": "50000", "education_carried": "40000"}}),
        ("广告费超限", {"advertising": "800000"}),
        ("以前年度广告费", {"advertising": "100000", "advertising_carried": "900000"}),
        ("捐赠超限", {"donations": "200000"}),
        ("结转捐赠先扣", {"donations": "50000", "donations_carried": "100000"}),
        ("罚款", {"adjustments": {"19": {"booked": "3000"}}}),
        ("一次性扣除", {"depreciation": [{"kind": "one_off", "booked": "25000", "tax": "300000"}]}),
        ("加计扣除", {"qualified_research": "200000"}),
        ("五年内亏损", {"losses": [{"year": 2021, "amount": "50000"}, {"year": 2024, "amount": "9000000"}]}),
        ("亏损过期", {"losses": [{"year": 2019, "amount": "50000"}]}),
        ("已预缴", {"prepaid_to_date": "60000"}),
        ("所得正好三百万", {"income_statement": {"revenue": "3000000", "cost": "0"}}),
        ("所得多一分", {"income_statement": {"revenue": "3000000.01", "cost": "0"}}),
        ("亏损年度", {"income_statement": {"revenue": "100000", "cost": "400000"}, "entertainment": "1000"}),
    ]  # fmt: skip
    for number, (story, more) in enumerate(stories, start=1):
        facts = {"period": "2025", "income_statement": {"revenue": "5000000", "cost": "4000000"}, **more}
        yield taxpayer(f"annual-{number:02}", f"2025年汇算清缴：{story}", ("cit_annual", facts))
