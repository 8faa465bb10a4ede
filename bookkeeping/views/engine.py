"""Pages of the engine in a company: what it learned, whether it may post, the rules and refusals it heeds."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookkeeping.engine.decision import LEAST_TRIALS
from bookkeeping.models import BookingRule, EngineMode, EngineSettings, RefusedAccount, RuleState
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.learning_record import learning_record
from bookkeeping.services.decide_rule import decide_rule
from bookkeeping.services.refuse_account import lift_refusal
from bookkeeping.services.set_engine import set_engine
from bookkeeping.views.shared import actor_of, company_of, period_of
from foundation.access import company_view
from foundation.models import Role
from kernel.errors import InvalidValue


@company_view(Role.VIEWER)
@require_safe
def learning(request: HttpRequest, company_id: int) -> HttpResponse:
    """How the engine did, what each layer has proved, and whether it may post."""
    record = learning_record(company_id)
    context = {
        "record": record,
        "least": LEAST_TRIALS,
        "bar": f"{record.automation.bar * 100:.2f}".rstrip("0").rstrip("."),
        "settings": EngineSettings.objects.filter(company_id=company_id).first(),
        "modes": EngineMode.choices,
        "english": get_language() == "en",
    }
    return render(request, "bookkeeping/learning.html", context)


@company_view(Role.SUPERVISOR)
@require_POST
def settings(request: HttpRequest, company_id: int) -> HttpResponse:
    """Set mode, bar and minutes by hand."""
    minutes = request.POST.get("minutes_by_hand", "").strip()
    set_engine(
        company_of(request),
        mode=request.POST.get("mode", ""),
        bar=_number(request.POST.get("bar", "")) / 100,
        minutes_by_hand=_number(minutes) if minutes else None,
        actor=actor_of(request),
    )
    messages.success(request, _("引擎设置已保存。"))
    return _to(request, "bookkeeping:learning", company_id)


@company_view(Role.VIEWER)
@require_safe
def rules(request: HttpRequest, company_id: int) -> HttpResponse:
    """Rules by state, and the refusals that stand."""
    chart = books_of(company_id).chart
    rows = BookingRule.objects.filter(company_id=company_id).select_related("decided_by")
    refusals = RefusedAccount.objects.filter(company_id=company_id, lifted_at=None).select_related("refused_by")
    codes = {*(row.account_code for row in rows), *(row.account_code for row in refusals)}
    names = {code: chart.full_name(code) if code in chart else "" for code in codes}
    context = {
        "rules": [(row, names[row.account_code]) for row in rows],
        "refusals": [(row, names[row.account_code]) for row in refusals],
        "states": RuleState,
    }
    return render(request, "bookkeeping/rules.html", context)


@company_view(Role.ACCOUNTANT)
@require_POST
def rule_decide(request: HttpRequest, company_id: int, rule_id: int) -> HttpResponse:
    """Accept, reject or switch a rule."""
    rule = get_object_or_404(BookingRule, pk=rule_id, company_id=company_id)
    state = request.POST.get("state", "")
    if state not in RuleState.values:
        raise InvalidValue(f"no state {state}", message_zh="没有这种状态")
    asked = decide_rule(rule, RuleState(state), actor=actor_of(request))
    messages.success(request, _("规则已更新，%(n)s 条待审建议随之更新。") % {"n": asked})
    return _to(request, "bookkeeping:rules", company_id)


@company_view(Role.ACCOUNTANT)
@require_POST
def refusal_lift(request: HttpRequest, company_id: int, refusal_id: int) -> HttpResponse:
    """Let the account be proposed again."""
    row = get_object_or_404(RefusedAccount.objects.select_related("company"), pk=refusal_id, company_id=company_id)
    lift_refusal(row, actor=actor_of(request))
    messages.info(request, _("已解除，该科目可以再次建议。"))
    return _to(request, "bookkeeping:rules", company_id)


def _to(request: HttpRequest, name: str, company_id: int) -> HttpResponse:
    response = redirect(name, company_id)
    response["Location"] += f"?period={period_of(request)}"
    return response


def _number(said: str) -> Decimal:
    try:
        number = Decimal(said.strip().rstrip("%"))
    except InvalidOperation as error:
        raise InvalidValue(f"{said!r} is no number", message_zh=f"“{said}”不是数字") from error
    if not number.is_finite():
        raise InvalidValue(f"{said!r} is no number", message_zh=f"“{said}”不是数字")
    return number
