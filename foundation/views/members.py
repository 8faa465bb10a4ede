"""Who works for this company, in which role; the owner adds, changes and removes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from foundation.access import company_view
from foundation.forms import MemberForm
from foundation.models import Membership, Role
from foundation.services.members import remove_member, set_member


@company_view(Role.SUPERVISOR, write=Role.OWNER)
def members(request: HttpRequest, company_id: int) -> HttpResponse:
    """List members; POST sets a role (creating the log-in when the name is new) or removes a member."""
    company = request.company  # type: ignore[attr-defined]
    form = MemberForm(request.POST or None)
    if request.method == "POST" and "remove" in request.POST:
        remove_member(company, membership_id=int(request.POST["remove"]), actor=request.user)  # type: ignore[arg-type]
        return redirect("foundation:members", company_id)
    if request.method == "POST" and form.is_valid():
        password = set_member(company, actor=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        note = _("已保存。") if password is None else _("已新建登录，初始密码（只显示一次）：%s") % password
        messages.success(request, note)
        return redirect("foundation:members", company_id)
    rows = Membership.objects.filter(agency_id=company.agency_id).select_related("user", "company")
    shown = [row for row in rows if row.company_id in (None, company.pk)]
    return render(request, "foundation/members.html", {"members": shown, "form": form})
