"""One click: what will be filed, what stands in the way, the approval, the sending, and how it goes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access import company_view
from foundation.models import Role
from kernel.errors import OutsideFailure
from kernel.money import total
from tax_filing.forms import ApproveForm, FileForm
from tax_filing.gates import blocking, gate_findings
from tax_filing.models import Submission, SubmissionState, TaxReturn
from tax_filing.selectors.returns import is_frozen, still_owed, submissions_for
from tax_filing.services.approve_package import approval_of, approve_package, hash_of
from tax_filing.services.file_due import file_due
from tax_filing.services.pay_due import pay_due
from tax_filing.views.context import CompanyRequest
from tax_filing.views.due import due_rows


@company_view(Role.VIEWER)
@require_safe
def plan(request: CompanyRequest, company_id: int) -> HttpResponse:
    """Everything a person needs to see before pressing the button."""
    rows = due_rows(request.company, request.period, timezone.localdate())
    returns: list[TaxReturn] = [row.tax_return for row in rows if row.tax_return]
    complete = bool(rows) and len(returns) == len(rows)
    package_hash = hash_of(returns) if complete else ""
    findings = gate_findings(request.company, request.period, returns) if complete else []
    context = {
        "rows": rows,
        "complete": complete,
        "package_hash": package_hash,
        "total": total(found.total_payable for found in returns),
        "findings": findings,
        "blocked": bool(blocking(findings)),
        "approval": approval_of(request.company, request.period, package_hash) if complete else None,
        "sent": complete and all(is_frozen(found) for found in returns),
        "submissions": list(submissions_for(request.company, request.period)),
        "approve_form": ApproveForm(initial={"package_hash": package_hash}),
        "file_form": FileForm(),
        "may_approve": request.role >= Role.SUPERVISOR,
        "may_file": request.role >= Role.ACCOUNTANT,
    }
    return render(request, "tax_filing/plan.html", context | _progress(request))


@company_view(Role.SUPERVISOR)
@require_POST
def approve(request: CompanyRequest, company_id: int) -> HttpResponse:
    """Approve what the page showed."""
    form = ApproveForm(request.POST)
    if form.is_valid():
        approve_package(request.company, request.period, form.cleaned_data["package_hash"], actor=request.user)
        messages.success(request, _("已批准，可以申报。"))
    else:
        messages.error(request, _("申报包已变化，请刷新后重新核对。"))
    return _to_plan(request)


@company_view(Role.ACCOUNTANT)
@require_POST
def file(request: CompanyRequest, company_id: int) -> HttpResponse:
    """Send everything approved."""
    form = FileForm(request.POST)
    if form.is_valid():
        file_due(request.company, request.period, form.cleaned_data["channel"], actor=request.user)
    else:
        messages.error(request, _("请选择申报渠道。"))
    return _to_plan(request)


@company_view(Role.ACCOUNTANT)
@require_POST
def pay(request: CompanyRequest, company_id: int) -> HttpResponse:
    """Pay what was accepted and owes something."""
    try:
        paid = pay_due(request.company, request.period, actor=request.user)
    except OutsideFailure as failure:
        # Paying again is safe: a return already paid gives its payment again.
        sentence = _("税务局没有确认缴款：%(reason)s。请稍后再按一次，不会重复缴款。")
        messages.error(request, sentence % {"reason": failure.message_zh})
        return _to_plan(request)
    if paid:
        messages.success(request, _("已缴款 %(count)s 笔，并已入账。") % {"count": len(paid)})
    else:
        messages.warning(request, _("没有可以自动缴款的申报；人工渠道请在申报详情中登记缴款。"))
    return _to_plan(request)


@company_view(Role.VIEWER)
@require_safe
def progress(request: CompanyRequest, company_id: int) -> HttpResponse:
    """How the submissions stand, asked for again and again while they are open."""
    context = _progress(request)
    response = render(request, "tax_filing/_progress.html", context)
    if not context["running"]:
        response["HX-Refresh"] = "true"  # the states above the progress are those of the moment the page was opened
    return response


def _progress(request: CompanyRequest) -> dict[str, object]:
    submissions = list(submissions_for(request.company, request.period))
    return {
        "submissions": submissions,
        "running": any(row.is_open and row.state != "human_needed" for row in submissions),
        "unpaid": [row for row in submissions if _owes(row)],
    }


def _owes(row: Submission) -> bool:
    return row.state == SubmissionState.ACCEPTED and still_owed(row) > 0 and not hasattr(row, "payment")


def _to_plan(request: CompanyRequest) -> HttpResponse:
    return redirect(f"{reverse('tax_filing:plan', args=[request.company.pk])}?period={request.period}")
