"""The person's queue: what waits for her over all companies."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from foundation.access import companies_of
from foundation.models import User
from workbench.selectors.queue import errands_of


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a person over all companies; `?mine=1` only in those assigned to her."""
    user: User = request.user  # type: ignore[assignment]
    companies = companies_of(user)
    mine = request.GET.get("mine") == "1"
    if mine:
        companies = companies.filter(assignment__person=user)
    errands = errands_of(list(companies), timezone.localdate())
    return render(request, "workbench/queue.html", {"errands": errands, "mine": mine})
