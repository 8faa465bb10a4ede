"""Carrying out the faults that hit a connection: delay, refusal before, error or silence after acceptance."""

from __future__ import annotations

import socket
import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from bureau_sandbox import scenarios
from bureau_sandbox.models import Taxpayer

HEADER = "X-Sandbox-Scenario"


def asked_for(request: HttpRequest) -> str:
    """The scenario of this one request, as its header names it."""
    return str(request.headers.get(HEADER, ""))


def is_shut_now(request: HttpRequest, taxpayer: Taxpayer | None) -> bool:
    """Delay where the scenario is slow; whether maintenance stands against any answer but its notice."""
    wanted = asked_for(request)
    if scenarios.fires(taxpayer, "slow", request_scenario=wanted):
        time.sleep(settings.SLOW_SECONDS)
    return scenarios.fires(taxpayer, "maintenance", request_scenario=wanted)


def before_acceptance(request: HttpRequest, taxpayer: Taxpayer | None) -> HttpResponse | None:
    """The refusal that stands before anything was stored; `None` lets the request pass."""
    wanted = asked_for(request)
    if is_shut_now(request, taxpayer):
        return refusal(503, "maintenance", "系统维护中，请稍后再试")
    if scenarios.is_on(taxpayer, "certificate_expired", request_scenario=wanted):
        return refusal(403, "certificate_expired", "数字证书已过期，请更新证书后再办理")
    if scenarios.fires(taxpayer, "rate_limited", request_scenario=wanted):
        return refusal(429, "rate_limited", "请求过于频繁")
    if scenarios.fires(taxpayer, "error_before", request_scenario=wanted):
        return refusal(500, "internal_error", "系统内部错误，申报未受理", accepted=False)
    return None


def after_acceptance(request: HttpRequest, taxpayer: Taxpayer) -> HttpResponse | None:
    """The fault that strikes once the return is stored; `None` lets the answer go out."""
    wanted = asked_for(request)
    if scenarios.fires(taxpayer, "error_after", request_scenario=wanted):
        return HttpResponse("<h1>500 Internal Server Error</h1>", status=500)
    if scenarios.fires(taxpayer, "lost_response", request_scenario=wanted):
        hang_up(request)
        return HttpResponse(status=500)
    return None


def refusal(status: int, code: str, message: str, **more: object) -> JsonResponse:
    """An error answer of the API."""
    return JsonResponse({"error": {"code": code, "message": message, **more}}, status=status)


def hang_up(request: HttpRequest) -> None:
    """Close the client's connection without an answer, as a failing line does."""
    connection = request.META.get("gunicorn.socket")
    if connection is not None:
        connection.shutdown(socket.SHUT_RDWR)
