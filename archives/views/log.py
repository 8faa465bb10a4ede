"""The operation log of a company, and of every company a person supervises."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from archives.selectors.operation_log import (
    LogQuery,
    actions_in,
    entries_of,
    lines_of,
    log_sheet,
    people_in,
    read_query,
)
from archives.services.verify_log import verify_log
from bookkeeping.exports import excel_of
from foundation.access import company_view
from foundation.models import Company, Role, User

ROWS = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@company_view(Role.SUPERVISOR)
@require_safe
def log(request: HttpRequest, company_id: int) -> HttpResponse:
    """The company's log; `?q=&actor=&action=&start=&end=` narrow it."""
    company: Company = request.company  # type: ignore[attr-defined]
    return _page(request, Company.objects.filter(pk=company.pk))


@company_view(Role.SUPERVISOR)
@require_safe
def log_file(request: HttpRequest, company_id: int) -> HttpResponse:
    """What was found, as Excel."""
    company: Company = request.company  # type: ignore[attr-defined]
    return _file(request, Company.objects.filter(pk=company.pk), company.name)


@company_view(Role.SUPERVISOR)
@require_POST
def log_verify(request: HttpRequest, company_id: int) -> HttpResponse:
    """Prove the chain and say what was found."""
    proof = verify_log(request.company, actor=request.user)  # type: ignore[attr-defined, arg-type]
    if proof.holds:
        messages.success(
            request, _("日志链完整：%(count)s 条记录逐条相符，已记账凭证与记账时一致。") % {"count": proof.entries}
        )
    if proof.first_broken is not None:
        messages.error(
            request, _("日志链在第 %(number)s 条断开：该条或其前后被改动。") % {"number": proof.first_broken}
        )
    if proof.first_changed is not None:
        messages.error(request, _("第 %(number)s 条所记的凭证与记账时不一致。") % {"number": proof.first_changed})
    return redirect("archives:log", company_id)


@login_required
@require_safe
def agency_log(request: HttpRequest) -> HttpResponse:
    """The logs of every company the person supervises, in one list."""
    return _page(request, supervised(request.user))  # type: ignore[arg-type]


@login_required
@require_safe
def agency_log_file(request: HttpRequest) -> HttpResponse:
    """The same as Excel."""
    return _file(request, supervised(request.user), _("全部公司"))  # type: ignore[arg-type]


def supervised(user: User) -> QuerySet[Company]:
    """The companies in which the person is supervisor or owner. Raises PermissionDenied when there is none."""
    mine = user.memberships.filter(role__gte=Role.SUPERVISOR)
    found = Company.objects.filter(
        Q(pk__in=mine.values("company_id")) | Q(agency_id__in=mine.filter(company=None).values("agency_id"))
    )
    if not found.exists():
        raise PermissionDenied
    return found


def _page(request: HttpRequest, companies: QuerySet[Company]) -> HttpResponse:
    query = read_query(request.GET.dict())
    page = Paginator(entries_of(companies, query), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": lines_of(page.object_list),
        "people": people_in(companies),
        "actions": actions_in(companies),
        "asked": _given(request, query),
        "query": urlencode([pair for pair in request.GET.items() if pair[0] != "page"]),
        "of_company": hasattr(request, "company"),
    }
    return render(request, "archives/log.html", context)


def _given(request: HttpRequest, query: LogQuery) -> dict[str, str]:
    given = {name: request.GET.get(name, "") for name in ("actor", "action", "start", "end")}
    return {**given, "q": " ".join(query.words)}


def _file(request: HttpRequest, companies: QuerySet[Company], name: str) -> HttpResponse:
    sheet = log_sheet(entries_of(companies, read_query(request.GET.dict())))
    response = HttpResponse(excel_of(sheet, name), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="operation-log.xlsx"'
    return response
