"""What is claimed: for each rule a case that trips it and a near miss that does not."""

from __future__ import annotations

from decimal import Decimal

from invoices.domain.context import ExpenseClaim
from tests.invoices.cases import check, invoice, line
from tests.invoices.rule_cases.shapes import (
    ORDINARY,
    Case,
)

CASES: dict[str, Case] = {
    "CLAIM_ABOVE_INVOICE": (
        lambda: check(expense_claim=ExpenseClaim(amount=Decimal("1060.01"))),
        lambda: check(expense_claim=ExpenseClaim(amount=Decimal("1060.00"))),
    ),
    "CLAIM_WORDS_DIFFER": (
        lambda: check(expense_claim=ExpenseClaim(amount=Decimal(500), amount_in_words="伍佰壹拾圆整")),
        lambda: check(expense_claim=ExpenseClaim(amount=Decimal(500), amount_in_words="伍佰元整")),
    ),
    "CLAIM_NEEDS_REVIEW": (
        lambda: check(company={"review_claims_above": Decimal(1000)}),
        lambda: check(company={"review_claims_above": Decimal(1060)}),
    ),
    "INPUT_VAT_BLOCKED": (
        lambda: check(invoice(line("*餐饮服务*餐费"))),
        lambda: check(invoice(line("*餐饮服务*餐费")), purpose="resale"),
    ),
    "INPUT_VAT_CLAIM_ARGUABLE": (
        lambda: check(
            invoice(line("*运输服务*客运服务费", "100.00", "0.03"), **ORDINARY), claimed_input_vat=Decimal("3.00")
        ),
        lambda: check(
            invoice(line("*运输服务*客运服务费", "100.00", "0.03"), **ORDINARY), claimed_input_vat=Decimal("0.00")
        ),
    ),
    "INPUT_VAT_CLAIMED_TOO_HIGH": (
        lambda: check(claimed_input_vat=Decimal("60.02")),
        lambda: check(claimed_input_vat=Decimal("60.00")),
    ),
}
