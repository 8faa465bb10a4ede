"""Tells the make-believe tax bureau about the demo clients and the invoices issued to and by them.

Rule kept: forged invoices stay unknown to it, so that verification finds them out; telling it twice changes nothing.
"""

from __future__ import annotations

from typing import Any

import httpx

from kernel.money import ZERO, text
from samples.demo.documents import truth_of
from samples.demo.plan import CompanyPlan, companies
from samples.truth import Party, Truth


def tell(url: str, token: str) -> int:
    """Registers all clients and their invoices; returns how many invoices. Raises `httpx.HTTPError`."""
    with httpx.Client(
        base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=20, trust_env=False
    ) as bureau:
        count = 0
        for company in companies():
            bureau.post("/sandbox/taxpayers", json=taxpayer(company)).raise_for_status()
            rows = invoices(company)
            bureau.post("/sandbox/invoices", json={"invoices": rows}).raise_for_status()
            count += len(rows)
        return count


def taxpayer(company: CompanyPlan) -> dict[str, Any]:
    """How the bureau knows the client."""
    return {
        "taxpayer_id": company.party.taxpayer_id,
        "name": company.party.name,
        "vat_status": company.vat_status,
        "legal_form": company.form,
        "location": "city",
    }


def invoices(company: CompanyPlan) -> list[dict[str, Any]]:
    """The invoices the bureau issued or registered, each once."""
    taken_back = {plan.of for plan in company.documents if plan.oddity == "red_letter"}
    known = [
        plan
        for plan in company.documents
        if plan.kind in ("invoice", "rail", "air") and plan.oddity not in ("forged", "duplicate")
    ]
    return [_row(truth_of(company.key, plan.id), taken_back=plan.id in taken_back) for plan in known]


def _row(truth: Truth, *, taken_back: bool) -> dict[str, Any]:
    seller, buyer = truth.seller or Party(""), truth.buyer or Party("")
    return {
        "invoice_code": truth.invoice_code or "",
        "invoice_number": truth.invoice_number,
        "kind": truth.kind,
        "issue_date": str(truth.issue_date),
        "seller_name": seller.name,
        "seller_taxpayer_id": seller.taxpayer_id or "",
        "buyer_name": buyer.name,
        "buyer_taxpayer_id": buyer.taxpayer_id or "",
        "net_amount": text(truth.net_amount or ZERO),
        "tax_amount": text(truth.tax_amount or ZERO),
        "gross_amount": text(truth.gross_amount or ZERO),
        "check_code": truth.check_code or "",
        "state": "red_lettered" if taken_back else "valid",
    }
