"""The rule book with each rule's record, and the list of watched counterparties."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.access import company_view
from foundation.middleware import message_of
from foundation.models import Role
from invoices.models import PartyStatus, WatchedParty
from invoices.selectors.rule_record import rule_records
from invoices.services.watch_party import unwatch_party, watch_party
from kernel.errors import InvalidValue


@company_view(Role.VIEWER)
@require_safe
def rule_book(request: HttpRequest, company_id: int) -> HttpResponse:
    """Every rule: what it says, since when, by which law, and how it has done."""
    return render(request, "invoices/rules.html", {"records": rule_records(company_id)})


@company_view(Role.VIEWER, write=Role.SUPERVISOR)
@require_http_methods(["GET", "POST"])
def watched(request: HttpRequest, company_id: int) -> HttpResponse:
    """Who is on the list; a POST adds a party."""
    problem = ""
    if request.method == "POST":
        try:
            _add(request)
        except InvalidValue as refusal:
            problem = message_of(refusal)
        else:
            messages.success(request, _("已加入名单，未入账的发票已重新检查。"))
            return redirect("invoices:watched", company_id)
    rows = WatchedParty.objects.filter(company_id=company_id).select_related("added_by")
    context = {"parties": rows, "statuses": PartyStatus.choices, "problem": problem}
    return render(request, "invoices/watched.html", context, status=422 if problem else 200)


@company_view(Role.SUPERVISOR)
@require_POST
def unwatch(request: HttpRequest, company_id: int, party_id: int) -> HttpResponse:
    """Take a party off the list."""
    company: Any = request.company  # type: ignore[attr-defined]
    if WatchedParty.objects.filter(pk=party_id, company=company).exists():
        unwatch_party(party_id, company, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, _("已移出名单。"))
    return redirect("invoices:watched", company_id)


def _add(request: HttpRequest) -> None:
    said, company = request.POST, request.company  # type: ignore[attr-defined]
    watch_party(
        company,
        name=said.get("name", ""),
        taxpayer_id=said.get("taxpayer_id", ""),
        status=said.get("status", ""),
        reason=said.get("reason", ""),
        actor=request.user,  # type: ignore[arg-type]
    )
