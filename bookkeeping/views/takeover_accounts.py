"""Old accounts and what they become: proposals with their reason, doubtful ones first, all in one table."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import ngettext, pgettext_lazy

from bookkeeping.models import TakeoverAccount
from bookkeeping.models.takeover import ACTIONS
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.takeover import wide_chart
from bookkeeping.services.take_over import decide_accounts
from bookkeeping.takeover.mapping import Action, Decision
from bookkeeping.views.shared import AccountOption, actor_of
from bookkeeping.views.takeover import takeover_of
from foundation.access import company_view
from foundation.middleware import message_of
from foundation.models import Role
from kernel.errors import Refusal

REASONS: dict[str, Promise] = {
    "same": pgettext_lazy("takeover", "编码和名称相同"),
    "name": pgettext_lazy("takeover", "名称相同"),
    "alias": pgettext_lazy("takeover", "名称通用"),
    "code": pgettext_lazy("takeover", "只有编码相同"),
    "item": pgettext_lazy("takeover", "辅助核算项目"),
    "party": pgettext_lazy("takeover", "上级按往来单位核算"),
    "party_of_rest": pgettext_lazy("takeover", "归入上级的“其他”"),
    "below": pgettext_lazy("takeover", "在上级之下新设"),
    "has_sub_accounts": pgettext_lazy("takeover", "本账有下级，归入“其他”"),
    "unknown": pgettext_lazy("takeover", "没有找到"),
    "remembered": pgettext_lazy("takeover", "沿用以前的选择"),
    "decided": pgettext_lazy("takeover", "已由人确定"),
}


@company_view(Role.ACCOUNTANT)
def takeover_accounts(request: HttpRequest, company_id: int, takeover_id: int) -> HttpResponse:
    """Doubtful accounts, or all (`?all=1`); POST keeps what was changed and what was doubtful."""
    row, problem = takeover_of(company_id, takeover_id), ""
    everything = list(row.accounts.order_by("code", "name"))
    doubtful = [one for one in everything if one.is_doubtful]
    shown = everything if "all" in request.GET or not doubtful else doubtful
    if request.method == "POST":
        typed = _typed(request, everything)
        try:
            count = decide_accounts(row, typed, actor=actor_of(request))
        except Refusal as refusal:
            problem = message_of(refusal)
            _keep_typed(shown, typed)
        else:
            messages.success(request, ngettext("已保存 %(n)s 个科目。", "已保存 %(n)s 个科目。", count) % {"n": count})
            return redirect("bookkeeping:takeover_accounts", company_id, takeover_id)
    chart = wide_chart(books_of(company_id))
    context = {
        "takeover": row,
        "rows": [(one, REASONS.get(one.reason, one.reason), _named(chart, one)) for one in shown],
        "doubtful": len(doubtful),
        "total": len(everything),
        "everything": shown is everything,
        "actions": ACTIONS,
        "problem": problem,
        "options": [AccountOption(account.code, chart.full_name(account.code)) for account in chart],
    }
    return render(request, "bookkeeping/takeover_accounts.html", context, status=422 if problem else 200)


def _named(chart: object, one: TakeoverAccount) -> str:
    """Our account with its name, as the field shows it."""
    found = one.target and one.target in chart  # type: ignore[operator]
    return f"{one.target} {chart.full_name(one.target)}" if found else one.target  # type: ignore[attr-defined]


def _typed(request: HttpRequest, rows: Iterable[TakeoverAccount]) -> dict[int, Decision]:
    """What was changed, and doubtful rows a person has now looked at; rows left open stay open."""
    found = {}
    for row in rows:
        action = request.POST.get(f"action-{row.pk}", "")
        if action not in {"account", "new", "party"}:
            continue
        target = request.POST.get(f"target-{row.pk}", "").strip().split(" ")[0]
        name = "" if action == Action.ACCOUNT else request.POST.get(f"name-{row.pk}", "").strip()[:120]
        if row.is_doubtful or (action, target, name) != (row.action, row.target, row.new_name):
            found[row.pk] = Decision(Action(action), target, name)
    return found


def _keep_typed(rows: Iterable[TakeoverAccount], typed: dict[int, Decision]) -> None:
    """Show what was typed again."""
    for row in rows:
        if (said := typed.get(row.pk)) is not None:
            row.action, row.target, row.new_name = said.action.value, said.target, said.name
