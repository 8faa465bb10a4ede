"""The chart of accounts of a company, and adding sub-accounts to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bookkeeping.domain.typed_rows import typed_code
from bookkeeping.models import Account
from bookkeeping.services.add_account import add_account
from bookkeeping.views.shared import actor_of, company_of
from foundation.access import company_view
from foundation.models import Role


@company_view(Role.VIEWER, write=Role.ACCOUNTANT)
def accounts(request: HttpRequest, company_id: int) -> HttpResponse:
    """All accounts in code order; POST adds one below `parent`."""
    company = company_of(request)
    if request.method == "POST":
        parent = typed_code(request.POST.get("parent", ""))
        row = add_account(company, parent_code=parent, name=request.POST.get("name", ""), actor=actor_of(request))
        messages.success(request, _("已增设科目 %s。") % row)
        return redirect("bookkeeping:accounts", company_id)
    rows = Account.objects.filter(company=company).order_by("code")
    if words := request.GET.get("q", "").strip():
        rows = rows.filter(search_text__icontains=words)
    return render(request, "bookkeeping/accounts.html", {"accounts": rows, "q": words})
