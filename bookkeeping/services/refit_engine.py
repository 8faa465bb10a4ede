"""Make the stored learners anew: a company's from all it accepted, an agency's common experience from its companies.

Rule kept: the companies of one agency share only counts of right answers and items that three of them bought.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from bookkeeping.engine.case import AccountName
from bookkeeping.engine.common import common_items
from bookkeeping.engine.decision import Bucket, bucket_of, error_share
from bookkeeping.engine.learning.state import dumped
from bookkeeping.engine.propose import Engine
from bookkeeping.models import AccountHistory, AgencyExperience, EngineModel
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.experience import name_of, signature_of, teach
from foundation.audit import record
from foundation.jobs import enqueue
from foundation.models import Company

REFIT_JOB = "bookkeeping.refit_engine"
KEPT = 20_000
"""The newest entries a learner is made from."""
_LEAST_COMPANIES = 5


@transaction.atomic
def refit_engine(company_id: int) -> EngineModel | None:
    """The company's learner made anew, signed and stored; None where nothing was accepted yet."""
    rows = list(AccountHistory.objects.filter(company_id=company_id).order_by("-pk")[:KEPT])[::-1]
    if not rows:
        return None
    books, engine = books_of(company_id), Engine()
    count = teach(engine, books, rows)
    content = dumped(engine.learner)
    model, _ = EngineModel.objects.select_for_update().get_or_create(company_id=company_id, defaults={"content": b""})
    model.version += 1
    model.trained_through, model.entries = rows[-1].pk, count
    model.content, model.signature = content, signature_of(company_id, content)
    model.save()
    record(
        company=books.company, actor=None, action="engine.refitted", subject=model,
        content={"version": model.version, "entries": count},
    )  # fmt: skip
    return model


def forget_entry(entry: AccountHistory) -> None:
    """Unlearn one accepted entry: a stored learner that knew it is emptied and made anew without it."""
    knows = EngineModel.objects.filter(company_id=entry.company_id, trained_through__gte=entry.pk)
    key = f"forget:{entry.company_id}:{entry.pk}"
    if knows.update(content=b"", signature="", trained_through=0):
        enqueue(REFIT_JOB, {"company_id": entry.company_id}, company=entry.company, key=key)
    entry.delete()


def gather_experience(agency_id: int) -> AgencyExperience:
    """What the agency's companies have in common, stored."""
    companies = list(Company.objects.filter(agency_id=agency_id).values_list("pk", flat=True))
    experience, _ = AgencyExperience.objects.update_or_create(
        agency_id=agency_id,
        defaults={
            "priors": _priors(companies),
            "items": common_items(_accepted(companies)),
            "companies": len(companies),
        },
    )
    return experience


def _priors(companies: list[int]) -> list[list[Any]]:
    """[layer, band, right, wrong] of the companies together, where enough of them have a record."""
    counts: dict[Bucket, list[float]] = defaultdict(lambda: [0.0, 0.0])
    judged = AccountHistory.objects.filter(company_id__in=companies).values_list("company_id", "layer", "was_right")
    seen = set()
    for company, layer, was_right in judged.iterator():
        name, _, confidence = layer.rpartition(":")
        bucket = bucket_of(name, float(confidence or 0))
        seen.add(company)
        counts[bucket][0 if was_right else 1] += 1.0 if was_right else error_share(bucket[1])
    return [[*bucket, *row] for bucket, row in counts.items()] if len(seen) >= _LEAST_COMPANIES else []


def _accepted(companies: list[int]) -> Iterator[tuple[int, str, str, AccountName]]:
    for company_id in companies:
        books = books_of(company_id)
        rows = AccountHistory.objects.filter(company_id=company_id).order_by("pk")
        for direction, item, code in rows.values_list("direction", "item", "account_code").iterator():
            if code in books.chart:
                yield company_id, direction, item, name_of(books, code)
