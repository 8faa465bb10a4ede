"""Filing at the portal: to-do list, the form with its cells, pre-check and confirmation, submission.

Rule kept: what is submitted is the draft that was shown on the confirmation page, never a fresh post of cells.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from bureau_sandbox import faults, scenarios
from bureau_sandbox.checks import payable
from bureau_sandbox.intake import Incoming, judge, obstacle, receive
from bureau_sandbox.layout import all_layouts, form_layout
from bureau_sandbox.models import FiledReturn, Kind, Taxpayer
from bureau_sandbox.portal.elements import cells_from_post
from bureau_sandbox.portal.prefill import change_first_figure, prefilled
from bureau_sandbox.portal.session import inside, show
from kernel.period import AccountingPeriod, TaxPeriod


@require_GET
@inside
def todo(request: HttpRequest, taxpayer: Taxpayer) -> HttpResponse:
    """What is due this month, and the choice of any form and period."""
    context = {"due": _due(taxpayer), "layouts": all_layouts(), "today": localdate()}
    return show(request, "todo.html", taxpayer, context)


@require_GET
@inside
def fill(request: HttpRequest, taxpayer: Taxpayer) -> HttpResponse:
    """The form-style page: every line × column of the return is a field."""
    draft = _asked_for(request.GET)
    kept = request.session.get("draft") or {}
    same = all(kept.get(name) == draft[name] for name in draft)
    cells = kept.get("cells", {}) if same else prefilled(taxpayer, draft)
    context = {"layout": form_layout(draft["form"]), "draft": draft, "cells": cells}
    return show(request, "filing.html", taxpayer, context)


@require_POST
@inside
def check(request: HttpRequest, taxpayer: Taxpayer) -> HttpResponse:
    """Keep the page as a draft and go on to the confirmation."""
    if scenarios.fires(taxpayer, "session_death"):
        request.session.flush()
        request.session["notice"] = "会话已失效，请重新登录"
        return redirect("login")
    draft = _asked_for(request.POST)
    moved = scenarios.is_on(taxpayer, "moved_elements")
    cells = cells_from_post(form_layout(draft["form"]), request.POST, moved=moved)
    if scenarios.fires(taxpayer, "changed_prefill"):
        change_first_figure(cells)
    request.session["draft"] = {**draft, "cells": cells}
    return redirect("confirm")


@require_GET
@inside
def confirm(request: HttpRequest, taxpayer: Taxpayer) -> HttpResponse:
    """The draft with the results of the pre-check; the submit button only where nothing stands against it."""
    draft = request.session.get("draft")
    if not draft:
        return redirect("todo")
    incoming = _incoming(taxpayer, draft)
    problems = judge(incoming)
    stands = obstacle(incoming)
    context = {
        "layout": form_layout(draft["form"]),
        "draft": draft,
        "cells": draft["cells"],
        "errors": [*([stands] if stands else []), *(row for row in problems if row.severity == "error")],
        "notices": [problem for problem in problems if problem.severity != "error"],
        "payable": None if problems else payable(draft["form"], draft["cells"]),
    }
    return show(request, "confirm.html", taxpayer, context)


@require_POST
@inside
def submit(request: HttpRequest, taxpayer: Taxpayer) -> HttpResponse:
    """Take the confirmed draft in; afterwards the faults that strike behind the acceptance."""
    draft = request.session.get("draft")
    if not draft or not request.POST.get("agreed"):
        return redirect("confirm")
    if scenarios.fires(taxpayer, "error_before"):
        return HttpResponse("<h1>500 系统内部错误，申报未受理</h1>", status=500)
    filed = receive(_incoming(taxpayer, draft))
    if scenarios.fires(taxpayer, "duplicate_delivery"):
        filed = receive(_incoming(taxpayer, draft))
    request.session.pop("draft")
    # Kept now: the framework keeps no session behind a 500, and a browser that sends again must not find the draft.
    request.session.save()
    return faults.after_acceptance(request, taxpayer) or redirect("status", reference=filed.reference)


def _due(taxpayer: Taxpayer) -> list[dict[str, Any]]:
    last_month = AccountingPeriod.of(localdate()).shifted(-1)
    spans: list[tuple[str, TaxPeriod]] = []
    if taxpayer.vat_status == "general":
        spans.append(("vat_general", TaxPeriod(last_month.start, last_month.end)))
    if taxpayer.vat_status == "small_scale" and last_month.month % 3 == 0:
        spans.append(("vat_small_scale", last_month.quarter))
    return [_due_row(taxpayer, form, span) for form, span in spans]


def _due_row(taxpayer: Taxpayer, form: str, span: TaxPeriod) -> dict[str, Any]:
    done = FiledReturn.objects.filter(
        taxpayer=taxpayer, form=form, period_start=span.start, period_end=span.end, outcome="accepted"
    )
    return {"layout": form_layout(form), "span": span, "declared": done.exists()}


def _asked_for(source: Any) -> dict[str, str]:
    try:
        start, end = date.fromisoformat(source["start"]), date.fromisoformat(source["end"])
        form_layout(source["form"])
    except (KeyError, ValueError) as error:
        raise Http404("no such form or period") from error
    if end < start:
        raise Http404("the period ends before it starts")
    corrects = {"corrects": source["corrects"]} if source.get("corrects") else {}
    return {"form": source["form"], "start": f"{start}", "end": f"{end}", **corrects}


def _incoming(taxpayer: Taxpayer, draft: dict[str, Any]) -> Incoming:
    return Incoming(
        taxpayer=taxpayer,
        form=draft["form"],
        period_start=date.fromisoformat(draft["start"]),
        period_end=date.fromisoformat(draft["end"]),
        cells=draft["cells"],
        via="portal",
        kind=Kind.CORRECT if draft.get("corrects") else Kind.FILE,
        replaces=draft.get("corrects", ""),
    )
