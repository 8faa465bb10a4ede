"""Nights and mornings of a person's companies: progress while it runs, what is open, the nights before."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access import company_view
from foundation.models import Role, User
from workbench.models import NightlyItem, NightState
from workbench.selectors.morning_report import morning_of
from workbench.selectors.nightly import Tally, company_nights, items_looked_after, items_of, tallies, urgent_first
from workbench.services.nightly.open_night import work_again

ROWS: Final = 50


def _asked(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET["night"]) if "night" in request.GET else None
    except ValueError as error:
        raise Http404 from error


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _context(request: HttpRequest) -> dict[str, Any]:
    """The night asked for, or the newest; `?state=` narrows."""
    nights, asked = tallies(items_of(_user(request))), _asked(request)
    tally: Tally | None = next((one for one in nights if asked in {None, one.night}), None)
    if asked and tally is None:
        tally = next(iter(tallies(items_of(_user(request)).filter(night=asked))), None)
    state = request.GET.get("state", "")
    context: dict[str, Any] = {"nights": nights, "tally": tally, "state": state}
    if tally is None:
        return context
    items = urgent_first(items_of(_user(request)).filter(night=tally.night))
    page = Paginator(items.filter(state=state) if state in NightState else items, ROWS).get_page(
        request.GET.get("page")
    )
    return {**context, "page": page, "rows": company_nights(page.object_list)}


@login_required
@require_safe
def nightly(request: HttpRequest) -> HttpResponse:
    """One night with its companies, and the nights before."""
    return render(request, "workbench/nightly.html", _context(request))


@login_required
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """The part of the page that changes while the night runs."""
    return render(request, "workbench/_nightly.html", _context(request))


@login_required
@require_safe
def morning(request: HttpRequest) -> HttpResponse:
    """The morning report of the person's own companies."""
    nights = tallies(items_looked_after(_user(request)))
    night = _asked(request) or (nights[0].night if nights else None)
    report = morning_of(_user(request), night) if night else None
    return render(request, "workbench/morning.html", {"morning": report, "nights": nights, "night": night})


@company_view(Role.VIEWER, write=Role.ACCOUNTANT)
@require_POST
def again(request: HttpRequest, company_id: int, item_id: int) -> HttpResponse:
    """Start a company's night anew."""
    item = get_object_or_404(NightlyItem.objects.select_related("company"), pk=item_id, company_id=company_id)
    work_again(item, _user(request))
    messages.success(request, _("已重新开始处理“%(company)s”。") % {"company": item.company.name})
    return redirect(f"{reverse('workbench:nightly')}?night={item.night}")
