"""The published tax cases as facts of our returns: for each case the form, its facts and the cells that answer it.

`UNITS` says how a figure of the case is written; a case not named here asks for no figure of a return of ours.
"""

from __future__ import annotations

from typing import Any

Case = tuple[str, dict[str, Any], tuple[str, ...]]
CITY = {"location": "city"}


def general(*cells: str, sales: Any = (), inputs: Any = (), **more: Any) -> Case:
    return (
        "vat_general",
        {"taxpayer": CITY, "period": "2026-04", "sales": list(sales), "input": list(inputs), **more},
        cells,
    )


def sold(net: str, tax: str, rate: str = "0.13") -> dict[str, str]:
    return {"net_amount": net, "tax_amount": tax, "rate": rate}


def bought(tax: str, use: str = "taxable") -> dict[str, Any]:
    return {"kind": "special_invoice", "tax_amount": tax, "confirmed": True, "use": use}


def small(*cells: str, period: str = "2026Q2", sales: Any = ()) -> Case:
    who = {"location": "city", "six_taxes_relief": True}
    rows = [{"net_amount": net, "rate": "0.01", "invoice": invoice, "nature": "services"} for net, invoice in sales]
    return "vat_small_scale", {"taxpayer": who, "period": period, "sales": rows}, cells


def annual(*cells: str, **more: Any) -> Case:
    return "cit_annual", {"period": "2025", **more}, cells


def stamp(item: str, base: str, *, relief: bool = False) -> Case:
    documents = [{"item": item, "net_amount": base}]
    return "stamp_duty", {"period": "2026Q1", "documents": documents, "six_taxes_relief": relief}, ("tax_payable",)


def pay(salary: str, insurance: str, additional: str) -> Case:
    months = [
        {"month": month, "salary": salary, "social_insurance_and_housing": insurance, "special_additional": additional}
        for month in range(1, 13)
    ]
    return "iit_withholding", {"year": 2026, "employees": [{"name": "甲", "months": months}]}, ("withheld",)


