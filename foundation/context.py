"""What every page knows: the person's companies, the company and period shown, and how many handovers wait."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from foundation.access import companies_of
from foundation.models import Handover, HandoverState


def workspace(request: HttpRequest) -> dict[str, Any]:
    """Context for the frame of the page (templates/base.html)."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    company = getattr(request, "company", None)
    waiting = Handover.objects.filter(company=company, state=HandoverState.OPEN).count() if company else 0
    return {
        "company": company,
        "role": getattr(request, "role", None),
        "period": getattr(request, "period", None),
        "my_companies": companies_of(user),
        "open_handovers": waiting,
    }
