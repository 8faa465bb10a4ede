"""The list of invoices with its totals, and the same list as a workbook."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foundation.access import company_view
from foundation.models import Role
from invoices.filters import InvoiceFilter
from invoices.models import Invoice
from invoices.selectors.counts import counts
from invoices.selectors.totals import totals
from invoices.services.export_list import invoices_to_excel

PAGE_SIZE = 50
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _filtered(request: HttpRequest) -> tuple[InvoiceFilter, QuerySet[Invoice]]:
    """The company's invoices narrowed to the period shown and what the address says."""
    company: Any = request.company  # type: ignore[attr-defined]
    rows = Invoice.objects.filter(company=company)
    wanted: QueryDict = request.GET.copy()
    if wanted.get("scope") == "all":
        wanted.pop("period", None)
    else:
        wanted["period"] = str(request.period)  # type: ignore[attr-defined]
    found = InvoiceFilter(wanted, queryset=rows)
    return found, found.qs.order_by("-issue_date", "-pk")


@company_view(Role.VIEWER)
@require_safe
def invoice_list(request: HttpRequest, company_id: int) -> HttpResponse:
    """One page of invoices, totals of all that match."""
    found, rows = _filtered(request)
    page = Paginator(rows.select_related("document"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "totals": totals(rows),
        "counts": counts(company_id, request.period),  # type: ignore[attr-defined]
        "narrowed": any(
            request.GET.get(name) for name in ("direction", "verdict", "decision", "category", "q", "doubtful")
        ),
    }
    return render(request, "invoices/list.html", context)


@company_view(Role.VIEWER)
@require_safe
def invoice_export(request: HttpRequest, _company_id: int) -> HttpResponse:
    """The whole list that matches as Excel."""
    _, rows = _filtered(request)
    response = HttpResponse(invoices_to_excel(rows), content_type=_EXCEL)
    name = f"invoices-{request.period}.xlsx"  # type: ignore[attr-defined]
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
