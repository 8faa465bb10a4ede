"""Bank accounts, the statements that came in, and the lines of an account with its running balance."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from bookkeeping.bank.files import LIMITS
from bookkeeping.forms_bank import BankAccountForm
from bookkeeping.models import BankAccount, BankStatement, StatementState
from bookkeeping.selectors.bank import accounts_with_counts, lines_shown
from bookkeeping.selectors.books import books_of
from bookkeeping.services.import_statement import import_statement
from bookkeeping.services.keep_bank_accounts import save_bank_account
from bookkeeping.services.open_books import ensure_books
from bookkeeping.views.shared import actor_of, company_of, span_of
from foundation.access import company_view
from foundation.middleware import message_of
from foundation.models import Company, Role
from kernel.errors import Refusal
from kernel.money import total

_ = partial(pgettext_lazy, "bank")
STATEMENTS_SHOWN = 100
LINES_SHOWN = 2_000


@company_view(Role.VIEWER)
@require_safe
def bank_accounts(request: HttpRequest, company_id: int) -> HttpResponse:
    """Accounts, where statements are dropped, and the statements that came in."""
    return _overview(request, company_id, [])


def _overview(request: HttpRequest, company_id: int, problems: list[tuple[str, str]]) -> HttpResponse:
    rows = BankStatement.objects.filter(company_id=company_id).select_related("account", "document", "imported_by")
    context = {
        "accounts": accounts_with_counts(company_id),
        "statements": rows[:STATEMENTS_SHOWN],
        "waiting": rows.exclude(state=StatementState.IMPORTED).count(),
        "problems": problems,
    }
    return render(request, "bookkeeping/bank_accounts.html", context, status=422 if problems else 200)


@company_view(Role.ACCOUNTANT)
@require_POST
def bank_upload(request: HttpRequest, company_id: int) -> HttpResponse:
    """Take statements in; each that cannot be read says why, the rest are kept."""
    problems: list[tuple[str, str]] = []
    kept: list[BankStatement] = []
    for file in request.FILES.getlist("files"):
        if isinstance(file, UploadedFile):
            try:
                content = file.read(LIMITS.size + 1)
                kept += import_statement(company_of(request), file.name or "", content, actor=actor_of(request))
            except Refusal as refusal:
                problems.append((file.name or "", message_of(refusal)))
    _tell(request, kept)
    if problems or not kept:
        return _overview(request, company_id, problems or [("", str(_("请选择文件")))])
    if len(kept) == 1:
        return redirect("bookkeeping:bank_statement", company_id, kept[0].pk)
    return redirect("bookkeeping:bank_accounts", company_id)


def _tell(request: HttpRequest, kept: list[BankStatement]) -> None:
    added, known = sum(row.added for row in kept), sum(row.known for row in kept)
    if added or known:
        messages.success(request, _("新增流水 %(added)s 笔，已有 %(known)s 笔。") % {"added": added, "known": known})


@company_view(Role.ACCOUNTANT)
def bank_account_new(request: HttpRequest, company_id: int) -> HttpResponse:
    """Enter an account; what a waiting statement says of it is filled in."""
    return _form(request, company_id, None)


@company_view(Role.VIEWER)
@require_safe
def bank_account(request: HttpRequest, company_id: int, account_id: int) -> HttpResponse:
    """Lines of the span shown with the balance after each; gaps are marked."""
    row = get_object_or_404(BankAccount, pk=account_id, company_id=company_id)
    start, end = span_of(request)
    lines = lines_shown(row, start.start, end.end)
    context = {
        "account": row,
        "start": start,
        "lines": lines[:LINES_SHOWN],
        "count": len(lines),
        "gaps": sum(line.is_gap for line in lines),
        "money_in": total(line.line.amount for line in lines if line.line.amount > 0),
        "money_out": -total(line.line.amount for line in lines if line.line.amount < 0),
        "closing": lines[-1].balance if lines else None,
    }
    return render(request, "bookkeeping/bank_account.html", context)


@company_view(Role.ACCOUNTANT)
def bank_account_edit(request: HttpRequest, company_id: int, account_id: int) -> HttpResponse:
    """Change an account."""
    return _form(request, company_id, get_object_or_404(BankAccount, pk=account_id, company_id=company_id))


def _form(request: HttpRequest, company_id: int, row: BankAccount | None) -> HttpResponse:
    company, problem = company_of(request), ""
    names = ("name", "kind", "bank", "number", "currency", "account_code", "is_active")
    initial = {name: getattr(row, name) for name in names} if row else _suggested(request, company_id)
    form = BankAccountForm(request.POST or None, accounts=money_accounts(company), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_bank_account(company, form.facts(), actor=actor_of(request), row=row)
        except Refusal as refusal:
            problem = message_of(refusal)
        else:
            messages.success(request, _("账户已保存。"))
            waiting = request.GET.get("statement", "")
            if waiting.isdigit():
                return redirect("bookkeeping:bank_statement", company_id, int(waiting))
            return redirect("bookkeeping:bank_account", company_id, saved.pk)
    context = {"form": form, "account": row, "problem": problem}
    return render(request, "bookkeeping/bank_account_form.html", context, status=422 if form.errors or problem else 200)


def _suggested(request: HttpRequest, company_id: int) -> dict[str, Any]:
    """What the statement that waits says of its account."""
    found = {name: request.GET.get(name, "") for name in ("name", "kind", "bank", "number", "currency")}
    return {name: value for name, value in found.items() if value} | {"is_active": True}


def money_accounts(company: Company) -> list[tuple[str, str]]:
    """Leaves of the chart, those below 银行存款 and 其他货币资金 first."""
    ensure_books(company.pk, company.first_period.start)
    chart = books_of(company.pk).chart
    leaves = [row for row in chart if chart.is_leaf(row.code)]
    ordered = sorted(leaves, key=lambda row: (not row.code.startswith(("1002", "1012")), row.code))
    return [(row.code, f"{row.code} {chart.full_name(row.code)}") for row in ordered]
