"""Payments over the API."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from bureau_sandbox import faults
from bureau_sandbox.api.access import json_body, token_required
from bureau_sandbox.faults import refusal
from bureau_sandbox.models import FiledReturn, Payment
from bureau_sandbox.payments import NotPayable, pay


@token_required
def payments(request: HttpRequest) -> HttpResponse:
    """POST {"reference"} pays a return; GET ?reference= tells whether it is paid."""
    if request.method != "POST":
        found = Payment.objects.filter(filed_return__reference=request.GET.get("reference", "")).first()
        return JsonResponse(as_json(found)) if found else refusal(404, "not_found", "没有缴款记录")
    try:
        filed = FiledReturn.objects.select_related("taxpayer").get(reference=str(json_body(request)["reference"]))
    except FiledReturn.DoesNotExist:
        return refusal(404, "not_found", "没有这笔申报")
    except (ValueError, KeyError) as error:
        return refusal(400, "malformed_request", f"请求内容有误：{error}")
    if (fault := faults.before_acceptance(request, filed.taxpayer)) is not None:
        return fault
    try:
        done = pay(filed)
    except NotPayable as error:
        return refusal(422, "not_payable", str(error))
    return faults.after_acceptance(request, filed.taxpayer) or JsonResponse(as_json(done))


def as_json(payment: Payment) -> dict[str, Any]:
    """One payment; the amount in yuan as a two-place string."""
    return {
        "number": payment.number,
        "reference": payment.filed_return.reference,
        "agreement": payment.agreement,
        "amount": f"{payment.amount:.2f}",
        "paid_at": payment.paid_at.isoformat(),
    }
