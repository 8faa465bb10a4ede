"""The board: every company the person looks after and how far its period has come; what is done from it for many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookkeeping.exports import excel_of
from foundation.access import companies_of
from foundation.documents.media_types import XLSX
from foundation.models import User
from kernel.errors import InvalidValue
from kernel.period import AccountingPeriod
from workbench.models import BoardView, PeriodRun, RunState
from workbench.selectors.board import BoardRow, board_rows
from workbench.selectors.board_filter import BoardFilter
from workbench.selectors.board_sheet import board_sheet
from workbench.selectors.colleagues import colleagues_of
from workbench.selectors.run_view import run_view
from workbench.selectors.stages import STRETCHES
from workbench.selectors.steps import NAMES

ROWS: Final = 500
MONTHS: Final = 13
RUNS_SHOWN_FOR: Final = timedelta(hours=12)


def wishes_of(asked: Mapping[str, Any]) -> BoardFilter:
    """The filter of an address; nonsense is not found."""
    try:
        return BoardFilter.parse(asked)
    except InvalidValue as error:
        raise Http404 from error


def rows_for(user: User, wishes: BoardFilter) -> list[BoardRow]:
    """The rows of the person's board, narrowed and ordered."""
    companies = [company for company in companies_of(user) if wishes.wants(company)]
    rows = board_rows(companies, wishes.period, timezone.localdate())
    return wishes.ordered([row for row in rows if wishes.keeps(row, user)])


@login_required
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """All companies of the person × the steps of the period; the address narrows (`BoardFilter`)."""
    user: User = request.user  # type: ignore[assignment]
    wishes = wishes_of(request.GET.dict())
    rows = rows_for(user, wishes)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    this_month = AccountingPeriod.of(timezone.localdate())
    context = {
        "rows": page.object_list,
        "page": page,
        "wishes": wishes,
        "steps": NAMES,
        "months": [this_month.shifted(-back) for back in range(MONTHS)],
        "tally": tally(rows),
        "views": BoardView.objects.filter(user=user),
        "colleagues": colleagues_of(user),
        "stretches": STRETCHES,
        "has_companies": bool(rows) or companies_of(user).exists(),
        **_runs(user),
    }
    return render(request, "workbench/board.html", context)


def tally(rows: list[BoardRow]) -> dict[str, int]:
    """How many companies stand where."""
    found: Counter[str] = Counter()
    for row in rows:
        story = row.story
        found["overdue"] += bool(story.deadline and story.deadline.days_left < 0)
        found["soon"] += bool(story.deadline and story.deadline.days_left >= 0 and story.deadline.tone != "neutral")
        found["waiting"] += bool(story.waiting)
        found["blocked"] += bool(row.blocking)
        found["filed"] += story.step("filed").state == "filed"
    return {name: found[name] for name in ("overdue", "soon", "waiting", "blocked", "filed")}


@login_required
@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """How far the runs are that the person started lately; the page asks again while one works."""
    return render(request, "workbench/_runs.html", _runs(request.user))  # type: ignore[arg-type]


def _runs(user: User) -> dict[str, Any]:
    now = timezone.now()
    mine = PeriodRun.objects.filter(actor=user, started_at__gte=now - RUNS_SHOWN_FOR, company__in=companies_of(user))
    shown = [
        (run, run_view(run, now)) for run in mine.select_related("company").order_by("-started_at", "company__name")
    ]
    states = Counter(view.state for _run, view in shown if view)
    return {
        "runs": shown,
        "runs_ended": len(shown) - states[RunState.RUNNING],
        "runs_working": states[RunState.RUNNING],
        "runs_waiting": states[RunState.WAITING],
        "runs_failed": states[RunState.FAILED] + states["interrupted"],
    }


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The board as shown, as an Excel file."""
    rows = rows_for(request.user, wishes_of(request.GET.dict()))  # type: ignore[arg-type]
    response = HttpResponse(
        excel_of(board_sheet(rows), ""),
        content_type=XLSX,
    )
    response["Content-Disposition"] = 'attachment; filename="board.xlsx"'
    return response
