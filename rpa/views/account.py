"""The portal account of a company: kept, replaced, never shown."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from foundation.access import company_view
from foundation.models import Role, Secret
from rpa.forms import AccountForm
from rpa.services.carry_out import CREDENTIALS
from rpa.services.keep_account import keep_account


@company_view(Role.OWNER)
def account(request: HttpRequest, company_id: int) -> HttpResponse:
    """Whether an account is kept and since when; POST replaces it."""
    company = request.company  # type: ignore[attr-defined]
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        keep_account(company, actor=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, _("账号已加密保存。"))
        return redirect("rpa:account", company_id)
    kept = Secret.objects.filter(company=company, purpose=CREDENTIALS).first()
    return render(request, "rpa/account.html", {"form": form, "kept": kept})
