"""What is done from the board for the companies ticked: a stretch of the main job, a person, a view to keep."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from foundation.access import companies_of
from foundation.models import Company, User
from workbench.selectors.board import period_of
from workbench.selectors.colleagues import colleagues_of
from workbench.selectors.stages import STRETCHES
from workbench.services.assign import assign
from workbench.services.keep_board_view import forget_board_view, keep_board_view
from workbench.services.start_run import start_runs
from workbench.views.board import wishes_of


def _ticked(request: HttpRequest) -> list[Company]:
    """The person's own companies among those ticked."""
    ids = [int(value) for value in request.POST.getlist("company") if value.isdecimal()]
    return list(companies_of(request.user).filter(pk__in=ids))  # type: ignore[arg-type]


def _back(request: HttpRequest) -> HttpResponse:
    query = request.GET.urlencode()
    return redirect(reverse("workbench:board") + (f"?{query}" if query else ""))


@login_required
@require_POST
def run_many(request: HttpRequest) -> HttpResponse:
    """Start a stretch of the main job for every company ticked."""
    asked = wishes_of(request.GET.dict()).period
    until = request.POST.get("until", "")
    if until not in STRETCHES:
        raise Http404
    companies = [(company, period_of(company, asked)) for company in _ticked(request)]
    accept = request.POST.get("accept_suggestions") == "on"
    started, refused = start_runs(companies, request.user, accept_suggestions=accept, until=until)  # type: ignore[arg-type]
    if started:
        sentence = ngettext("已开始办理 %(number)s 家公司", "已开始办理 %(number)s 家公司", started)
        messages.success(request, sentence % {"number": started})
    if refused:
        sentence = ngettext("%(number)s 家公司您无权办理", "%(number)s 家公司您无权办理", refused)
        messages.warning(request, sentence % {"number": refused})
    if not companies:
        messages.warning(request, _("请先勾选公司"))
    return _back(request)


@login_required
@require_POST
def assign_many(request: HttpRequest) -> HttpResponse:
    """Give every company ticked to a person, or to nobody."""
    user: User = request.user  # type: ignore[assignment]
    wanted = request.POST.get("person", "")
    person = next((each for each in colleagues_of(user) if str(each.pk) == wanted), None)
    if wanted and person is None:
        raise Http404
    changed = assign(_ticked(request), person, actor=user)
    sentence = ngettext("已分派 %(number)s 家公司", "已分派 %(number)s 家公司", changed) % {"number": changed}
    messages.success(request, sentence)
    return _back(request)


@login_required
@require_POST
def view_keep(request: HttpRequest) -> HttpResponse:
    """Keep the filters shown under a name."""
    keep_board_view(request.user, request.POST.get("name", ""), request.GET.dict())  # type: ignore[arg-type]
    messages.success(request, _("视图已保存"))
    return _back(request)


@login_required
@require_POST
def view_forget(request: HttpRequest, view_id: int) -> HttpResponse:
    """Forget one of the person's own views."""
    forget_board_view(request.user, view_id)  # type: ignore[arg-type]
    return _back(request)
