"""Ask the bureau about every invoice of a period that has no answer yet."""

from __future__ import annotations

from collections import Counter

from bureau.client import BureauClient
from invoices.models import Invoice, VerificationOutcome, VerificationResult
from invoices.services.verify_invoice import Verifier, is_verifiable, verify_invoice
from kernel.period import AccountingPeriod


def verify_pending(company_id: int, period: AccountingPeriod) -> dict[str, int]:
    """Counts by outcome; `unavailable` when the bureau cannot be asked, which stops nothing else."""
    with BureauClient.from_settings() as client:
        return verify_all(company_id, period, client)


def verify_all(company_id: int, period: AccountingPeriod, verifier: Verifier) -> dict[str, int]:
    """The same with whoever answers. After one failure to reach the bureau the rest is not asked."""
    counts: Counter[str] = Counter()
    answered = VerificationResult.objects.filter(company_id=company_id).exclude(outcome=VerificationOutcome.UNAVAILABLE)
    waiting = Invoice.objects.filter(company_id=company_id, period=str(period)).exclude(
        pk__in=answered.values("invoice_id")
    )
    for invoice in waiting.select_related("company").order_by("pk"):
        if not is_verifiable(invoice):
            counts["not_verifiable"] += 1
            continue
        if counts["unavailable"]:
            counts["unavailable"] += 1
            continue
        counts[verify_invoice(invoice, verifier, actor=None).outcome] += 1
    return dict(counts)
