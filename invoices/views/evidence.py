"""What stands behind an invoice: signatures, answers of the bureau, circumstances, decisions, resubmission."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bureau.platform import VerificationPlatform
from foundation.access import company_view
from foundation.middleware import message_of
from foundation.models import Handover, Role
from invoices.domain.categories import all_categories
from invoices.forms import CircumstancesForm, circumstances_initial
from invoices.models import Decision, Invoice
from invoices.selectors.rule_record import rule_records
from invoices.selectors.signatures import latest_signatures
from invoices.services.check_signatures_again import check_signatures_again
from invoices.services.decide import reject_invoice
from invoices.services.resubmit import resubmit
from invoices.services.set_category import set_category
from invoices.services.set_circumstances import set_circumstances
from invoices.services.verify_by_person import answer_person, ask_person, open_question
from invoices.services.verify_invoice import is_verifiable
from kernel.errors import NotPermitted, OutsideFailure, Refusal


@company_view(Role.VIEWER)
@require_safe
def evidence(request: HttpRequest, company_id: int, invoice_id: int) -> HttpResponse:
    """The page."""
    return _page(request, _invoice(company_id, invoice_id))


@company_view(Role.ACCOUNTANT)
@require_POST
def circumstances(request: HttpRequest, company_id: int, invoice_id: int) -> HttpResponse:
    """Say what lies behind the invoice."""
    invoice, form = _invoice(company_id, invoice_id), CircumstancesForm(request.POST)
    if not form.is_valid():
        return _page(request, invoice, form=form, status=422)
    said = form.said()
    return _done(
        request,
        invoice,
        lambda: set_circumstances(invoice_id, company_id, said, actor=_user(request)),
        _("已保存并重新检查。"),
    )


@company_view(Role.ACCOUNTANT)
@require_POST
def category(request: HttpRequest, company_id: int, invoice_id: int) -> HttpResponse:
    """Sort the invoice by hand."""
    invoice, wanted = _invoice(company_id, invoice_id), request.POST.get("category", "")
    return _done(
        request,
        invoice,
        lambda: set_category(invoice_id, company_id, category_id=wanted, actor=_user(request)),
        _("已归类并重新检查。"),
    )


@company_view(Role.ACCOUNTANT)
@require_POST
def signatures_again(request: HttpRequest, company_id: int, invoice_id: int) -> HttpResponse:
    """Check seals and signatures once more."""
    invoice = _invoice(company_id, invoice_id)
    return _done(
        request, invoice, lambda: check_signatures_again(invoice, actor=_user(request)), _("已重新验签并检查。")
    )


@company_view(Role.ACCOUNTANT)
@require_POST
def send_back(request: HttpRequest, company_id: int, invoice_id: int) -> HttpResponse:
    """Send back for a rule the checks did not see."""
    invoice, said = _invoice(company_id, invoice_id), request.POST
    reason, rule = said.get("reason", ""), said.get("rule", "")
    return _done(
        request,
        invoice,
        lambda: reject_invoice(invoice_id, company_id, reason=reason, actor=_user(request), missed_rule=rule),
        _("已退票，退票函已写好。"),
    )


@company_view(Role.ACCOUNTANT)
@require_POST
def come_again(request: HttpRequest, company_id: int, invoice_id: int) -> HttpResponse:
    """Upload what replaces an invoice that was sent back."""
    invoice, files = _invoice(company_id, invoice_id), request.FILES.getlist("files")
    return _done(
        request,
        invoice,
        lambda: resubmit(invoice_id, company_id, files, actor=_user(request)),
        _("已收到，读完后会与原票互相关联。"),
    )


@company_view(Role.ACCOUNTANT)
@require_POST
def ask_platform(request: HttpRequest, company_id: int, invoice_id: int) -> HttpResponse:
    """Fetch the captcha of the verification platform."""
    invoice = _invoice(company_id, invoice_id)

    def ask() -> None:
        with VerificationPlatform.from_settings() as platform:
            ask_person(invoice, platform, actor=_user(request))

    return _done(request, invoice, ask, _("请填写图中的字符。"))


@company_view(Role.ACCOUNTANT)
@require_POST
def answer_platform(request: HttpRequest, company_id: int, invoice_id: int) -> HttpResponse:
    """Send the characters the person read."""
    invoice, characters = _invoice(company_id, invoice_id), request.POST.get("characters", "")
    question = open_question(invoice)
    if question is None:
        messages.error(request, _("验证码已过期，请重新获取。"))
        return redirect("invoices:evidence", company_id, invoice_id)

    def send(waiting: Handover = question) -> None:
        with VerificationPlatform.from_settings() as platform:
            answer_person(invoice, waiting, characters, platform, actor=_user(request))

    return _done(request, invoice, send, _("查验结果已保存。"))


@company_view(Role.VIEWER)
@require_safe
def captcha_picture(request: HttpRequest, company_id: int, invoice_id: int) -> HttpResponse:
    """The picture that waits."""
    question = open_question(_invoice(company_id, invoice_id))
    if question is None or not question.picture:
        raise Http404
    return HttpResponse(bytes(question.picture), content_type="image/png", headers={"Cache-Control": "no-store"})


def _done(request: HttpRequest, invoice: Invoice, verb: Callable[[], object], said: str) -> HttpResponse:
    """Do it and come back to the page; a refusal is said on it with status 422."""
    try:
        verb()
    except NotPermitted:
        raise
    except Refusal as refusal:
        return _page(request, _invoice(invoice.company_id, invoice.pk), problem=message_of(refusal), status=422)
    except OutsideFailure as failure:
        return _page(request, invoice, problem=failure.message_zh, status=502)
    messages.success(request, said)
    return redirect("invoices:evidence", invoice.company_id, invoice.pk)


def _page(
    request: HttpRequest,
    invoice: Invoice,
    *,
    form: CircumstancesForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    role: Any = request.role  # type: ignore[attr-defined]
    tripped = set(invoice.findings.values_list("rule", flat=True))
    context = {
        "invoice": invoice,
        "findings": list(invoice.findings.all()),
        "signatures": latest_signatures(invoice),
        "verifications": invoice.verifications.select_related("asked_by")[:20],
        "question": open_question(invoice),
        "can_verify": is_verifiable(invoice),
        "decisions": invoice.decisions.select_related("decided_by")[:20],
        "resubmissions": invoice.resubmissions.all(),
        "form": form or CircumstancesForm(initial=circumstances_initial(invoice.circumstances)),
        "categories": all_categories(),
        "rules": sorted((one for one in rule_records(invoice.company_id) if one.name not in tripped), key=_title),
        "problem": problem,
        "may_edit": role >= Role.ACCOUNTANT and invoice.booked_voucher_id is None,
        "is_returned": invoice.decision == Decision.REJECTED,
    }
    return render(request, "invoices/evidence.html", context, status=status)


def _title(record: Any) -> str:
    return str(record.rule.rule)


def _invoice(company_id: int, invoice_id: int) -> Invoice:
    rows = Invoice.objects.select_related("company", "document", "resubmits")
    return get_object_or_404(rows, pk=invoice_id, company_id=company_id)


def _user(request: HttpRequest) -> Any:
    return request.user
