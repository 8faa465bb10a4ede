"""Who is at the portal: the stages of a log-in kept in the session, and the guard of every page behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bureau_sandbox import faults, scenarios
from bureau_sandbox.models import Taxpayer

View = Callable[..., HttpResponse]
SMS, SCAN, IDENTITY, INSIDE = "sms", "scan", "identity", "inside"


def stage(request: HttpRequest) -> str:
    """How far the log-in has come; empty before the password."""
    return str(request.session.get("stage", ""))


def taxpayer_at(request: HttpRequest) -> Taxpayer | None:
    """The taxpayer whose password was right in this session."""
    return Taxpayer.objects.filter(pk=request.session.get("taxpayer_id", "")).first()


def inside(view: View) -> View:
    """Let in only who has logged in and chosen an identity; hand the taxpayer to the view."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        taxpayer = taxpayer_at(request)
        if taxpayer is None or stage(request) != INSIDE:
            return redirect("login")
        if faults.is_shut_now(request, taxpayer):
            return show(request, "maintenance.html", taxpayer, status=503)
        return view(request, taxpayer, *args, **kwargs)

    return guarded


def show(
    request: HttpRequest,
    template: str,
    taxpayer: Taxpayer | None,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A portal page with what every page shows: the taxpayer, a notice once, and whether elements have moved."""
    everywhere = {
        "taxpayer": taxpayer,
        "notice": request.session.pop("notice", ""),
        "moved": scenarios.is_on(taxpayer, "moved_elements"),
        "missing": scenarios.is_on(taxpayer, "missing_elements"),
        "logged_in": stage(request) == INSIDE,
    }
    return render(request, f"portal/{template}", everywhere | (context or {}), status=status)
