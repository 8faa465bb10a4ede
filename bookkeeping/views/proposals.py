"""The review queue: what the engine proposes, one key or click per decision."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from bookkeeping.domain.typed_rows import typed_code
from bookkeeping.models import Proposal, ProposalState, RuleState, VoucherState
from bookkeeping.selectors.review_queue import habit_of, review_queue, rule_offered
from bookkeeping.services.accept_equal import accept_equal
from bookkeeping.services.accept_proposal import accept_all, accept_proposal
from bookkeeping.services.decide_rule import decide_rule, write_rule
from bookkeeping.services.propose_period import propose_period
from bookkeeping.services.reject_proposal import reject_proposal
from bookkeeping.services.undo_decision import undo_decision
from bookkeeping.views.proposal_case import edited_lines, panel, queue_page
from bookkeeping.views.shared import account_options, actor_of, company_of, period_of
from foundation.access import company_view
from foundation.models import Role


@company_view(Role.VIEWER)
@require_safe
def proposals(request: HttpRequest, company_id: int) -> HttpResponse:
    """The queue of the period with one case open: `?at=` or the first."""
    waiting = Proposal.objects.filter(company_id=company_id, period=str(period_of(request)))
    asked = request.GET.get("at", "")
    shown = waiting.filter(pk=int(asked)).first() if asked.isdecimal() else None
    context = {
        **queue_page(request, company_id, shown),
        "decided": waiting.exclude(state__in=(ProposalState.PROPOSED, ProposalState.UNDONE)).count(),
        "accounts": [
            {"code": option.code, "search": option.search.lower()} for option in account_options(company_of(request))
        ],
    }
    return render(request, "bookkeeping/proposals.html", context)


@company_view(Role.VIEWER)
@require_safe
def case(request: HttpRequest, company_id: int, proposal_id: int) -> HttpResponse:
    """The panel of one case."""
    proposal = get_object_or_404(Proposal, pk=proposal_id, company_id=company_id)
    context = panel(request, review_queue(company_id, period_of(request)), proposal)
    return render(request, "bookkeeping/_case.html", context)


def _back(request: HttpRequest, company_id: int, **more: object) -> HttpResponse:
    response = redirect("bookkeeping:proposals", company_id)
    said = {"at": request.POST.get("following", ""), **more}
    extra = "".join(f"&{name}={value}" for name, value in said.items() if str(value).isalnum())
    response["Location"] += f"?period={period_of(request)}{extra}"
    return response


def _typed(request: HttpRequest) -> str:
    """The account in the field, empty when the field is."""
    said = request.POST.get("account", "").strip()
    return typed_code(said) if said else ""


def _of(request: HttpRequest, company_id: int, proposal_id: int) -> Proposal:
    return get_object_or_404(Proposal.objects.select_related("company"), pk=proposal_id, company_id=company_id)


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
    """Book one proposal: with the account shown, or with its rewritten lines. Against settled habit it asks once."""
    proposal = _of(request, company_id, proposal_id)
    lines = edited_lines(request) if "lines" in request.POST else []
    typed = lines[0].account_code if lines else _typed(request)
    if not lines and typed and "sure" not in request.POST and habit_of(proposal, typed):
        return _back(request, company_id, at=proposal.pk, doubt=typed)
    voucher = accept_proposal(proposal, actor=actor_of(request), account_code=typed, lines=lines)
    if voucher.state == VoucherState.POSTED:
        messages.success(request, _("已记账：%(voucher)s，%(title)s") % {"voucher": voucher, "title": proposal.title})
    else:
        messages.success(request, _("已制单，待他人审核：%(title)s") % {"title": proposal.title})
    return _back(request, company_id)


@company_view(Role.ACCOUNTANT)
@require_POST
def accept_alike(request: HttpRequest, company_id: int, proposal_id: int) -> HttpResponse:
    """Book one proposal and all that are equal to it, with the account shown."""
    proposal = _of(request, company_id, proposal_id)
    typed = _typed(request)
    if typed and "sure" not in request.POST and habit_of(proposal, typed):
        return _back(request, company_id, at=proposal.pk, doubt=typed)
    return _counted(request, company_id, accept_equal(proposal, actor=actor_of(request), account_code=typed))


@company_view(Role.ACCOUNTANT)
@require_POST
def reject(request: HttpRequest, company_id: int, proposal_id: int) -> HttpResponse:
    """Set one proposal aside, with its reason; with `remember` the account is not proposed there again."""
    proposal = _of(request, company_id, proposal_id)
    reason, remember = request.POST.get("reason", "")[:100], "remember" in request.POST
    reject_proposal(proposal, actor=actor_of(request), reason=reason, remember=remember)
    messages.info(request, _("已驳回：%(title)s") % {"title": proposal.title})
    return _back(request, company_id)


@company_view(Role.ACCOUNTANT)
@require_POST
def undo(request: HttpRequest, company_id: int, proposal_id: int) -> HttpResponse:
    """Take a decision back; what was posted is reversed."""
    again = undo_decision(_of(request, company_id, proposal_id), actor=actor_of(request))
    messages.info(request, _("已撤销，条目回到待审：%(title)s") % {"title": again.title})
    return _back(request, company_id, at=again.pk)


@company_view(Role.ACCOUNTANT)
@require_POST
def rule(request: HttpRequest, company_id: int, proposal_id: int) -> HttpResponse:
    """Accept the rule offered for this case, or write one with the account shown; `reject` turns the offer down."""
    proposal, actor = _of(request, company_id, proposal_id), actor_of(request)
    offered = rule_offered(proposal)
    if offered is not None and "reject" in request.POST:
        decide_rule(offered, RuleState.REJECTED, actor=actor)
        messages.info(request, _("规则已否决，不再提出。"))
    elif offered is not None:
        asked = decide_rule(offered, RuleState.IN_FORCE, actor=actor)
        messages.success(request, _("规则已生效，%(n)s 条待审建议随之更新。") % {"n": asked})
    else:
        written = write_rule(proposal, _typed(request), actor=actor)
        messages.success(request, _("已定规则：%(rule)s") % {"rule": written})
    return _back(request, company_id, at=proposal.pk)


@company_view(Role.ACCOUNTANT)
@require_POST
def accept_many(request: HttpRequest, company_id: int) -> HttpResponse:
    """Book the ticked proposals; a tick stands for all ids of its row."""
    waiting = Proposal.objects.filter(
        company_id=company_id, period=str(period_of(request)), state=ProposalState.PROPOSED
    )
    ticked = [int(one) for value in request.POST.getlist("proposal") for one in value.split() if one.isdecimal()]
    chosen = waiting.filter(pk__in=ticked)
    return _counted(request, company_id, accept_all(chosen.order_by("date", "pk"), actor=actor_of(request)))


def _counted(request: HttpRequest, company_id: int, counts: dict[str, int]) -> HttpResponse:
    messages.success(request, _("已记账 %(n)s 张凭证。") % {"n": counts["accepted"]})
    if counts["refused"]:
        messages.warning(request, _("%(n)s 条未能记账，仍在列表中。") % {"n": counts["refused"]})
    return _back(request, company_id)
