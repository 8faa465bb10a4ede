"""Invoices over the API: verification, lists of issued and received ones, usage confirmation."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse

from bureau_sandbox import faults, scenarios
from bureau_sandbox.api.access import json_body, token_required
from bureau_sandbox.faults import refusal
from bureau_sandbox.models import BureauInvoice, InvoiceState, Usage
from bureau_sandbox.models.taxpayer import taxpayer_of

_MONTH: Final = re.compile(r"\d{4}-\d{2}")


@token_required
def verify(request: HttpRequest) -> HttpResponse:
    """POST: does the invoice exist as printed, neither voided nor red-lettered?"""
    wanted = faults.asked_for(request)
    if scenarios.fires(None, "invoice_service_down", request_scenario=wanted):
        return refusal(503, "invoice_service_down", "发票查验服务暂不可用", accepted=False)
    if (fault := faults.before_acceptance(request, None)) is not None:
        return fault
    try:
        return JsonResponse(verified(json_body(request)))
    except (ValueError, KeyError, InvalidOperation) as error:
        return refusal(400, "malformed_request", f"请求内容有误：{error}")


def verified(body: dict[str, Any]) -> dict[str, Any]:
    """What the bureau knows of the invoice as printed. Raises `KeyError`, `ValueError`, `InvalidOperation`."""
    number, code = str(body["invoice_number"]), str(body.get("invoice_code") or "")
    invoice = BureauInvoice.objects.filter(invoice_number=number, invoice_code=code).first()
    if invoice is None:
        return {"result": "not_found", "mismatched": [], "invoice": None}
    mismatched = _mismatches(invoice, body)
    result = "mismatched" if mismatched else invoice.state
    return {"result": result, "mismatched": mismatched, "invoice": None if mismatched else as_json(invoice)}


@token_required
def invoices(request: HttpRequest) -> HttpResponse:
    """GET ?taxpayer_id=&direction=purchase|sale&start=&end=: the invoices the bureau holds."""
    try:
        side = {"purchase": "buyer_taxpayer_id", "sale": "seller_taxpayer_id"}[request.GET["direction"]]
        start, end = (date.fromisoformat(request.GET[name]) for name in ("start", "end"))
        filters = {side: request.GET["taxpayer_id"], "issue_date__range": (start, end)}
    except (ValueError, KeyError) as error:
        return refusal(400, "malformed_request", f"参数有误：{error}")
    found = BureauInvoice.objects.filter(**filters)
    return JsonResponse({"invoices": [as_json(invoice) for invoice in found]})


@token_required
def usage(request: HttpRequest) -> HttpResponse:
    """POST: confirm what the VAT of received invoices is used for in a tax period. All or nothing."""
    try:
        body = json_body(request)
        chosen = Usage(body["usage"])
        if not _MONTH.fullmatch(body["tax_period"]) or not isinstance(body["invoice_numbers"], list):
            raise ValueError("tax_period or invoice_numbers")
        taxpayer = taxpayer_of(body["taxpayer_id"])
    except (ValueError, KeyError, TypeError) as error:
        return refusal(400, "malformed_request", f"请求内容有误：{error}")
    if (fault := faults.before_acceptance(request, taxpayer)) is not None:
        return fault
    with transaction.atomic():
        refused = _confirm(taxpayer.pk, body["invoice_numbers"], chosen, body["tax_period"])
        if refused:
            transaction.set_rollback(True)
    if refused:
        return refusal(422, "not_confirmable", "部分发票不可确认", invoice_numbers=refused)
    return faults.after_acceptance(request, taxpayer) or JsonResponse({"confirmed": body["invoice_numbers"]})


def as_json(invoice: BureauInvoice) -> dict[str, Any]:
    """One invoice of a list; money as two-place strings."""
    return {
        "invoice_code": invoice.invoice_code,
        "invoice_number": invoice.invoice_number,
        "kind": invoice.kind,
        "issue_date": f"{invoice.issue_date}",
        "seller_name": invoice.seller_name,
        "seller_taxpayer_id": invoice.seller_taxpayer_id,
        "buyer_name": invoice.buyer_name,
        "buyer_taxpayer_id": invoice.buyer_taxpayer_id,
        "net_amount": f"{invoice.net_amount:.2f}",
        "tax_amount": f"{invoice.tax_amount:.2f}",
        "gross_amount": f"{invoice.gross_amount:.2f}",
        "state": invoice.state,
        "usage": invoice.usage,
        "usage_period": invoice.usage_period,
    }


def _mismatches(invoice: BureauInvoice, body: dict[str, Any]) -> list[str]:
    differing: list[str] = []
    if body.get("issue_date") and date.fromisoformat(body["issue_date"]) != invoice.issue_date:
        differing.append("issue_date")
    amounts, parties = ("net_amount", "tax_amount", "gross_amount"), ("seller_taxpayer_id", "buyer_taxpayer_id")
    given = {name: Decimal(str(body[name])) for name in amounts if body.get(name) not in (None, "")}
    given |= {name: body[name] for name in parties if body.get(name)}
    differing += [name for name, value in given.items() if value != getattr(invoice, name)]
    if body.get("check_code") and not invoice.check_code.endswith(body["check_code"][-6:]):
        differing.append("check_code")
    return differing


def _confirm(taxpayer_id: str, numbers: list[str], chosen: Usage, period: str) -> list[str]:
    refused = []
    for number in numbers:
        found = BureauInvoice.objects.filter(
            buyer_taxpayer_id=taxpayer_id, invoice_number=number, state=InvoiceState.VALID
        )
        confirmable = found.filter(usage=Usage.NONE) | found.filter(usage=chosen, usage_period=period)
        if not confirmable.update(usage=chosen, usage_period=period):
            refused.append(number)
    return refused
