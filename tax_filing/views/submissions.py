"""One submission: what was sent, every event, the proofs, the receipt, and what a person can do about it."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access import company_view
from foundation.models import Role
from tax_filing.channels import PaymentMade
from tax_filing.forms import PaymentForm, ReceiptForm
from tax_filing.models import Evidence, Receipt, Submission, TaxPayment
from tax_filing.services.confirm_by_hand import ReceiptFile, confirm_by_hand
from tax_filing.services.pay_due import record_payment
from tax_filing.services.record_event import broken_events
from tax_filing.services.resume_submission import resume_submission
from tax_filing.views.context import CompanyRequest


@company_view(Role.VIEWER)
@require_safe
def submission(request: CompanyRequest, company_id: int, submission_id: int) -> HttpResponse:
    """The page."""
    return _page(request, _found(request, submission_id), ReceiptForm(), PaymentForm())


@company_view(Role.ACCOUNTANT)
@require_POST
def confirm(request: CompanyRequest, company_id: int, submission_id: int) -> HttpResponse:
    """Take the receipt of a return filed by hand."""
    found = _found(request, submission_id)
    form = ReceiptForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, form, PaymentForm(), status=422)
    upload = form.cleaned_data["receipt"]
    file = ReceiptFile(form.cleaned_data["reference"], upload.name, upload.read())
    confirm_by_hand(found, file, actor=request.user)
    messages.success(request, _("回执已存档，申报完成。"))
    return redirect("tax_filing:submission", company_id, submission_id)


@company_view(Role.ACCOUNTANT)
@require_POST
def paid(request: CompanyRequest, company_id: int, submission_id: int) -> HttpResponse:
    """Write down a payment made at the bureau."""
    found = _found(request, submission_id)
    form = PaymentForm(request.POST)
    if not form.is_valid():
        return _page(request, found, ReceiptForm(), form, status=422)
    record_payment(found, PaymentMade(**form.cleaned_data), actor=request.user)
    messages.success(request, _("缴款已登记并入账。"))
    return redirect("tax_filing:submission", company_id, submission_id)


@company_view(Role.ACCOUNTANT)
@require_POST
def look_up(request: CompanyRequest, company_id: int, submission_id: int) -> HttpResponse:
    """Ask the bureau now."""
    resume_submission(_found(request, submission_id))
    messages.info(request, _("正在向税务局查询结果，请稍候刷新。"))
    return redirect("tax_filing:submission", company_id, submission_id)


@company_view(Role.VIEWER)
@require_safe
def receipt(request: CompanyRequest, company_id: int, submission_id: int) -> HttpResponse:
    """The receipt, byte for byte."""
    found = Receipt.objects.filter(submission=_found(request, submission_id)).first()
    if found is None:
        raise Http404
    return _download(bytes(found.content), found.name, "application/octet-stream")


@company_view(Role.VIEWER)
@require_safe
def evidence(request: CompanyRequest, company_id: int, evidence_id: int) -> HttpResponse:
    """A proof, as it was stored."""
    found = get_object_or_404(Evidence, pk=evidence_id, submission__company=request.company)
    return _download(bytes(found.content), found.name, "application/octet-stream")


def _found(request: CompanyRequest, submission_id: int) -> Submission:
    rows = Submission.objects.select_related("tax_return", "created_by", "approval__approved_by", "company")
    return get_object_or_404(rows, pk=submission_id, company=request.company)


def _page(
    request: CompanyRequest,
    found: Submission,
    receipt_form: ReceiptForm,
    payment_form: PaymentForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "submission": found,
        "events": found.events.select_related("actor"),
        "evidence": found.evidence.defer("content"),
        "receipt": Receipt.objects.filter(submission=found).defer("content").first(),
        "payment": TaxPayment.objects.filter(submission=found).first(),
        "chain_holds": not broken_events(found),
        "receipt_form": receipt_form,
        "payment_form": payment_form,
        "may_act": request.role >= Role.ACCOUNTANT,
    }
    return render(request, "tax_filing/submission.html", context, status=status)


def _download(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file of the user's, never shown inside our pages."""
    response = HttpResponse(content, content_type=media_type)
    safe = name.replace('"', "").replace("\r", "").replace("\n", "")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(safe)}"
    return response
