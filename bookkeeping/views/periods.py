"""Closing a period: its checks, closing, reopening, opening the books."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookkeeping.models import BooksPeriod
from bookkeeping.selectors.books import books_of
from bookkeeping.services.close_period import ClosingBlocked, close_period
from bookkeeping.services.close_profit_and_loss import close_profit_and_loss
from bookkeeping.services.closing_checks import closing_checks
from bookkeeping.services.open_books import open_books
from bookkeeping.services.reopen_period import reopen_period
from bookkeeping.services.run_closing_steps import closing_steps, run_closing_steps, step_states
from bookkeeping.views.shared import actor_of, company_of, period_of
from foundation.access import company_view
from foundation.models import Role
from kernel.finding import Severity


@company_view(Role.VIEWER)
@require_safe
def period(request: HttpRequest, company_id: int) -> HttpResponse:
    """Where the period stands, what blocks closing, and the history of periods."""
    month = period_of(request)
    row = BooksPeriod.objects.filter(company_id=company_id, period=str(month)).first()
    findings = [] if row is None or row.is_closed else closing_checks(company_id, month)
    latest = BooksPeriod.objects.filter(company_id=company_id, is_closed=True).order_by("-period").first()
    context = {
        "steps": step_states(company_id, month) if row and not row.is_closed else [],
        "is_open": books_of(company_id).is_open,
        "row": row,
        "findings": findings,
        "blocking": [finding for finding in findings if finding.severity is Severity.BLOCK],
        "months": BooksPeriod.objects.filter(company_id=company_id).select_related("closed_by").order_by("-period"),
        "can_reopen": latest is not None and row is not None and latest.pk == row.pk,
    }
    return render(request, "bookkeeping/period.html", context)


def _back(request: HttpRequest, company_id: int) -> HttpResponse:
    response = redirect("bookkeeping:period", company_id)
    response["Location"] += f"?period={period_of(request)}"
    return response


@company_view(Role.ACCOUNTANT)
@require_POST
def start(request: HttpRequest, company_id: int) -> HttpResponse:
    """Open the books of a company."""
    open_books(company_of(request), actor=actor_of(request))
    messages.success(request, _("账套已启用。"))
    return _back(request, company_id)


@company_view(Role.ACCOUNTANT)
@require_POST
def run_step(request: HttpRequest, company_id: int, name: str) -> HttpResponse:
    """Run one closing step; run again, it posts only what is left."""
    if name not in {step.name for step in closing_steps()}:
        raise Http404
    posted = run_closing_steps(company_id, period_of(request), [name], actor_of(request))
    if posted:
        messages.success(request, _("已生成 %s 张凭证。") % len(posted))
    else:
        messages.info(request, _("没有需要生成的凭证。"))
    return _back(request, company_id)


@company_view(Role.ACCOUNTANT)
@require_POST
def carry_forward(request: HttpRequest, company_id: int) -> HttpResponse:
    """Run the closing steps and carry profit and loss forward, without closing."""
    month, actor = period_of(request), actor_of(request)
    steps = run_closing_steps(company_id, month, None, actor)
    carried = close_profit_and_loss(company_id, month, actor=actor)
    messages.success(
        request, _("期末步骤 %(steps)s 张，结转损益 %(carried)s 张。") % {"steps": len(steps), "carried": len(carried)}
    )
    return _back(request, company_id)


@company_view(Role.SUPERVISOR)
@require_POST
def close(request: HttpRequest, company_id: int) -> HttpResponse:
    """Close the period."""
    try:
        close_period(company_id, period_of(request), actor_of(request))
        messages.success(request, _("账期 %s 已结账。") % period_of(request))
    except ClosingBlocked:
        messages.error(request, _("尚有未通过的结账检查。"))
    return _back(request, company_id)


@company_view(Role.SUPERVISOR)
@require_POST
def reopen(request: HttpRequest, company_id: int) -> HttpResponse:
    """Reopen the latest closed period."""
    reopen_period(company_id, period_of(request), actor=actor_of(request), reason=request.POST.get("reason", ""))
    messages.warning(request, _("账期 %s 已反结账。") % period_of(request))
    return _back(request, company_id)
