"""How well documents were read: per company, or over every company of the agency the person may see."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foundation.access import companies_of, company_view
from foundation.models import Role
from invoices.domain.fapiao import Method
from invoices.models import Invoice
from invoices.selectors.accuracy import reading_accuracy
from invoices.selectors.review import field_label


@company_view(Role.VIEWER)
@require_safe
def accuracy(request: HttpRequest, company_id: int) -> HttpResponse:
    """`of=agency` widens to the agency, `span=all` to all periods, `method` narrows to one way of reading."""
    measured = reading_accuracy(_invoices(request))
    labelled = [(total, [(field_label(row.field), row) for row in rows]) for total, rows in measured.kinds]
    context = {"measured": measured, "kinds": labelled, "methods": [method.value for method in Method]}
    return render(request, "invoices/accuracy.html", context)


def _invoices(request: HttpRequest) -> QuerySet[Invoice]:
    company: Any = request.company  # type: ignore[attr-defined]
    if request.GET.get("of") == "agency":
        mine = companies_of(request.user).filter(agency_id=company.agency_id)  # type: ignore[arg-type]
        rows = Invoice.objects.filter(company__in=mine)
    else:
        rows = Invoice.objects.filter(company=company)
    if request.GET.get("span") != "all":
        rows = rows.filter(period=str(request.period))  # type: ignore[attr-defined]
    method = request.GET.get("method", "")
    return rows.filter(method=method) if method in set(Method) else rows
