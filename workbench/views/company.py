"""The company page: what the period is waiting for, its figures, and the button that does the rest."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access import company_view
from foundation.models import Company, Role
from kernel.period import AccountingPeriod
from risk.exports import open_warnings
from tax_filing.exports import submissions_of
from workbench.models import PeriodRun
from workbench.selectors.activity import recent_activity
from workbench.selectors.figures import MonthFigures, recent_figures
from workbench.selectors.run_view import run_view
from workbench.selectors.stories import story_of
from workbench.services.start_run import start_run


def _chart(figures: list[MonthFigures]) -> dict[str, list[str]]:
    """The series of the chart, money as two-place strings."""
    return {
        "periods": [str(month.period) for month in figures],
        "revenue": [f"{month.revenue:.2f}" for month in figures],
        "expense": [f"{month.expense:.2f}" for month in figures],
        "money": [f"{month.money:.2f}" for month in figures],
    }


def _settled(company: Company, period: AccountingPeriod) -> set[str]:
    """Stages dealt with on the tax pages since the run stopped: once everything is sent, nothing waits for approval."""
    sent = submissions_of(company.pk, period)
    return {"approval", "filing", "gate"} if sent and all(item.state == "accepted" for item in sent) else set()


def _run_context(request: HttpRequest, company: Company, period: AccountingPeriod) -> dict[str, Any]:
    run = PeriodRun.objects.filter(company=company, period=str(period)).first()
    return {"run": run_view(run, timezone.now(), _settled(company, period)), "can_run": request.role >= Role.ACCOUNTANT}  # type: ignore[attr-defined]


@company_view(Role.VIEWER)
@require_safe
def company(request: HttpRequest, company_id: int) -> HttpResponse:
    """The period of one company told as a story."""
    own, period = request.company, request.period  # type: ignore[attr-defined]
    figures = recent_figures(own, period)
    context = {
        "story": story_of(own, period, timezone.localdate()),
        "now": figures[-1] if figures else None,
        "chart": _chart(figures),
        "standing": open_warnings(own.pk, period)[:5],
        "activity": recent_activity(own),
        **_run_context(request, own, period),
    }
    return render(request, "workbench/company.html", context)


@company_view(Role.VIEWER)
@require_safe
def progress(request: HttpRequest, company_id: int) -> HttpResponse:
    """The part of the page that shows the run, asked for again while it works."""
    own, period = request.company, request.period  # type: ignore[attr-defined]
    return render(request, "workbench/_run.html", _run_context(request, own, period))


@company_view(Role.VIEWER, write=Role.ACCOUNTANT)
@require_POST
def run(request: HttpRequest, company_id: int) -> HttpResponse:
    """Start the main job for the period in the person's name."""
    own, period = request.company, request.period  # type: ignore[attr-defined]
    accept = request.POST.get("accept_suggestions") == "on"
    start_run(own, period, request.user, accept_suggestions=accept)  # type: ignore[arg-type]
    messages.success(request, _("已开始办理 %(period)s，进度在下面更新。") % {"period": period})
    return redirect(f"{reverse('workbench:company', args=[company_id])}?period={period}")
