"""Runs of the bot: the list, one run with its steps and pictures, the trace."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access import company_view
from foundation.models import Role
from rpa.evidence import read_file
from rpa.models import BotRun, BotStep
from rpa.selectors.runs import open_questions, run_of, runs_of
from rpa.services.ask_again import ask_again
from rpa.services.record_run import expected_seal

PAGE_SIZE = 50


@company_view(Role.VIEWER)
@require_safe
def runs(request: HttpRequest, company_id: int) -> HttpResponse:
    """All runs, newest first, and the questions that wait for a person."""
    page = Paginator(runs_of(company_id), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "rpa/runs.html", {"page": page, "questions": open_questions(company_id)})


@company_view(Role.VIEWER)
@require_safe
def run(request: HttpRequest, company_id: int, run_id: int) -> HttpResponse:
    """One run: steps, pictures, what moved on the pages, and whether the seal still fits."""
    return render(request, "rpa/run.html", _shown(company_id, run_id))


@company_view(Role.VIEWER)
@require_safe
def progress(request: HttpRequest, company_id: int, run_id: int) -> HttpResponse:
    """The part of the run's page that changes while it runs."""
    return render(request, "rpa/_progress.html", _shown(company_id, run_id))


@company_view(Role.ACCOUNTANT)
@require_POST
def again(request: HttpRequest, company_id: int, run_id: int) -> HttpResponse:
    """Let the bot ask anew at once."""
    ask_again(get_object_or_404(BotRun, pk=run_id, company_id=company_id), actor=request.user)  # type: ignore[arg-type]
    messages.success(request, _("机器人正在重新办理。"))
    return redirect("rpa:runs", company_id)


@company_view(Role.VIEWER)
@require_safe
def picture(request: HttpRequest, company_id: int, run_id: int, step_id: int) -> HttpResponse:
    """The picture of a step."""
    step = get_object_or_404(BotStep, pk=step_id, run_id=run_id, run__company_id=company_id)
    return _file(step.picture_file, "image/jpeg")


@company_view(Role.SUPERVISOR)
@require_safe
def trace(request: HttpRequest, company_id: int, run_id: int) -> HttpResponse:
    """The browser's trace as a download; it holds cookies, so it is for supervisors."""
    found = get_object_or_404(BotRun, pk=run_id, company_id=company_id)
    response = _file(found.trace_file, "application/zip")
    response["Content-Disposition"] = f'attachment; filename="trace-{run_id}.zip"'
    return response


def _shown(company_id: int, run_id: int) -> dict[str, object]:
    found = run_of(company_id, run_id)
    if found is None:
        raise Http404
    is_intact = found.seal == expected_seal(found) if found.seal else None
    is_open = found.handover is not None and open_questions(company_id).filter(pk=found.handover.pk).exists()
    return {"run": found, "steps": found.steps.all(), "is_intact": is_intact, "is_open": is_open}


def _file(name: str, content_type: str) -> HttpResponse:
    try:
        content = read_file(name) if name else b""
    except FileNotFoundError:
        content = b""
    if not content:
        raise Http404
    return HttpResponse(content, content_type=content_type, headers={"Cache-Control": "private, no-store"})
