"""Ask the tax bureau whether an invoice exists as printed (查验). The answer is kept as evidence.

Rule kept: an answer that did not come is "unavailable", never "not found"; asking again is always allowed.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final, Protocol

from django.db import transaction

from bureau.answers import VerificationAnswer
from foundation.audit import record
from foundation.models import User
from invoices.domain.fapiao import Kind
from invoices.domain.kinds import VAT_INVOICES
from invoices.models import Invoice, VerificationOutcome, VerificationResult
from invoices.services.check_invoice import check_invoice
from invoices.services.locking import locked
from kernel.errors import OutsideFailure

VERIFIABLE: Final = frozenset({*VAT_INVOICES, Kind.RAIL_TICKET, Kind.AIR_ITINERARY, Kind.TOLL})


class Verifier(Protocol):
    """Whoever can answer: the bureau's client, or a portal."""

    def verify_invoice(  # noqa: PLR0913 - what is printed on an invoice, all by name
        self,
        *,
        invoice_number: str,
        invoice_code: str = "",
        issue_date: date | None = None,
        gross_amount: Decimal | None = None,
        net_amount: Decimal | None = None,
        check_code: str = "",
        seller_taxpayer_id: str = "",
        buyer_taxpayer_id: str = "",
    ) -> VerificationAnswer:
        """Does the invoice exist as printed?"""


def verify_invoice(invoice: Invoice, verifier: Verifier, *, actor: User | None) -> VerificationResult:
    """One question, one answer, written down and weighed by the checks. Asked outside of any transaction."""
    asked = _question(invoice)
    outcome, mismatched, held = _ask(verifier, asked)
    with transaction.atomic():
        result = VerificationResult.objects.create(
            company_id=invoice.company_id,
            invoice=invoice,
            outcome=outcome,
            mismatched=mismatched,
            asked={name: str(value) for name, value in asked.items() if value not in (None, "")},
            answer=held,
            asked_by=actor,
        )
        content = {"outcome": outcome, "mismatched": mismatched}
        record(company=invoice.company, actor=actor, action="invoice.verified", subject=invoice, content=content)
        if outcome != VerificationOutcome.UNAVAILABLE:
            check_invoice(locked(invoice.pk, invoice.company_id))
    return result


def _ask(verifier: Verifier, asked: dict[str, Any]) -> tuple[str, list[str], dict[str, Any]]:
    try:
        answer = verifier.verify_invoice(**asked)
    except OutsideFailure as failure:
        return VerificationOutcome.UNAVAILABLE, [], {"reason": failure.message_zh}
    return VerificationOutcome(answer.result), list(answer.mismatched), dict(answer.invoice or {})


def is_verifiable(invoice: Invoice) -> bool:
    """Whether the bureau can know the invoice: a numbered kind with its number."""
    return bool(invoice.invoice_number) and Kind(invoice.kind) in VERIFIABLE


def _question(invoice: Invoice) -> dict[str, Any]:
    return {
        "invoice_number": invoice.invoice_number or "",
        "invoice_code": invoice.invoice_code or "",
        "issue_date": invoice.issue_date,
        "gross_amount": invoice.gross_amount,
        "net_amount": invoice.net_amount,
        "check_code": invoice.check_code or "",
        "seller_taxpayer_id": invoice.seller_taxpayer_id or "",
        "buyer_taxpayer_id": invoice.buyer_taxpayer_id or "",
    }
