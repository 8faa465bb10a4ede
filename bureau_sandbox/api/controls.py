"""Practice controls (`/sandbox/…`): taxpayers, invoices, scenarios, stored cells, captcha answers. Admin token needed.

Rule kept: nothing of this exists at a real bureau, so nothing of the product may lean on it but tests and demos.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from bureau_sandbox import scenarios
from bureau_sandbox.api.access import json_body
from bureau_sandbox.api.invoices import as_json as invoice_json
from bureau_sandbox.api.returns import as_json as return_json
from bureau_sandbox.faults import refusal
from bureau_sandbox.models import BureauInvoice, Challenge, FiledReturn, Taxpayer
from bureau_sandbox.models.taxpayer import taxpayer_of

View = Callable[..., HttpResponse]
_TAXPAYER_FIELDS: Final = (
    "name", "vat_status", "legal_form", "location", "user_name", "processing_seconds", "debit_agreement",
)  # fmt: skip
_INVOICE_FIELDS: Final = (
    "kind", "issue_date", "seller_name", "seller_taxpayer_id", "buyer_name", "buyer_taxpayer_id",
    "net_amount", "tax_amount", "gross_amount", "check_code", "state",
)  # fmt: skip


def admin_only(view: View) -> View:
    """Let through only requests with the admin token; answer misuse in one sentence."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), settings.ADMIN_TOKEN.encode()):
            return refusal(401, "admin_token_required", "需要管理令牌")
        try:
            return view(request, *args, **kwargs)
        except (ValueError, KeyError, TypeError, ValidationError) as error:
            return refusal(400, "malformed_request", f"{type(error).__name__}: {error}")

    return guarded


@admin_only
def taxpayers(request: HttpRequest) -> HttpResponse:
    """POST makes or changes a taxpayer; GET lists them."""
    if request.method != "POST":
        return JsonResponse({"taxpayers": [_taxpayer_json(row) for row in Taxpayer.objects.all()]})
    body = json_body(request)
    row = taxpayer_of(str(body["taxpayer_id"]))
    for name in _TAXPAYER_FIELDS:
        if name in body:
            setattr(row, name, body[name])
    if "scenario" in body:
        row.scenario = scenarios.write(scenarios.parse(body["scenario"]))
    if "password" in body:
        row.set_password(body["password"])
    row.full_clean()
    row.save()
    return JsonResponse(_taxpayer_json(row))


@admin_only
def invoices(request: HttpRequest) -> HttpResponse:
    """POST {"invoices": […]} makes or changes invoices the bureau knows."""
    rows = json_body(request)["invoices"]
    with transaction.atomic():
        for row in rows:
            values = {name: row[name] for name in _INVOICE_FIELDS if row.get(name) is not None}
            BureauInvoice.objects.update_or_create(
                invoice_number=row["invoice_number"], invoice_code=row.get("invoice_code") or "", defaults=values
            )
    return JsonResponse({"stored": len(rows)})


@admin_only
def scenario(request: HttpRequest) -> HttpResponse:
    """POST {"scenario"} sets what hits everybody; GET tells it and the names there are."""
    state = scenarios.state()
    if request.method == "POST":
        state.scenario = scenarios.write(scenarios.parse(json_body(request)["scenario"]))
        state.save()
    return JsonResponse({"scenario": state.scenario, "names": scenarios.NAMES})


@admin_only
def returns(request: HttpRequest) -> HttpResponse:
    """GET ?taxpayer_id=: everything received, with the stored cells and the judgement even before it is told."""
    found = FiledReturn.objects.filter(taxpayer_id=request.GET["taxpayer_id"])
    rows = [return_json(row) | {"cells": row.cells, "outcome": row.outcome, "judgement": row.reasons} for row in found]
    return JsonResponse({"returns": rows})


@admin_only
def issued_invoices(request: HttpRequest, taxpayer_id: str) -> HttpResponse:
    """GET: every invoice the bureau holds in which the taxpayer is seller or buyer."""
    found = BureauInvoice.objects.filter(seller_taxpayer_id=taxpayer_id)
    found = found | BureauInvoice.objects.filter(buyer_taxpayer_id=taxpayer_id)
    return JsonResponse({"invoices": [invoice_json(row) for row in found]})


@admin_only
def challenges(request: HttpRequest) -> HttpResponse:
    """GET: the newest captcha pictures and SMS codes with their answers (a person reads them from the screen).

    POST {"taxpayer_id"}: what waits on the phone of that taxpayer is confirmed.
    """
    if request.method == "POST":
        waiting = Challenge.objects.filter(taxpayer_id=str(json_body(request)["taxpayer_id"]), kind__in=("qr", "face"))
        return JsonResponse({"confirmed": waiting.update(answer="confirmed")})
    rows = Challenge.objects.filter(taxpayer_id=request.GET.get("taxpayer_id", ""))[:20]
    found = [{"kind": row.kind, "question": row.question, "answer": row.answer} for row in rows]
    return JsonResponse({"challenges": found})


def _taxpayer_json(row: Taxpayer) -> dict[str, Any]:
    fields = {name: getattr(row, name) for name in _TAXPAYER_FIELDS}
    return {"taxpayer_id": row.pk, "scenario": row.scenario, **fields}
