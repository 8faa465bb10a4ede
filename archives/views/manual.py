"""The manual of the software for the tax bureau's file, on screen and to print."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from archives.selectors.manual import manual_of, manual_sheet
from bookkeeping.exports import pdf_of
from foundation.access import company_view
from foundation.models import Role


@company_view(Role.VIEWER)
@require_safe
def manual(request: HttpRequest, company_id: int) -> HttpResponse:
    """The chapters."""
    chapters = manual_of(request.company, request.period)  # type: ignore[attr-defined]
    return render(request, "archives/manual.html", {"chapters": chapters, "today": timezone.localdate()})


@company_view(Role.VIEWER)
@require_safe
def manual_file(request: HttpRequest, company_id: int) -> HttpResponse:
    """The same as PDF."""
    company = request.company  # type: ignore[attr-defined]
    sheet = manual_sheet(company, request.period)  # type: ignore[attr-defined]
    response = HttpResponse(pdf_of(sheet, company.name), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="software-manual.pdf"'
    return response
