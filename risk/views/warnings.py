"""The warnings of a period: what trips, on which figures, what to do; and a person's judgement."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access import company_view
from foundation.models import Role
from kernel.period import AccountingPeriod
from risk.domain.facts import name_of
from risk.models import PeriodWarning, WarningState
from risk.selectors.warnings import warnings_of_period
from risk.services.judge_warning import judge_warning
from risk.services.watch_period import watch_period


def _back(company_id: int, period: AccountingPeriod | str) -> HttpResponse:
    return redirect(f"{reverse('risk:warnings', args=[company_id])}?period={period}")


@company_view(Role.VIEWER)
@require_safe
def warnings(request: HttpRequest, company_id: int) -> HttpResponse:
    """All warnings of the period."""
    english = get_language() == "en"
    rows = list(warnings_of_period(company_id, request.period))  # type: ignore[attr-defined]
    for row in rows:
        row.figures = [  # type: ignore[attr-defined]
            (name_of(name, english=english), value) for name, value in row.evidence.items()
        ]
    standing = [row for row in rows if row.state in {WarningState.OPEN, WarningState.ACKNOWLEDGED}]
    settled = [row for row in rows if row not in standing]
    return render(request, "risk/warnings.html", {"standing": standing, "settled": settled, "roles": Role})


@company_view(Role.VIEWER, write=Role.ACCOUNTANT)
@require_POST
def check(request: HttpRequest, company_id: int) -> HttpResponse:
    """Look at the period again."""
    standing = watch_period(company_id, request.period, request.user)  # type: ignore[attr-defined, arg-type]
    messages.success(request, _("检查完成，现有 %(number)s 条预警。") % {"number": len(standing)})
    return _back(company_id, request.period)  # type: ignore[attr-defined]


def _judge(request: HttpRequest, company_id: int, warning_id: int, state: WarningState) -> HttpResponse:
    warning = get_object_or_404(PeriodWarning, pk=warning_id, company_id=company_id)
    judge_warning(warning, state, request.user, request.POST.get("note", ""))  # type: ignore[arg-type]
    messages.success(request, _("已记录您的判断。"))
    return _back(company_id, warning.period)


@company_view(Role.VIEWER, write=Role.ACCOUNTANT)
@require_POST
def acknowledge(request: HttpRequest, company_id: int, warning_id: int) -> HttpResponse:
    """Noted: the warning stands, someone knows of it."""
    return _judge(request, company_id, warning_id, WarningState.ACKNOWLEDGED)


@company_view(Role.VIEWER, write=Role.SUPERVISOR)
@require_POST
def false_alarm(request: HttpRequest, company_id: int, warning_id: int) -> HttpResponse:
    """Judged wrong, with a reason: it no longer stops filing."""
    return _judge(request, company_id, warning_id, WarningState.FALSE_ALARM)
