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
from invoices.domain.fapiao import Kind
from invoices.models import Invoice
from invoices.purposes import PURPOSES
from invoices.selectors.review import next_to_review, picture_of, shown_fields
from invoices.services.correct_field import correct_field
from invoices.services.decide import accept_invoice, override_invoice, reject_invoice
from invoices.services.verify_invoice import is_verifiable, verify_invoice
from kernel.errors import NotPermitted, Refusal


@company_view(Role.VIEWER)
@require_safe
def invoice_review(request: HttpRequest, company_id: int, invoice_id: int) -> HttpResponse:
    """One invoice beside the page it was read from."""
    invoice = _invoice(company_id, invoice_id)
    return render(request, "invoices/review.html", {**_panel(request, invoice), "picture": picture_of(invoice)})


@company_view(Role.ACCOUNTANT)
@require_POST
def invoice_correct(request: HttpRequest, company_id: int, invoice_id: int) -> HttpResponse:
    """Correct one field."""
    field, value = request.POST.get("field", ""), request.POST.get("value", "")
    return _act(
        request,
        company_id,
        invoice_id,
        lambda: correct_field(invoice_id, company_id, field=field, value=value, actor=_user(request)),
    )


@company_view(Role.ACCOUNTANT)
@require_POST
def invoice_decide(request: HttpRequest, company_id: int, invoice_id: int) -> HttpResponse:
    """Accept, send back, or let pass as a supervisor; then on to the next one that waits."""
    _invoice(company_id, invoice_id)
    reason, user = request.POST.get("reason", ""), _user(request)
    verbs: dict[str, Callable[[], Invoice]] = {
        "accept": lambda: accept_invoice(invoice_id, company_id, actor=user),
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
    if request.headers.get("HX-Request") != "true" and not problem:
        return redirect("invoices:review", company_id, invoice_id)
    context = {**_panel(request, invoice), "problem": problem}
    if request.headers.get("HX-Request") != "true":
        return render(request, "invoices/review.html", {**context, "picture": picture_of(invoice)}, status=422)
    return render(request, "invoices/_panel.html", context, status=422 if problem else 200)


def _go_on(request: HttpRequest, invoice: Invoice) -> HttpResponse:
    following = next_to_review(invoice)
    name, arguments = ("invoices:review", [invoice.company_id, following.pk]) if following else (
        "invoices:list", [invoice.company_id])  # fmt: skip
    url = f"{reverse(name, args=arguments)}?period={invoice.period}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)


def _panel(request: HttpRequest, invoice: Invoice) -> dict[str, Any]:
    role: Any = request.role  # type: ignore[attr-defined]
    return {
        "invoice": invoice,
        "fields": shown_fields(invoice),
        "lines": list(invoice.lines.all()),
        "findings": list(invoice.findings.all()),
        "corrections": invoice.corrections.select_related("corrected_by")[:20],
        "verification": invoice.verifications.first(),
        "can_verify": is_verifiable(invoice),
        "purposes": PURPOSES,
        "kinds": [kind.value for kind in Kind],
        "next_invoice": next_to_review(invoice),
        "may_edit": role >= Role.ACCOUNTANT and invoice.booked_voucher_id is None,
        "may_override": role >= Role.SUPERVISOR and invoice.booked_voucher_id is None,
    }


def _invoice(company_id: int, invoice_id: int) -> Invoice:
    rows = Invoice.objects.select_related("company", "document", "decided_by")
    return get_object_or_404(rows, pk=invoice_id, company_id=company_id)


def _user(request: HttpRequest) -> Any:
    return request.user
