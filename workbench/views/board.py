"""The board: every company the person looks after and how far its period has come; and the person's queue."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from foundation.access import companies_of
from kernel.errors import InvalidValue
from kernel.period import AccountingPeriod
from workbench.selectors.board import board_rows
from workbench.selectors.find_companies import matches
from workbench.selectors.queue import errands_of

ROWS = 50
MONTHS = 13


def _asked_period(request: HttpRequest) -> AccountingPeriod | None:
    asked = request.GET.get("period", "")
    try:
        return AccountingPeriod.parse(asked) if asked else None
    except InvalidValue as error:
        raise Http404 from error


@login_required
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """All companies of the person × the steps of the period, `?q=` narrows, `?period=` shows another month."""
    wanted, asked = request.GET.get("q", "").strip(), _asked_period(request)
    mine = list(companies_of(request.user))  # type: ignore[arg-type]
    shown = [company for company in mine if matches(company.name, company.taxpayer_id, wanted)]
    page = Paginator(shown, ROWS).get_page(request.GET.get("page"))
    rows = board_rows(page.object_list, asked, timezone.localdate())
    this_month = AccountingPeriod.of(timezone.localdate())
    context = {
        "rows": rows,
        "page": page,
        "q": wanted,
        "asked": asked,
        "months": [this_month.shifted(-back) for back in range(MONTHS)],
        "has_companies": bool(mine),
    }
    return render(request, "workbench/board.html", context)


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a person over all companies."""
    errands = errands_of(companies_of(request.user), timezone.localdate())  # type: ignore[arg-type]
    return render(request, "workbench/queue.html", {"errands": errands})
