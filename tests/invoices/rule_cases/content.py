"""What was bought: for each rule a case that trips it and a near miss that does not."""

from __future__ import annotations

from tests.invoices.cases import check, invoice, line
from tests.invoices.rule_cases.shapes import (
    OLD,
    ORDINARY,
    Case,
)

CASES: dict[str, Case] = {
    "ITEM_MISSING": (
        lambda: check(invoice(lines=()), absent=frozenset({"lines"})),
        lambda: check(invoice(lines=())),
    ),
    "SALES_LIST_MISSING": (
        lambda: check(invoice(line("材料一批", rate="0.13"), **OLD), has_sales_list=False),
        lambda: check(invoice(line("材料一批", rate="0.13"), **OLD), has_sales_list=True),
    ),
    "VAGUE_CONTENT": (
        lambda: check(invoice(line("*文具*办公用品", rate="0.13"))),
        lambda: check(invoice(line("*文具*签字笔", rate="0.13"))),
    ),
    "CONTENT_CONTRADICTS_PURPOSE": (
        lambda: check(invoice(line("*会展服务*会务费")), purpose="entertainment"),
        lambda: check(invoice(line("*会展服务*会务费")), purpose="meeting"),
    ),
    "PERSONAL_CONSUMPTION": (
        lambda: check(invoice(line("*酒*白酒", rate="0.13"))),
        lambda: check(invoice(line("*酒*白酒", rate="0.13")), purpose="resale"),
    ),
    "PREPAID_CARD": (
        lambda: check(invoice(line("*预付卡销售*预付卡", rate=None, tax_treatment="out_of_scope"), **ORDINARY)),
        lambda: check(
            invoice(line("*预付卡销售*预付卡", rate=None, tax_treatment="out_of_scope"), **ORDINARY), direction="sale"
        ),
    ),
    "EMPLOYEE_VEHICLE": (
        lambda: check(
            invoice(line("*汽油*95号车用汽油", rate="0.13")), vehicle_owner="employee", supporting_documents=frozenset()
        ),
        lambda: check(
            invoice(line("*汽油*95号车用汽油", rate="0.13")),
            vehicle_owner="employee",
            supporting_documents=frozenset({"vehicle_lease_contract", "rent_invoice"}),
        ),
    ),
    "MEETING_PAPERS": (
        lambda: check(invoice(line("*会展服务*会议费")), supporting_documents=frozenset({"agenda"})),
        lambda: check(
            invoice(line("*会展服务*会议费")),
            supporting_documents=frozenset({"agenda", "meeting_notice", "sign_in_sheet"}),
        ),
    ),
    "SERVICE_EVIDENCE": (
        lambda: check(invoice(line("*鉴证咨询服务*咨询费")), supporting_documents=frozenset({"contract"})),
        lambda: check(invoice(line("*鉴证咨询服务*咨询费"))),
    ),
    "ASSET_NUMBER_MISSING": (
        lambda: check(
            invoice(line("*电子计算机*台式电脑", rate="0.13")),
            company={"asset_number_required_for": ("electronics",)},
            absent=frozenset({"asset_number"}),
        ),
        lambda: check(
            invoice(line("*电子计算机*台式电脑", rate="0.13")),
            company={"asset_number_required_for": ("electronics",)},
            asset_number="ZC-001",
        ),
    ),
}