INCREASE = "adjustments:{}:increase"
CASES: dict[str, Case] = {
    "tax-003": general(
        "main:34:general",
        sales=[sold("3000000", "390000"), sold("80000", "10400"), sold("20000", "2600")],
        inputs=[bought("190300"), bought("13000", "welfare")],
    ),
    "tax-009": general("main:11:general", sales=[sold("80000", "7200", "0.09")]),
    "tax-016": general("main:11:general", sales=[sold("600000", "78000")]),
    "tax-017": general("main:17:general", inputs=[bought("144000"), bought("36000", "welfare")]),
    "tax-018": general("schedule_2:12:tax_amount", inputs=[{"kind": "rail", "gross_amount": "10000"}]),
    "tax-019": general("schedule_2:12:tax_amount", inputs=[{"kind": "road", "gross_amount": "15000"}]),
    "tax-021": general("-main:20:general", sales=[sold("1000000", "130000")], inputs=[bought("150000")]),
    "tax-022": general("schedule_2:12:tax_amount", inputs=[{"kind": "rail", "gross_amount": "109"}]),
    "tax-027": general("main:20:general", sales=[sold("455000", "59150")], inputs=[bought("60450")]),
    "tax-028": general("main:34:general", sales=[sold("230000", "29900")], inputs=[bought("28990")]),
    "tax-029": general("main:34:general", sales=[sold("2410619.62", "313380.55")], inputs=[bought("307300")]),
    "tax-030": general(
        "main:11:general",
        sales=[
            sold("486725.66", "63274.34"),
            sold("575221.24", "74778.76"),
            sold("619469.03", "80530.97"),
            sold("707964.60", "92035.40"),
        ],
    ),
    "tax-039": small("tax_payable", sales=[("150000", "ordinary"), ("100000", "special")]),
    "tax-040": small("tax_payable", sales=[("320000", "ordinary")]),
    "tax-043": small("tax_payable", sales=[("270000", "ordinary"), ("80000", "special")]),
    "tax-046": small("tax_payable", period="2026-01", sales=[("59405.94", "ordinary")]),
    "tax-055": general("surtaxes", sales=[sold("230000", "29900")], inputs=[bought("28990")]),
    "tax-056": general("surtaxes", sales=[sold("2410619.62", "313380.55")], inputs=[bought("307300")]),
    "tax-057": general("main:39:general", "main:40:general", sales=[sold("200000", "11525", "0.06")]),
    "tax-059": small("main:23:total", "main:24:total", "main:25:total", sales=[("376238", "ordinary")]),
    "tax-084": (
        "cit_prepayment",
        {"period": "2026Q3", "year_to_date": {"profit": "2990000"}, "prepaid_to_date": "100000"},
        ("tax_payable",),
    ),
    "tax-086": annual(INCREASE.format(14), wages={"wages": "10300000", "union": "280000"}),
    "tax-087": annual(INCREASE.format(14), wages={"wages": "10300000", "union": "280000"}),
    "tax-088": annual(INCREASE.format(14), wages={"wages": "1000000", "welfare": "180000"}),
    "tax-089": annual(
        INCREASE.format(14),
        wages={"wages": "2000000", "supplementary_pension": "120000", "supplementary_medical": "80000"},
    ),
    "tax-090": annual(INCREASE.format(14), wages={"wages": "10216000", "welfare": "2000000"}),
    "tax-091": annual("wages:7:tax", wages={"wages": "1550000", "union": "9000000"}),
    "tax-096": annual(
        "advertising:1:tax", income_statement={"revenue": "1200000"}, advertising="40000", advertising_carried="120000"
    ),
    "tax-098": annual(INCREASE.format(15), income_statement={"revenue": "54180000"}, entertainment="800000"),
    "tax-099": annual(INCREASE.format(17), income_statement={"profit": "3554500"}, donations="600000"),
    "tax-100": annual(
        "main:30",
        income_statement={"revenue": "54180000", "cost": "50625500"},
        entertainment="800000",
        donations="600000",
        exempt_income="400000",
    ),
    "tax-107": annual(
        "main:30",
        income_statement={
            "revenue": "30000000",
            "cost": "15000000",
            "administrative_expenses": "3200000",
            "investment_income": "500000",
        },
        entertainment="100000",
        exempt_income="500000",
        reused_resources_income="20000000",
    ),
    "tax-108": annual(
        "main:30",
        income_statement={"profit": "3750000"},
        adjustments={"8": {"tax": "1200000"}, "19": {"booked": "40000"}},
    ),
    "tax-109": annual(
        "main:33",
        income_statement={"profit": "1680000"},
        special_equipment="3000000",
        taxpayer={"waives_small_low_profit": True},
    ),
    "tax-117": pay("20000", "3000", "1000"),
    "tax-119": pay("30000", "4500", "2000"),
    "tax-120": pay("10000", "2000", "1000"),
    "tax-124": (
        "iit_withholding",
        {"year": 2026, "employees": [{"annual_bonus": {"month": 12, "amount": "36000", "method": "separate"}}]},
        ("tax_payable",),
    ),
    "tax-132": stamp("买卖合同", "1330000"),
    "tax-136": stamp("房屋租赁合同", "120000"),
    "tax-138": stamp("承揽合同", "500000"),
    "tax-139": stamp("仓储合同", "80000"),
    "tax-141": stamp("产权转移书据（房屋）", "3000000"),
    "tax-143": stamp("买卖合同", "1000000", relief=True),
    "tax-144": (
        "stamp_duty",
        {
            "period": "2026",
            "real_estate": [
                {"original_value": "75000000", "value_reduction": "0.3", "months": 12},
                {"original_value": "5000000", "value_reduction": "0.3", "months": 6},
                {"rent": "120000"},
            ],
        },
        ("return:2:payable",),
    ),
    "tax-145": (
        "stamp_duty",
        {"period": "2026", "real_estate": [{"original_value": "76800000", "value_reduction": "0.3", "months": 10}]},
        ("return:2:payable",),
    ),
    "tax-146": (
        "stamp_duty",
        {"period": "2026", "real_estate": [{"original_value": "58000000", "value_reduction": "0.3", "months": 12}]},
        ("return:2:payable",),
    ),
    "tax-149": (
        "stamp_duty",
        {
            "period": "2026",
            "land": [{"area": "19600", "rate": "6", "months": 12}, {"area": "300", "rate": "6", "months": 6}],
        },
        ("return:3:payable",),
    ),
}
# Cases whose figures are no figures of these returns: VAT at import, prepayment on the spot, assessed taxation, income
# recognition, tax of buying a vehicle, depreciation, consumption tax, and rates of earlier years.
