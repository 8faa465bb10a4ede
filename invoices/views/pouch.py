"""The pouch of a period: on the screen, on paper (print style), and as a workbook."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foundation.access import company_view
from foundation.models import Role
from invoices.selectors.pouch import pouch_of
from invoices.services.export_pouch import pouch_to_excel

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@company_view(Role.VIEWER)
@require_safe
def pouch(request: HttpRequest, company_id: int) -> HttpResponse:
    """Invoices by category with their sums."""
    found = pouch_of(company_id, request.period)  # type: ignore[attr-defined]
    return render(request, "invoices/pouch.html", {"pouch": found})


@company_view(Role.VIEWER)
@require_safe
def pouch_export(request: HttpRequest, company_id: int) -> HttpResponse:
    """The same as Excel."""
    found = pouch_of(company_id, request.period)  # type: ignore[attr-defined]
    response = HttpResponse(pouch_to_excel(found), content_type=_EXCEL)
    response["Content-Disposition"] = f'attachment; filename="pouch-{request.period}.xlsx"'  # type: ignore[attr-defined]
    return response
