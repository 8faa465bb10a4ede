"""The company page: what the period is waiting for and what comes next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foundation.access import company_view
from foundation.models import Role


@company_view(Role.VIEWER)
@require_safe
def company(request: HttpRequest, company_id: int) -> HttpResponse:
    """The period of one company."""
    return render(request, "workbench/company.html")
