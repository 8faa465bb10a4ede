"""The reconciliation screen: ledger and bank side by side, matched by keys, clicks or by dragging lines together."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, npgettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from bookkeeping.models import BankAccount, BankMatch
from bookkeeping.selectors.bank_matching import Desk, desk_of, desks
from bookkeeping.selectors.reconcile_screen import PAGE, screen_of
from bookkeeping.services.accept_match import accept_match, match_by_hand
from bookkeeping.services.propose_bank_fees import propose_bank_fees
from bookkeeping.services.propose_bank_lines import propose_bank_lines
from bookkeeping.services.reconcile_account import reconcile_account
from bookkeeping.services.undo_match import undo_match
from bookkeeping.views.shared import actor_of, period_of
from foundation.access import company_view
from foundation.models import Role


@company_view(Role.VIEWER)
@require_safe
def reconciliation(request: HttpRequest, company_id: int) -> HttpResponse:
    """Open lines of both sides up to the end of the period, suggestions, and what was matched last."""
    found = desks(company_id)
    desk = _chosen(found, request.GET.get("account", ""))
    context = {
        "desks": found,
        "desk": desk,
        "shown": None if desk is None else screen_of(desk, period_of(request)),
        "limit": PAGE,
        "english": get_language() == "en",
        "page_keys": _page_keys(),
    }
    return render(request, "bookkeeping/reconcile.html", context)


def _chosen(found: Iterable[Desk], account: str) -> Desk | None:
    rows = list(found)
    return next((desk for desk in rows if account.isdigit() and int(account) in desk.accounts), next(iter(rows), None))


def _page_keys() -> list[tuple[tuple[str, ...], str]]:
    return [
        (("↑", "↓"), pgettext("reconcile", "上一行、下一行")),
        (("←", "→"), pgettext("reconcile", "账面、银行之间切换")),
        (("Space",), pgettext("reconcile", "选中或取消选中")),
        (("Enter",), pgettext("reconcile", "对上所选；未选时确认本行的建议")),
        (("n",), pgettext("reconcile", "否决本行的建议")),
        (("u",), pgettext("reconcile", "撤销上一次对账")),
    ]


@company_view(Role.ACCOUNTANT)
@require_POST
def run(request: HttpRequest, company_id: int, account_id: int) -> HttpResponse:
    """Match what can be matched, and propose entries for bank lines without a partner."""
    account = _account(company_id, account_id)
    counts = reconcile_account(account, period_of(request).end, actor=actor_of(request))
    waiting = propose_bank_lines(company_id, period_of(request)) + propose_bank_fees(company_id, period_of(request))
    done = npgettext("reconcile", "已对上 %(n)s 组。", "已对上 %(n)s 组。", counts["matched"]) % {
        "n": counts["matched"]
    }
    if waiting:
        more = npgettext("reconcile", "另有 %(n)s 条入账建议待审。", "另有 %(n)s 条入账建议待审。", waiting)
        done += more % {"n": waiting}
    messages.success(request, done)
    return _back(request, account)


@company_view(Role.ACCOUNTANT)
@require_POST
def match(request: HttpRequest, company_id: int, account_id: int) -> HttpResponse:
    """Put the chosen lines together."""
    account = _account(company_id, account_id)
    match_by_hand(
        account,
        _numbers(request.POST.getlist("ledger")),
        _numbers(request.POST.getlist("bank")),
        actor=actor_of(request),
        difference_is_known=request.POST.get("difference") == "1",
    )
    return _back(request, account)


@company_view(Role.ACCOUNTANT)
@require_POST
def accept(request: HttpRequest, company_id: int, match_id: int) -> HttpResponse:
    """Accept one suggestion."""
    row = _match(company_id, match_id)
    accept_match(row, actor=actor_of(request))
    return _back(request, row.account)


@company_view(Role.ACCOUNTANT)
@require_POST
def undo(request: HttpRequest, company_id: int, match_id: int) -> HttpResponse:
    """Undo one match, or set one suggestion aside."""
    row = _match(company_id, match_id)
    undo_match(row, actor=actor_of(request))
    return _back(request, row.account)


def _account(company_id: int, account_id: int) -> BankAccount:
    return get_object_or_404(BankAccount.objects.select_related("company"), pk=account_id, company_id=company_id)


def _match(company_id: int, match_id: int) -> BankMatch:
    rows = BankMatch.objects.select_related("company", "account")
    return get_object_or_404(rows, pk=match_id, company_id=company_id)


def _numbers(values: Iterable[str]) -> list[int]:
    return [int(value) for value in values if value.isascii() and value.isdigit()]


def _back(request: HttpRequest, account: BankAccount) -> HttpResponse:
    query = urlencode({"period": period_of(request), "account": desk_of(account).account.pk})
    return redirect(f"{reverse('bookkeeping:reconciliation', args=[account.company_id])}?{query}")
