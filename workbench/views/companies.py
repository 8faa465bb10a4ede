"""The company switcher: a small list of matches, asked for by the search box of the top bar."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from workbench.selectors.find_companies import find_companies


@login_required
@require_safe
def companies(request: HttpRequest) -> HttpResponse:
    """Matches for `?q=` among the person's own companies."""
    found = find_companies(request.user, request.GET.get("q", "").strip())  # type: ignore[arg-type]
    return render(request, "workbench/_companies.html", {"found": found})
