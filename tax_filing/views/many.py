"""One click for hundreds: the plan of all companies first, then the order, live progress, results with receipts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access import companies_of, require_role
from foundation.models import Company, Role, User
from kernel.errors import InvalidValue
from kernel.money import total
from kernel.period import AccountingPeriod
from tax_filing.channels import channels
from tax_filing.models import FilingPlan
from tax_filing.selectors.plans import plan_rows
from tax_filing.services.file_many import order_filing, stop_filing
from tax_filing.services.plan_filing import ask_for_plans

Act = Callable[[HttpRequest, AccountingPeriod, list[Company]], None]
MONTHS = 13


@login_required
@require_safe
def many(request: HttpRequest) -> HttpResponse:
    """The plan."""
    return render(request, "tax_filing/many.html", _context(request))


@login_required
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """The rows alone, asked for again while something moves."""
    context = _context(request)
    response = render(request, "tax_filing/_many.html", context)
    if not context["moving"]:
        response["HX-Refresh"] = "true"
    return response


def _acts(act: Act) -> Callable[[HttpRequest], HttpResponse]:
    """A press of a button for the companies ticked; the role is checked for each before anything happens."""

    @login_required
    @require_POST
    @wraps(act)
    def view(request: HttpRequest) -> HttpResponse:
        period, user = _period(request), _user(request)
        companies = list(_chosen(request, user))
        for company in companies:
            require_role(user, company, Role.ACCOUNTANT)
        if companies:
            act(request, period, companies)
        else:
            messages.warning(request, _("请先勾选企业。"))
        return redirect(f"{reverse('filing_many:many')}?period={period}")

    return view


def _chosen(request: HttpRequest, user: User) -> QuerySet[Company]:
    """The companies ticked; with a button that is for all, those the person may act for."""
    if request.POST.get("all"):
        acting = user.memberships.filter(role__gte=Role.ACCOUNTANT)
        whole = acting.filter(company=None).values("agency_id")
        return companies_of(user).filter(Q(agency_id__in=whole) | Q(pk__in=acting.values("company_id")))
    ticked = [int(value) for value in request.POST.getlist("company") if value.isdigit()]
    return companies_of(user).filter(pk__in=ticked)


@_acts
def prepare(request: HttpRequest, period: AccountingPeriod, companies: list[Company]) -> None:
    """Compute the plans."""
    messages.info(request, _("正在计算 %(count)s 家企业的申报计划。") % {"count": ask_for_plans(companies, period)})


@_acts
def order(request: HttpRequest, period: AccountingPeriod, companies: list[Company]) -> None:
    """File what is ticked, each company bound to the hash the page showed."""
    plans = FilingPlan.objects.filter(company__in=companies, accounting_period=str(period))
    hashes = {plan.pk: request.POST.get(f"hash-{plan.company_id}", "") for plan in plans}
    channel, approve = request.POST.get("channel", ""), request.POST.get("approve") == "1"
    ordered = order_filing(hashes, channel=channel, approve=approve, actor=_user(request))
    messages.success(request, _("已下达 %(count)s 家企业的申报，下面实时显示进度。") % {"count": ordered})
    if left := len(companies) - ordered:
        text = _("%(count)s 家没有下达：已在办理、有阻断项或数据已变化。")
        messages.warning(request, text % {"count": left})


@_acts
def stop(request: HttpRequest, period: AccountingPeriod, companies: list[Company]) -> None:
    """Hold back what has not left."""
    held = sum(stop_filing(company, period, actor=_user(request)) for company in companies)
    messages.info(request, _("已停止；%(count)s 份尚未发出的申报被留下，已发出的继续办到有结果。") % {"count": held})


def _context(request: HttpRequest) -> dict[str, Any]:
    period = _period(request)
    rows = plan_rows(companies_of(_user(request)).order_by("name"), period)
    this_month = AccountingPeriod.of(timezone.localdate())
    submissions = [submission for row in rows for submission in row.submissions]
    return {
        "rows": rows,
        "period": period,
        "months": [this_month.shifted(-back) for back in range(MONTHS)],
        "channels": channels().values(),
        "moving": any(row.is_moving for row in rows),
        "tally": Counter(row.state for row in rows),
        "results": Counter(submission.state for submission in submissions),
        "total": total(row.plan.total_payable for row in rows if row.plan),
    }


def _period(request: HttpRequest) -> AccountingPeriod:
    """The accounting period asked for, else last month. Raises `Http404` for nonsense."""
    asked = request.GET.get("period") or request.POST.get("period")
    try:
        return AccountingPeriod.parse(asked) if asked else AccountingPeriod.of(timezone.localdate()).shifted(-1)
    except InvalidValue as error:
        raise Http404 from error


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
