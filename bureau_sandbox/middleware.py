"""What holds for every answer of the bureau: security headers, and faults that hit everybody."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bureau_sandbox import scenarios
from bureau_sandbox.faults import refusal

Handler = Callable[[HttpRequest], HttpResponse]


def plain_security(get_response: Handler) -> Handler:
    """Own scripts and styles only; nothing is framed or cached."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Content-Security-Policy"] = "default-src 'self'; frame-ancestors 'none'; form-action 'self'"
        response["X-Content-Type-Options"] = "nosniff"
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return handle


def bureau_wide_faults(get_response: Handler) -> Handler:
    """Maintenance of the whole bureau; the practice controls stay reachable."""

    def handle(request: HttpRequest) -> HttpResponse:
        controls = request.path.startswith(("/sandbox/", "/assets/", "/healthz"))
        if not controls and scenarios.fires(None, "maintenance"):
            if request.path.startswith(("/api/", "/oauth/")):
                return refusal(503, "maintenance", "系统维护中，请稍后再试")
            return render(request, "portal/maintenance.html", status=503)
        return get_response(request)

    return handle
