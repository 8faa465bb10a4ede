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
from tax_filing.forms import ChangeForm, PaymentForm, ReceiptForm
from tax_filing.models import Evidence, Receipt, Submission, SubmissionKind, SubmissionState, TaxPayment
from tax_filing.selectors.returns import still_owed
from tax_filing.services.confirm_by_hand import ReceiptFile, confirm_by_hand
from tax_filing.services.correct_return import correct_return
from tax_filing.services.pay_due import record_payment
from tax_filing.services.record_event import broken_events
from tax_filing.services.resume_submission import resume_submission
from tax_filing.services.try_again import try_again
from tax_filing.services.void_return import void_return
from tax_filing.views.context import CompanyRequest


@company_view(Role.VIEWER)
@require_safe
def submission(request: CompanyRequest, company_id: int, submission_id: int) -> HttpResponse:
    """The page."""
    return _page(request, _found(request, submission_id))


@company_view(Role.ACCOUNTANT)
@require_POST
def confirm(request: CompanyRequest, company_id: int, submission_id: int) -> HttpResponse:
    """Take the receipt of a return filed by hand."""
    found = _found(request, submission_id)
    form = ReceiptForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, receipt_form=form, status=422)
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
        return _page(request, found, payment_form=form, status=422)
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


@company_view(Role.ACCOUNTANT)
@require_POST
def again(request: CompanyRequest, company_id: int, submission_id: int) -> HttpResponse:
    """Send a failed submission once more."""
    try_again(_found(request, submission_id), actor=request.user)
    messages.info(request, _("已重新排队；先查询税务局，再决定是否发送。"))
    return redirect("tax_filing:submission", company_id, submission_id)


@company_view(Role.ACCOUNTANT)
@require_POST
def correct(request: CompanyRequest, company_id: int, submission_id: int) -> HttpResponse:
    """Open the correction of an accepted return and show its draft."""
    form = ChangeForm(request.POST)
    if not form.is_valid():
        return _page(request, _found(request, submission_id), change_form=form, status=422)
    draft = correct_return(_found(request, submission_id), actor=request.user, **form.cleaned_data)
    messages.success(request, _("已生成更正申报表；核对、批准后从“一键申报”提交。"))
    return redirect("tax_filing:return", company_id, draft.pk)


@company_view(Role.SUPERVISOR)
@require_POST
def void(request: CompanyRequest, company_id: int, submission_id: int) -> HttpResponse:
    """Take an accepted return back."""
    form = ChangeForm(request.POST)
    if not form.is_valid():
        return _page(request, _found(request, submission_id), change_form=form, status=422)
    ordered = void_return(_found(request, submission_id), actor=request.user, **form.cleaned_data)
    return redirect("tax_filing:submission", company_id, ordered.pk)


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
    rows = Submission.objects.select_related("tax_return", "created_by", "approval__approved_by", "company", "replaces")
    return get_object_or_404(rows, pk=submission_id, company=request.company)


def _page(
    request: CompanyRequest,
    found: Submission,
    *,
    receipt_form: ReceiptForm | None = None,
    payment_form: PaymentForm | None = None,
    change_form: ChangeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "submission": found,
        "events": found.events.select_related("actor"),
        "evidence": found.evidence.defer("content"),
        "receipt": Receipt.objects.filter(submission=found).defer("content").first(),
        "payment": TaxPayment.objects.filter(submission=found).first(),
        "chain_holds": not broken_events(found),
        "receipt_form": receipt_form or ReceiptForm(),
        "payment_form": payment_form or PaymentForm(),
        "change_form": change_form or ChangeForm(),
        "owed": still_owed(found),
        "replaced_by": found.replaced_by.exclude(state__in=("rejected", "final_failure")).first(),
        "may_change": found.state == SubmissionState.ACCEPTED and found.kind != SubmissionKind.VOID,
        "may_void": request.role >= Role.SUPERVISOR,
        "may_act": request.role >= Role.ACCOUNTANT,
    }
    return render(request, "tax_filing/submission.html", context, status=status)


def _download(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file of the user's, never shown inside our pages."""
    response = HttpResponse(content, content_type=media_type)
    safe = name.replace('"', "").replace("\r", "").replace("\n", "")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(safe)}"
    return response
