"""Returns over the API: file, ask for the status by key or reference, list what is declared, fetch the receipt."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from bureau_sandbox import faults, receipts, scenarios
from bureau_sandbox.api.access import app_key, json_body, token_required
from bureau_sandbox.faults import refusal
from bureau_sandbox.intake import Incoming, KeyReused, receive
from bureau_sandbox.models import FiledReturn, Kind
from bureau_sandbox.models.taxpayer import taxpayer_of

_TAXPAYER_ID: Final = re.compile(r"[0-9A-Z]{15,20}")
_FORM: Final = re.compile(r"[a-z0-9_]{3,60}")
CONTRADICTION: Final = {"code": "internal", "message": "申报失败（演练：与申报清单相矛盾的状态）"}
_KEY: Final = re.compile(r"[\x21-\x7e]{8,120}")


@token_required
def returns(request: HttpRequest) -> HttpResponse:
    """POST files a return; GET ?key= tells what became of one, GET ?taxpayer_id= lists what is declared."""
    if request.method == "POST":
        return _file(request)
    if key := request.GET.get("key"):
        return _answer(request, FiledReturn.objects.filter(app_key=app_key(request), key=key).first())
    if taxpayer_id := request.GET.get("taxpayer_id"):
        declared = FiledReturn.objects.filter(taxpayer_id=taxpayer_id)
        return JsonResponse({"returns": [as_json(filed) for filed in declared]})
    return refusal(400, "missing_parameter", "需要 key 或 taxpayer_id")


@token_required
def one_return(request: HttpRequest, reference: str) -> HttpResponse:
    """GET: the status of the return with this reference."""
    return _answer(request, FiledReturn.objects.filter(reference=reference).first())


@token_required
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """GET: the receipt PDF of an accepted return, with its signature in a header."""
    filed = FiledReturn.objects.filter(reference=reference).first()
    if filed is None or filed.status_at(timezone.now()) != "accepted":
        return refusal(404, "no_receipt", "没有可下载的回执")
    content = receipts.receipt_pdf(filed)
    response = HttpResponse(content, content_type="application/pdf")
    response["X-Receipt-Signature"] = receipts.sign(content)
    response["Content-Disposition"] = f'attachment; filename="{reference}.pdf"'
    return response


@token_required
def receipt_key(request: HttpRequest) -> HttpResponse:
    """GET: the public key receipts are signed with."""
    return JsonResponse({"algorithm": "Ed25519", "public_key": receipts.public_key_pem()})


def as_json(filed: FiledReturn) -> dict[str, Any]:
    """What the bureau tells about a return; the judgement only when its time has come."""
    now = timezone.now()
    status = filed.status_at(now)
    told = status != "processing"
    return {
        "key": filed.key,
        "reference": filed.reference,
        "status": status,
        "taxpayer_id": filed.taxpayer_id,
        "form": filed.form,
        "period_start": f"{filed.period_start}",
        "period_end": f"{filed.period_end}",
        "via": filed.via,
        "kind": filed.kind,
        "replaces": filed.replaces.reference if filed.replaces else None,
        "payload_hash": filed.payload_hash,
        "received_at": filed.received_at.isoformat(),
        "decided_at": filed.decide_at.isoformat() if told else None,
        "reasons": filed.reasons if told else [],
        "tax_payable": f"{filed.tax_payable:.2f}" if told else None,
        "receipt": f"/api/v1/returns/{filed.reference}/receipt" if status == "accepted" else None,
    }


def _file(request: HttpRequest) -> HttpResponse:
    try:
        incoming = _incoming(request, json_body(request))
    except (ValueError, KeyError, TypeError) as error:
        return refusal(400, "malformed_request", f"请求内容有误：{error}")
    if (fault := faults.before_acceptance(request, incoming.taxpayer)) is not None:
        return fault
    try:
        filed = receive(incoming)
    except KeyReused:
        return refusal(409, "key_reused", "同一幂等键对应了不同的申报内容")
    if scenarios.fires(incoming.taxpayer, "duplicate_delivery", request_scenario=incoming.request_scenario):
        filed = receive(incoming)
    lost = faults.after_acceptance(request, incoming.taxpayer)
    return lost or JsonResponse(as_json(filed), status=202)


def _incoming(request: HttpRequest, body: dict[str, Any]) -> Incoming:
    key = request.headers.get("Idempotency-Key", "")
    for pattern, value in ((_KEY, key), (_TAXPAYER_ID, body["taxpayer_id"]), (_FORM, body["form"])):
        if not pattern.fullmatch(value):
            raise ValueError(value)
    start, end = date.fromisoformat(body["period_start"]), date.fromisoformat(body["period_end"])
    if end < start or not isinstance(body["cells"], dict):
        raise ValueError("period or cells")
    return Incoming(
        taxpayer=taxpayer_of(body["taxpayer_id"], str(body.get("company_name", ""))[:200]),
        form=body["form"],
        edition=str(body.get("edition", ""))[:60],
        period_start=start,
        period_end=end,
        cells=body["cells"],
        via="api",
        app_key=app_key(request),
        key=key,
        payload_hash=str(body.get("payload_hash", ""))[:80],
        request_scenario=faults.asked_for(request),
        kind=Kind(body.get("kind") or Kind.FILE),
        replaces=str(body.get("replaces") or ""),
        reason=str(body.get("reason") or "")[:200],
    )


def _answer(request: HttpRequest, filed: FiledReturn | None) -> HttpResponse:
    if filed is None:
        return refusal(404, "not_found", "没有这笔申报")
    answer = as_json(filed)
    if contradicts(filed, faults.asked_for(request)):
        answer |= {"status": "rejected", "reasons": [CONTRADICTION], "receipt": None}
    return JsonResponse(answer)


def contradicts(filed: FiledReturn, request_scenario: str = "") -> bool:
    """Whether this look at the status tells another story than the list of what is declared."""
    if filed.status_at(timezone.now()) != "accepted":
        return False
    return scenarios.fires(filed.taxpayer, "contradicting_status", request_scenario=request_scenario)
