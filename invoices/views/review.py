"""The review screen: the page on the left, what was read on the right, and what people decide."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bureau.client import BureauClient
from foundation.access import company_view
from foundation.middleware import message_of
from foundation.models import Role
from invoices.models import Invoice
from invoices.selectors.picture import picture_of
from invoices.selectors.queue import queue_of
from invoices.services.check_invoice import doubts_of
from invoices.services.correct_field import confirm_fields, correct_field
from invoices.services.decide import accept_invoice, override_invoice, reject_invoice
from invoices.services.edit_lines import add_line, remove_line
from invoices.services.verify_invoice import verify_invoice
from invoices.views.review_panel import page_keys, panel
from kernel.errors import NotPermitted, Refusal


@company_view(Role.VIEWER)
@require_safe
def invoice_review(request: HttpRequest, company_id: int, invoice_id: int) -> HttpResponse:
    """One invoice beside the page it was read from."""
    return render(request, "invoices/review.html", _screen(request, _invoice(company_id, invoice_id)))


@company_view(Role.ACCOUNTANT)
@require_POST
def invoice_correct(request: HttpRequest, company_id: int, invoice_id: int) -> HttpResponse:
    """Correct one field; the value that stands already confirms it."""
    said, user = request.POST, _user(request)

    def correct() -> None:
        correct_field(
            invoice_id, company_id, field=said.get("field", ""), value=said.get("value", ""), actor=user,
            seen=said.get("seen"),
        )  # fmt: skip

    return _act(request, company_id, invoice_id, correct)


@company_view(Role.ACCOUNTANT)
@require_POST
def invoice_confirm(request: HttpRequest, company_id: int, invoice_id: int) -> HttpResponse:
    """The fields named were read right."""
    fields, user = request.POST.getlist("field"), _user(request)
    return _act(
        request, company_id, invoice_id, lambda: confirm_fields(invoice_id, company_id, actor=user, fields=fields)
    )


@company_view(Role.ACCOUNTANT)
@require_POST
def invoice_lines(request: HttpRequest, company_id: int, invoice_id: int) -> HttpResponse:
    """Add a line, or remove the one at `position`."""
    position, user = request.POST.get("position", ""), _user(request)
    if position.isdecimal() and len(position) < 7:
        return _act(
            request, company_id, invoice_id,
            lambda: remove_line(invoice_id, company_id, position=int(position), actor=user),
        )  # fmt: skip
    return _act(request, company_id, invoice_id, lambda: add_line(invoice_id, company_id, actor=user))


@company_view(Role.ACCOUNTANT)
@require_POST
def invoice_decide(request: HttpRequest, company_id: int, invoice_id: int) -> HttpResponse:
    """Accept, send back, or let pass as a supervisor; then on to the next one that waits."""
    _invoice(company_id, invoice_id)
    reason, user, seen = request.POST.get("reason", ""), _user(request), request.POST.get("seen")
    verbs: dict[str, Callable[[], Invoice]] = {
        "accept": lambda: accept_invoice(invoice_id, company_id, actor=user, seen=seen),
        "reject": lambda: reject_invoice(invoice_id, company_id, reason=reason, actor=user),
        "override": lambda: override_invoice(invoice_id, company_id, reason=reason, actor=user),
    }
    verb = request.POST.get("decision", "")
    if verb not in verbs:
        return HttpResponse(status=400)
    goes_on = request.POST.get("next") == "1" and verb == "accept"
    return _act(request, company_id, invoice_id, verbs[verb], goes_on=goes_on)


@company_view(Role.ACCOUNTANT)
@require_POST
def invoice_verify(request: HttpRequest, company_id: int, invoice_id: int) -> HttpResponse:
    """Ask the tax bureau."""

    def ask() -> None:
        with BureauClient.from_settings() as client:
            verify_invoice(_invoice(company_id, invoice_id), client, actor=_user(request))

    return _act(request, company_id, invoice_id, ask)


def _act(
    request: HttpRequest, company_id: int, invoice_id: int, verb: Callable[[], object], *, goes_on: bool = False
) -> HttpResponse:
    """Do it and show the panel anew; a refusal is said in the panel with status 422."""
    _invoice(company_id, invoice_id)
    problem = ""
    try:
        verb()
    except NotPermitted:
        raise
    except Refusal as refusal:
        problem = message_of(refusal)
    invoice = _invoice(company_id, invoice_id)
    if goes_on and not problem:
        return _go_on(request, invoice)
    if request.headers.get("HX-Request") == "true":
        context = {**panel(request, invoice, doubts_of(invoice)), "problem": problem}
        return render(request, "invoices/_panel.html", context, status=422 if problem else 200)
    if problem:
        return render(request, "invoices/review.html", {**_screen(request, invoice), "problem": problem}, status=422)
    return redirect("invoices:review", company_id, invoice_id)


def _screen(request: HttpRequest, invoice: Invoice) -> dict[str, Any]:
    doubts = doubts_of(invoice)
    return {**panel(request, invoice, doubts), "picture": picture_of(invoice, doubts), "page_keys": page_keys()}


def _go_on(request: HttpRequest, invoice: Invoice) -> HttpResponse:
    following = queue_of(invoice).following
    name, arguments = ("invoices:review", [invoice.company_id, following.pk]) if following else (
        "invoices:list", [invoice.company_id])  # fmt: skip
    url = f"{reverse(name, args=arguments)}?period={invoice.period}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)


def _invoice(company_id: int, invoice_id: int) -> Invoice:
    rows = Invoice.objects.select_related("company", "document", "decided_by")
    return get_object_or_404(rows, pk=invoice_id, company_id=company_id)


def _user(request: HttpRequest) -> Any:
    return request.user
