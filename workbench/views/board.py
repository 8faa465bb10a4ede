"""The board: every company the person looks after and how far its period has come."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foundation.access import companies_of


@login_required
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """All companies of the person."""
    return render(request, "workbench/board.html", {"companies": companies_of(request.user)})  # type: ignore[arg-type]
