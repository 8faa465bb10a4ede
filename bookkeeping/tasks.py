"""What Celery beat starts in bookkeeping."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from bookkeeping.models import AccountHistory
from bookkeeping.services.refit_engine import REFIT_JOB, gather_experience
from foundation.jobs import enqueue
from foundation.models import Agency, Company


@shared_task(name="bookkeeping.learn_nightly")  # type: ignore[untyped-decorator]
def learn_nightly() -> int:
    """One job for each company with entries to learn, then what each agency's companies have in common."""
    today = timezone.localdate().isoformat()
    taught = set(AccountHistory.objects.values_list("company_id", flat=True).distinct())
    for company in Company.objects.filter(pk__in=taught):
        key = f"refit:{company.pk}:{today}"
        enqueue(REFIT_JOB, {"company_id": company.pk}, company=company, key=key)
    for agency_id in Agency.objects.values_list("pk", flat=True):
        gather_experience(agency_id)
    return len(taught)
