"""Ask the tax bureau whether an invoice exists as printed (查验). The answer is kept as evidence.

Rule kept: an answer that did not come is "unavailable", never "not found"; asking again is always allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from http import HTTPStatus
from typing import Any, Final, Protocol

from django.db import transaction

from bureau.answers import VerificationAnswer
from foundation.audit import record
from foundation.models import User
from invoices.domain.fapiao import Kind
from invoices.domain.kinds import VAT_INVOICES
from invoices.models import NO_ANSWER, Invoice, VerificationChannel, VerificationOutcome, VerificationResult
from invoices.services.check_invoice import check_invoice
from invoices.services.locking import locked
from kernel.errors import OutsideFailure

VERIFIABLE: Final = frozenset({*VAT_INVOICES, Kind.RAIL_TICKET, Kind.AIR_ITINERARY, Kind.TOLL})

TOO_MANY_REQUESTS: Final = HTTPStatus.TOO_MANY_REQUESTS


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


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back: the outcome, fields that differ, and what is kept as evidence."""

    outcome: str
    mismatched: tuple[str, ...] = ()
    held: Mapping[str, Any] = field(default_factory=dict)


def verify_invoice(invoice: Invoice, verifier: Verifier, *, actor: User | None) -> VerificationResult:
    """One question, one answer, written down and weighed by the checks. Asked outside of any transaction."""
    asked = question_of(invoice)
    return keep_answer(invoice, hear(lambda: verifier.verify_invoice(**asked)), actor=actor)


def hear(ask: Callable[[], VerificationAnswer]) -> Heard:
    """The answer as an outcome; trouble on the way is no answer, and too many questions are said apart."""
    try:
        answer = ask()
    except OutsideFailure as failure:
        limited = failure.facts.get("status") == TOO_MANY_REQUESTS
        outcome = VerificationOutcome.RATE_LIMITED if limited else VerificationOutcome.UNAVAILABLE
        return Heard(outcome, held={"reason": failure.message_zh})
    return Heard(VerificationOutcome(answer.result), tuple(answer.mismatched), dict(answer.invoice or {}))


def keep_answer(
    invoice: Invoice, heard: Heard, *, actor: User | None, channel: str = VerificationChannel.BUREAU
) -> VerificationResult:
    """Write the answer down as evidence and check the invoice again where it says something."""
    with transaction.atomic():
        result = VerificationResult.objects.create(
            company_id=invoice.company_id,
            invoice=invoice,
            outcome=heard.outcome,
            channel=channel,
            mismatched=list(heard.mismatched),
            asked={name: str(value) for name, value in question_of(invoice).items() if value not in (None, "")},
            answer=dict(heard.held),
            asked_by=actor,
        )
        content = {"outcome": str(heard.outcome), "mismatched": list(heard.mismatched), "channel": str(channel)}
        record(company=invoice.company, actor=actor, action="invoice.verified", subject=invoice, content=content)
        if heard.outcome not in NO_ANSWER:
            check_invoice(locked(invoice.pk, invoice.company_id))
    return result


def is_verifiable(invoice: Invoice) -> bool:
    """Whether the bureau can know the invoice: a numbered kind with its number."""
    return bool(invoice.invoice_number) and Kind(invoice.kind) in VERIFIABLE


def question_of(invoice: Invoice) -> dict[str, Any]:
    """What is printed on the invoice, as the bureau compares it."""
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
