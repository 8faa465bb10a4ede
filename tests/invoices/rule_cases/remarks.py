"""Remarks and special business: for each rule a case that trips it and a near miss that does not."""

from __future__ import annotations

from decimal import Decimal

from tests.invoices.cases import check, invoice, line
from tests.invoices.rule_cases.shapes import ORDINARY, Case

BUILDING = line("*建筑服务*厂房工程款", rate="0.09")
VEHICLE_INSURANCE = line("*保险服务*机动车交强险")

CASES: dict[str, Case] = {
    "REMARK_FREIGHT": (
        lambda: check(invoice(line("*运输服务*国内货物运输", rate="0.09")), absent=frozenset({"remarks"})),
        lambda: check(
            invoice(
                line("*运输服务*国内货物运输", rate="0.09"),
                remarks="起运地：上海 到达地：杭州 厢式货车 沪A12345 货物：钢材",
            )
        ),
    ),
    "REMARK_CONSTRUCTION": (
        lambda: check(invoice(line("*建筑服务*工程款", rate="0.09"), remarks="工程款")),
        lambda: check(invoice(line("*建筑服务*工程款", rate="0.09"), remarks="上海市青浦区 某某厂房改造项目")),
    ),
    "REMARK_REAL_ESTATE": (
        lambda: check(invoice(line("*不动产经营租赁*房租", rate="0.09")), absent=frozenset({"remarks"})),
        lambda: check(invoice(line("*不动产经营租赁*房租", rate="0.09"), remarks="上海市青浦区某某路88号3层")),
    ),
    "SPECIAL_SECTION_MISSING": (
        lambda: check(invoice(BUILDING), presented="xml", remarks_are_complete=False),
        lambda: check(
            invoice(BUILDING, extra={"special.Building.Place": "上海市青浦区", "special.Building.Project": "厂房工程"}),
            presented="xml",
            remarks_are_complete=False,
        ),
    ),
    "REMARK_VEHICLE_TAX": (
        lambda: check(invoice(VEHICLE_INSURANCE, remarks="含代收车船税")),
        lambda: check(
            invoice(VEHICLE_INSURANCE, remarks="保险单号PDAA1 代收车船税 税款所属期2026年1-12月 金额360.00 合计360.00")
        ),
    ),
    "MARGIN_REMARK": (
        lambda: check(invoice(line("*人力资源服务*劳务派遣", "9000.00", "0.05", tax_amount=Decimal(50)), remarks="")),
        lambda: check(
            invoice(
                line("*人力资源服务*劳务派遣", "9000.00", "0.05", tax_amount=Decimal(50)), remarks="差额征税：8000.00"
            )
        ),
    ),
    "PREPAID_SPECIAL_INVOICE": (
        lambda: check(invoice(remarks="收到预付卡结算款")),
        lambda: check(invoice(remarks="收到预付卡结算款", **ORDINARY)),
    ),
    "EXPORT_AGENT_INVOICE": (
        lambda: check(invoice(remarks="代办退税专用")),
        lambda: check(invoice(remarks="代办退税专用", **ORDINARY)),
    ),
}
