"""Whether a party stands on the company's list."""

from __future__ import annotations

from django.db.models import Q

from invoices.domain.names import folded
from invoices.models import WatchedParty


def watched_party(company_id: int, name: str | None, taxpayer_id: str | None) -> WatchedParty | None:
    """The entry by taxpayer id, else by name; `None` when the party is not watched. Both are kept folded."""
    wanted = Q(pk=None)
    if taxpayer_id:
        wanted |= Q(taxpayer_id=folded(taxpayer_id))
    if name:
        wanted |= Q(name=folded(name))
    # "" sorts first: the entry with an id comes last and wins.
    return WatchedParty.objects.filter(wanted, company_id=company_id).order_by("taxpayer_id").last()
