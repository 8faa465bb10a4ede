"""The automatic review rules: every version, who approved it, and the vouchers it reviewed."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookkeeping.exports import approve_review_rule, papers_with_ids, review_rules, reviewed_by_rule
from foundation.access import company_view
from foundation.models import Role

ROWS = 50


@company_view(Role.VIEWER)
@require_safe
def rules(request: HttpRequest, company_id: int) -> HttpResponse:
    """The list of rules."""
    return render(request, "archives/rules.html", {"rules": review_rules(company_id)})


@company_view(Role.VIEWER)
@require_safe
def rule(request: HttpRequest, company_id: int, rule_id: int) -> HttpResponse:
    """One version with the vouchers it reviewed."""
    found = next((each for each in review_rules(company_id) if each.id == rule_id), None)
    if found is None:
        raise Http404
    page = Paginator(reviewed_by_rule(company_id, rule_id), ROWS).get_page(request.GET.get("page"))
    vouchers = papers_with_ids(company_id, list(page.object_list))
    return render(request, "archives/rule.html", {"rule": found, "page": page, "vouchers": vouchers})


@company_view(Role.SUPERVISOR)
@require_POST
def approve(request: HttpRequest, company_id: int, rule_id: int) -> HttpResponse:
    """Put one's name on a version."""
    approve_review_rule(request.company, rule_id, actor=request.user)  # type: ignore[attr-defined, arg-type]
    messages.success(request, _("已批准，批准人和时间已记入操作日志。"))
    return redirect("archives:rules", company_id)
