"""Figures and rates: for each rule a case that trips it and a near miss that does not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.invoices.cases import check, invoice, line
from tests.invoices.rule_cases.shapes import (
    OLD,
    ORDINARY,
    Case,
)

CASES: dict[str, Case] = {
    "SPECIAL_INVOICE_TO_PERSON": (
        lambda: check(invoice(buyer_name="张三")),
        lambda: check(invoice(buyer_name="张三丰餐饮店")),
    ),
    "TOTALS_DO_NOT_ADD_UP": (
        lambda: check(invoice(gross_amount=Decimal("1060.02"))),
        lambda: check(invoice(gross_amount=Decimal("1060.01"))),
    ),
    "LINES_DO_NOT_ADD_UP": (
        lambda: check(invoice(net_amount=Decimal("999.98"), gross_amount=Decimal("1059.98"))),
        lambda: check(invoice(net_amount=Decimal("999.99"), gross_amount=Decimal("1059.99"))),
    ),
    "LINE_TAX": (
        lambda: check(invoice(line(tax_amount=Decimal("60.07")))),
        lambda: check(invoice(line(tax_amount=Decimal("60.06")))),
    ),
    "WORDS_DIFFER": (
        lambda: check(invoice(amount_in_words="壹仟零陆拾圆壹角整")),
        lambda: check(invoice(amount_in_words="壹仟零陆拾圆整")),
    ),
    "RATE_NOT_IN_FORCE": (
        lambda: check(invoice(line("*软件*软件", rate="0.16"))),
        lambda: check(invoice(line("*软件*软件", rate="0.13"))),
    ),
    "OLD_RATE": (
        lambda: check(invoice(line("*软件*软件", rate="0.16"), issue_date=date(2019, 6, 1), **OLD)),
        lambda: check(invoice(line("*软件*软件", rate="0.13"), issue_date=date(2019, 6, 1), **OLD)),
    ),
    "RATE_FOR_CONTENT": (
        lambda: check(invoice(line("*餐饮服务*餐费", rate="0.13"))),
        lambda: check(invoice(line("*餐饮服务*餐费", rate="0.06"))),
    ),
    "SPECIAL_INVOICE_EXEMPT": (
        lambda: check(invoice(line("*蔬菜*白菜", rate=None, tax_treatment="exempt"))),
        lambda: check(invoice(line("*蔬菜*白菜", rate=None, tax_treatment="exempt"), **ORDINARY)),
    ),
    "RATE_FOR_SELLER": (
        lambda: check(invoice(line(rate="0.06")), direction="sale", company={"vat_status": "small_scale"}),
        lambda: check(invoice(line(rate="0.01")), direction="sale", company={"vat_status": "small_scale"}),
    ),
    "SMALL_SCALE_OVER_LIMIT": (
        lambda: check(company={"vat_status": "small_scale", "sales_last_12_months": Decimal("5000000.01")}),
        lambda: check(company={"vat_status": "small_scale", "sales_last_12_months": Decimal("5000000.00")}),
    ),
}
