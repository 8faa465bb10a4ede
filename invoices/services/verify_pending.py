"""Ask the bureau about every invoice of a period that has no lasting answer yet.

Rule kept: "not found" is asked again after some hours, because an invoice just issued appears at the bureau later;
the bureau allows few questions a day for one invoice, so not sooner.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Final

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from bureau.client import BureauClient
from invoices.models import NO_ANSWER, Invoice, VerificationOutcome, VerificationResult
from invoices.services.verify_invoice import Verifier, is_verifiable, verify_invoice
from kernel.period import AccountingPeriod

ASK_AGAIN_AFTER: Final = timedelta(hours=6)


def verify_pending(company_id: int, period: AccountingPeriod) -> dict[str, int]:
    """Counts by outcome; `unavailable` when the bureau cannot be asked, which stops nothing else."""
    with BureauClient.from_settings() as client:
        return verify_all(company_id, period, client)


def verify_all(company_id: int, period: AccountingPeriod, verifier: Verifier) -> dict[str, int]:
    """The same with whoever answers. After one failure to be heard the rest is not asked."""
    counts: Counter[str] = Counter()
    for invoice in _waiting(company_id, period).select_related("company").order_by("pk"):
        if not is_verifiable(invoice):
            counts["not_verifiable"] += 1
            continue
        if stopped := next((outcome for outcome in NO_ANSWER if counts[outcome]), None):
            counts[stopped] += 1
            continue
        counts[verify_invoice(invoice, verifier, actor=None).outcome] += 1
    return dict(counts)


def _waiting(company_id: int, period: AccountingPeriod) -> QuerySet[Invoice]:
    """Never asked, asked in vain, or not found some hours ago."""
    last = VerificationResult.objects.filter(invoice=OuterRef("pk")).exclude(outcome__in=NO_ANSWER)
    answered = last.order_by("-asked_at", "-pk")
    rows = Invoice.objects.filter(company_id=company_id, period=str(period)).annotate(
        last_outcome=Subquery(answered.values("outcome")[:1]), last_asked=Subquery(answered.values("asked_at")[:1])
    )
    stale = rows.filter(last_outcome=VerificationOutcome.NOT_FOUND, last_asked__lt=timezone.now() - ASK_AGAIN_AFTER)
    return rows.filter(last_outcome=None) | stale
