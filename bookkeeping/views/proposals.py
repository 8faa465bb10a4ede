"""The review queue: what the engine proposes, one key or click per decision."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookkeeping.domain.typed_rows import typed_code
from bookkeeping.models import Proposal, ProposalState
from bookkeeping.services.accept_proposal import accept_all, accept_proposal, reject_proposal
from bookkeeping.services.propose_period import propose_period
from bookkeeping.views.shared import account_options, actor_of, company_of, period_of
from foundation.access import company_view
from foundation.models import Role


@company_view(Role.VIEWER)
@require_safe
def proposals(request: HttpRequest, company_id: int) -> HttpResponse:
    """Open proposals of the period, the unsure ones first."""
    waiting = Proposal.objects.filter(company_id=company_id, period=str(period_of(request)))
    rows = waiting.filter(state=ProposalState.PROPOSED).order_by("confidence", "date", "pk")
    context = {
        "proposals": rows,
        "decided": waiting.exclude(state=ProposalState.PROPOSED).count(),
        "accounts": account_options(company_of(request)),
        "english": get_language() == "en",
    }
    return render(request, "bookkeeping/proposals.html", context)


def _back(request: HttpRequest, company_id: int) -> HttpResponse:
    response = redirect("bookkeeping:proposals", company_id)
    response["Location"] += f"?period={period_of(request)}"
    return response


@company_view(Role.ACCOUNTANT)
@require_POST
def propose(request: HttpRequest, company_id: int) -> HttpResponse:
    """Ask the engine about every invoice of the period not booked yet."""
    counts = propose_period(company_id, period_of(request))
    total = sum(counts.values())
    messages.info(request, ngettext("已生成 %(n)s 条建议。", "已生成 %(n)s 条建议。", total) % {"n": total})
    return _back(request, company_id)


@company_view(Role.ACCOUNTANT)
@require_POST
def accept(request: HttpRequest, company_id: int, proposal_id: int) -> HttpResponse:
    """Post one proposal, with the account shown in its field."""
    proposal = get_object_or_404(Proposal, pk=proposal_id, company_id=company_id)
    code = typed_code(request.POST["account"]) if request.POST.get("account") else ""
    voucher = accept_proposal(proposal, actor=actor_of(request), account_code=code)
    messages.success(request, _("已记账：%(voucher)s，%(title)s") % {"voucher": voucher, "title": proposal.title})
    return _back(request, company_id)


@company_view(Role.ACCOUNTANT)
@require_POST
def reject(request: HttpRequest, company_id: int, proposal_id: int) -> HttpResponse:
    """Set one proposal aside."""
    proposal = get_object_or_404(Proposal, pk=proposal_id, company_id=company_id)
    reject_proposal(proposal, actor=actor_of(request), reason=request.POST.get("reason", ""))
    return _back(request, company_id)


@company_view(Role.ACCOUNTANT)
@require_POST
def accept_many(request: HttpRequest, company_id: int) -> HttpResponse:
    """Post the ticked proposals, or with `same_as` every one with that account."""
    waiting = Proposal.objects.filter(
        company_id=company_id, period=str(period_of(request)), state=ProposalState.PROPOSED
    )
    if code := request.POST.get("same_as", ""):
        chosen = waiting.filter(account_code=code)
    else:
        ticked = [int(value) for value in request.POST.getlist("proposal") if value.isdigit()]
        chosen = waiting.filter(pk__in=ticked)
    counts = accept_all(chosen.order_by("date", "pk"), actor=actor_of(request))
    messages.success(request, _("已记账 %(n)s 张凭证。") % {"n": counts["accepted"]})
    if counts["refused"]:
        messages.warning(request, _("%(n)s 条未能记账，仍在列表中。") % {"n": counts["refused"]})
    return _back(request, company_id)
