"""After filing: status page, declared list, receipt download, payment; and the person's phone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from bureau_sandbox import faults, receipts
from bureau_sandbox.api.returns import contradicts
from bureau_sandbox.intake import Incoming, obstacle, receive
from bureau_sandbox.layout import form_layout, form_title
from bureau_sandbox.models import Challenge, FiledReturn, Kind, Outcome, Payment, Taxpayer
from bureau_sandbox.payments import NotPayable, pay, still_owed
from bureau_sandbox.portal.captcha import confirm_on_phone
from bureau_sandbox.portal.session import inside, show

_TITLES = {"processing": "受理中", **dict(Outcome.choices)}


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What this place is: for practice only."""
    return show(request, "home.html", None)


@require_GET
@inside
def status(request: HttpRequest, taxpayer: Taxpayer, reference: str) -> HttpResponse:
    """What became of one return; the page looks again by itself while it is being processed."""
    filed = get_object_or_404(FiledReturn, taxpayer=taxpayer, reference=reference)
    row = _row(filed)
    if contradicts(filed):
        row |= {"state": "rejected", "state_title": _TITLES["rejected"]}
    return show(request, "status.html", taxpayer, {"row": row})


@require_GET
@inside
def declared(request: HttpRequest, taxpayer: Taxpayer) -> HttpResponse:
    """Everything this taxpayer has filed, newest first."""
    rows = [_row(filed) for filed in FiledReturn.objects.filter(taxpayer=taxpayer)]
    return show(request, "declared.html", taxpayer, {"rows": rows})


@require_GET
@inside
def filed_return(request: HttpRequest, taxpayer: Taxpayer, reference: str) -> HttpResponse:
    """The figures of one return as they were filed."""
    filed = get_object_or_404(FiledReturn, taxpayer=taxpayer, reference=reference)
    context = {"row": _row(filed), "layout": form_layout(filed.form), "cells": filed.cells}
    return show(request, "filed.html", taxpayer, context)


@require_GET
@inside
def receipt(request: HttpRequest, taxpayer: Taxpayer, reference: str) -> HttpResponse:
    """The receipt PDF as a download."""
    filed = get_object_or_404(FiledReturn, taxpayer=taxpayer, reference=reference)
    if filed.status_at(timezone.now()) != "accepted":
        return redirect("status", reference=reference)
    content = receipts.receipt_pdf(filed)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{reference}.pdf"'
    response["X-Receipt-Signature"] = receipts.sign(content)
    return response


@inside
def payment(request: HttpRequest, taxpayer: Taxpayer, reference: str) -> HttpResponse:
    """Pay an accepted return by three-party agreement."""
    filed = get_object_or_404(FiledReturn, taxpayer=taxpayer, reference=reference)
    if request.method == "POST":
        try:
            pay(filed)
        except NotPayable as error:
            request.session["notice"] = str(error)
        else:
            lost = faults.after_acceptance(request, taxpayer)
            return lost or redirect("payment", reference=reference)
    done = Payment.objects.filter(filed_return=filed).first()
    context = {"row": _row(filed), "payment": done, "owed": done.amount if done else still_owed(filed)}
    return show(request, "payment.html", taxpayer, context)


@inside
def void(request: HttpRequest, taxpayer: Taxpayer, reference: str) -> HttpResponse:
    """Take an accepted return back; the page says at once when that is not possible any more."""
    filed = get_object_or_404(FiledReturn, taxpayer=taxpayer, reference=reference)
    incoming = Incoming(
        taxpayer=taxpayer,
        form=filed.form,
        period_start=filed.period_start,
        period_end=filed.period_end,
        cells={},
        via="portal",
        kind=Kind.VOID,
        replaces=reference,
        reason=request.POST.get("reason", "").strip()[:200],
    )
    problem = obstacle(incoming)
    if request.method == "POST" and incoming.reason and problem is None:
        done = receive(incoming)
        return faults.after_acceptance(request, taxpayer) or redirect("status", reference=done.reference)
    return show(request, "void.html", taxpayer, {"row": _row(filed), "problem": problem})


def phone(request: HttpRequest) -> HttpResponse:
    """The practice phone: the SMS codes sent lately, and what waits to be confirmed. It stands for the person's own."""
    if request.method == "POST":
        confirm_on_phone(request.POST.get("challenge", ""))
        return redirect("phone")
    waiting = Challenge.objects.filter(kind__in=("qr", "face"), answer="")[:10]
    messages = Challenge.objects.filter(kind="sms")[:10]
    return show(request, "phone.html", None, {"messages": messages, "waiting": waiting})


def _row(filed: FiledReturn) -> dict[str, object]:
    state = filed.status_at(timezone.now())
    return {"filed": filed, "title": form_title(filed.form), "state": state, "state_title": _TITLES[state]}
