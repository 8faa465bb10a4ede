"""The reconciliations of a month: overview, each as page, Excel and PDF; and the chase list for the client."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookkeeping.exports import chase_list, excel_of, pdf_of
from foundation.access import company_view
from foundation.models import Role
from workbench.models import Reconciliation
from workbench.selectors.chase import chase_letter
from workbench.selectors.reconciliations import KINDS, Reconciling
from workbench.services.reconcile_month import reconcile_month
from workbench.services.send_chase import send_chase

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _kind(key: str) -> Reconciling:
    if key not in KINDS:
        raise Http404
    return KINDS[key]


def _here(request: HttpRequest, name: str, *args: object) -> str:
    company, period = request.company, request.period  # type: ignore[attr-defined]
    return f"{reverse(name, args=[company.pk, *args])}?period={period}"


@company_view(Role.VIEWER, write=Role.ACCOUNTANT)
@require_http_methods(["GET", "HEAD", "POST"])
def reconciliations(request: HttpRequest, company_id: int) -> HttpResponse:
    """What was said of each last; POST looks at all of them anew."""
    company, period = request.company, request.period  # type: ignore[attr-defined]
    if request.method == "POST":
        reconcile_month(company, period)
        return redirect(_here(request, "workbench:reconciliations"))
    kept = {row.kind: row for row in Reconciliation.objects.filter(company=company, period=str(period))}
    rows = [(kind, kept.get(key)) for key, kind in KINDS.items()]
    return render(request, "workbench/reconciliations.html", {"rows": rows})


@company_view(Role.VIEWER)
@require_safe
def reconciliation(request: HttpRequest, company_id: int, key: str) -> HttpResponse:
    """One of them as it stands now."""
    company, period = request.company, request.period  # type: ignore[attr-defined]
    kind = _kind(key)
    checked = kind.check(company, period)
    context = {"kind": kind, "checked": checked, "sheet": checked.sheet, "page": _here(request, kind.page)}
    return render(request, "workbench/reconciliation.html", context)


@company_view(Role.VIEWER)
@require_safe
def reconciliation_file(request: HttpRequest, company_id: int, key: str, form: str) -> HttpResponse:
    """One of them as Excel, or as PDF to print."""
    company, period = request.company, request.period  # type: ignore[attr-defined]
    if form not in {"xlsx", "pdf"}:
        raise Http404
    sheet = _kind(key).check(company, period).sheet
    make, media = (excel_of, XLSX) if form == "xlsx" else (pdf_of, "application/pdf")
    response = HttpResponse(make(sheet, company.name), content_type=media)
    place = "inline" if form == "pdf" else "attachment"
    response["Content-Disposition"] = f'{place}; filename="reconciliation-{key}-{period}.{form}"'
    return response


@company_view(Role.VIEWER)
@require_safe
def chase(request: HttpRequest, company_id: int) -> HttpResponse:
    """What to ask the client for, and the letter that asks."""
    company, period = request.company, request.period  # type: ignore[attr-defined]
    found = chase_list(company.pk, period)
    context: dict[str, Any] = {"found": found, "letter": chase_letter(company, period, found)}
    return render(request, "workbench/chase.html", context)


@company_view(Role.ACCOUNTANT)
@require_POST
def chase_send(request: HttpRequest, company_id: int) -> HttpResponse:
    """Send the letter, as edited, to the address given."""
    company, period = request.company, request.period  # type: ignore[attr-defined]
    address, text = request.POST.get("address", "").strip(), request.POST.get("text", "").strip()
    try:
        validate_email(address)
    except ValidationError:
        messages.error(request, _("请填写有效的邮箱地址。"))
        return redirect(_here(request, "workbench:chase"))
    send_chase(company, period, address=address, text=text, actor=request.user)  # type: ignore[arg-type]
    messages.success(request, _("已发送给 %(address)s。") % {"address": address})
    return redirect(_here(request, "workbench:chase"))
