"""The public verification platform: a captcha picture first, then one question per right answer."""

from __future__ import annotations

from decimal import InvalidOperation

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from bureau_sandbox import faults, scenarios
from bureau_sandbox.api.access import json_body
from bureau_sandbox.api.invoices import verified
from bureau_sandbox.faults import refusal
from bureau_sandbox.portal import captcha


def picture(request: HttpRequest) -> HttpResponse:
    """GET: a captcha bound to the visitor's session."""
    challenge = captcha.open_challenge(request, "platform", "")
    return HttpResponse(captcha.picture(challenge), content_type="image/png", headers={"Cache-Control": "no-store"})


@csrf_exempt
def verify(request: HttpRequest) -> HttpResponse:
    """POST: the fields of an invoice and the characters of the picture."""
    wanted = faults.asked_for(request)
    if scenarios.fires(None, "invoice_service_down", request_scenario=wanted):
        return refusal(503, "invoice_service_down", "发票查验服务暂不可用", accepted=False)
    if scenarios.fires(None, "rate_limited", request_scenario=wanted):
        return refusal(429, "rate_limited", "该发票当日查验次数已满")
    try:
        body = json_body(request)
        if not captcha.is_answered(request, "platform", str(body.get("captcha", ""))):
            return JsonResponse({"result": "wrong_captcha"})
        return JsonResponse(verified(body))
    except (ValueError, KeyError, InvalidOperation) as error:
        return refusal(400, "malformed_request", f"请求内容有误：{error}")
