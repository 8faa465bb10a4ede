"""The chart of accounts of a company: adding sub-accounts, and what each account asks of its lines."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from bookkeeping.domain.typed_rows import typed_code
from bookkeeping.forms_accounts import AccountForm
from bookkeeping.models import Account
from bookkeeping.models.analysis import DIMENSIONS
from bookkeeping.services.add_account import add_account
from bookkeeping.services.change_account import change_account
from bookkeeping.views.shared import actor_of, company_of
from foundation.access import company_view
from foundation.middleware import message_of
from foundation.models import Role
from kernel.errors import InvalidValue


@company_view(Role.VIEWER, write=Role.ACCOUNTANT)
def accounts(request: HttpRequest, company_id: int) -> HttpResponse:
    """All accounts in code order; POST adds one below `parent` and goes on to its settings."""
    company = company_of(request)
    if request.method == "POST":
        parent = typed_code(request.POST.get("parent", ""))
        row = add_account(company, parent_code=parent, name=request.POST.get("name", ""), actor=actor_of(request))
        messages.success(request, _("已增设科目 %s。") % row)
        return redirect("bookkeeping:account", company_id, row.code)
    rows = Account.objects.filter(company=company).order_by("code")
    if words := request.GET.get("q", "").strip():
        rows = rows.filter(search_text__icontains=words)
    names = dict(DIMENSIONS)
    shown = [(row, [names[dimension] for dimension in row.dimensions.split()]) for row in rows]
    return render(request, "bookkeeping/accounts.html", {"accounts": shown, "q": words})


@company_view(Role.VIEWER, write=Role.ACCOUNTANT)
def account(request: HttpRequest, company_id: int, code: str) -> HttpResponse:
    """What one account asks of its lines; POST changes it."""
    row = get_object_or_404(Account.objects.select_related("company"), company_id=company_id, code=code)
    form, problem = AccountForm.of(row), ""
    if request.method == "POST":
        form = AccountForm(request.POST)
        try:
            if form.is_valid():
                change_account(row, form.facts(), actor=actor_of(request))
                messages.success(request, _("科目 %s 已修改。") % row)
                return redirect("bookkeeping:accounts", company_id)
        except InvalidValue as refusal:
            problem = message_of(refusal)
    context = {"account": row, "form": form, "problem": problem}
    return render(request, "bookkeeping/account.html", context, status=422 if problem or form.errors else 200)
