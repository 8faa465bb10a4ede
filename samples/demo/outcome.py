"""What must come out of a demo client's month, computed naively from the plan: sums, VAT due, the truth file.

Rule kept: nothing of the product is asked; these are the figures the product is held against.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kernel.money import ZERO, text, total
from kernel.period import AccountingPeriod
from samples.demo.documents import DemoDocument, documents
from samples.demo.plan import CompanyPlan


def booked(company: CompanyPlan, month: AccountingPeriod) -> list[DemoDocument]:
    """The documents an accountant books."""
    return [document for document in documents(company, month) if document.expected == "book"]


def sales(company: CompanyPlan, month: AccountingPeriod) -> tuple[Decimal, Decimal]:
    """Net sales and the VAT on their invoices, red-letter ones taken off."""
    sold = [document.truth for document in booked(company, month) if _is_sale(company, document)]
    net = total(truth.net_amount or ZERO for truth in sold)
    return net, total(truth.tax_amount or ZERO for truth in sold)


def input_vat(company: CompanyPlan, month: AccountingPeriod) -> Decimal:
    """Deductible input VAT."""
    return total(document.deductible_vat(company) for document in documents(company, month))


def vat_due(company: CompanyPlan, month: AccountingPeriod) -> Decimal:
    """VAT of the return that ends with `month`; a quarter of a new business has one month of sales before October."""
    if company.vat_outcome == "exempt":
        return ZERO
    tax = sales(company, month)[1]
    return max(tax - input_vat(company, month), ZERO) if company.vat_outcome == "general" else tax


def to_json(company: CompanyPlan, month: AccountingPeriod) -> dict[str, Any]:
    """One client's month for `demo_truth.json`."""
    net, tax = sales(company, month)
    monthly = company.vat_filing == "month"
    return {
        "company": company.party.name,
        "taxpayer_id": company.party.taxpayer_id,
        "period": str(month),
        "tax_period": str(month) if monthly else str(month.quarter),
        "vat_outcome": company.vat_outcome,
        "sales_net": text(net),
        "sales_vat": text(tax),
        "input_vat": text(input_vat(company, month)),
        "vat_due": text(vat_due(company, month)) if monthly or month.month % 3 == 0 else None,
        "documents": [document.to_json(company) for document in documents(company, month)],
    }


def _is_sale(company: CompanyPlan, document: DemoDocument) -> bool:
    return bool(document.truth.seller and document.truth.seller.taxpayer_id == company.party.taxpayer_id)
