"""One statement: what is wrong with it, and what a person must say where account or columns are not known."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from bookkeeping.bank.words import layout_named
from bookkeeping.forms_bank import ChooseAccountForm, ColumnsForm
from bookkeeping.models import BankAccount, BankStatement, StatementState
from bookkeeping.services.settle_statement import (
    choose_account,
    discard_statement,
    explain_columns,
    statement_of,
    unknown_columns,
)
from bookkeeping.views.shared import actor_of
from foundation.access import company_view
from foundation.middleware import message_of
from foundation.models import Role
from kernel.errors import Refusal

_ = partial(pgettext_lazy, "bank")
SHOWN = 50


@company_view(Role.VIEWER, write=Role.ACCOUNTANT)
def bank_statement(request: HttpRequest, company_id: int, statement_id: int) -> HttpResponse:
    """The statement; POST says whose account it is or what its columns are."""
    rows = BankStatement.objects.select_related("account", "document", "imported_by", "company")
    row = get_object_or_404(rows, pk=statement_id, company_id=company_id)
    if row.state == StatementState.NEEDS_COLUMNS:
        return _columns(request, row)
    if row.state == StatementState.NEEDS_ACCOUNT:
        return _account(request, row)
    context = {"statement": row, "findings": row.findings, "layout": _layout(row)}
    return render(request, "bookkeeping/bank_statement.html", context)


def _layout(row: BankStatement) -> str:
    known = layout_named(row.layout)
    return known.title if known else row.layout


def _account(request: HttpRequest, row: BankStatement) -> HttpResponse:
    accounts = BankAccount.objects.filter(company_id=row.company_id, is_active=True)
    form = ChooseAccountForm(request.POST or None, accounts=accounts)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            choose_account(row, form.cleaned_data["account"], actor=actor_of(request))
        except Refusal as refusal:
            problem = message_of(refusal)
        else:
            messages.success(request, _("新增流水 %(added)s 笔，已有 %(known)s 笔。") % vars(row))
            return redirect("bookkeeping:bank_statement", row.company_id, row.pk)
    statement = statement_of(row)
    said: dict[str, str | int] = {
        "name": statement.account_name or statement.bank,
        "kind": statement.kind,
        "bank": statement.bank,
        "number": "" if "*" in statement.account else statement.account,
        "currency": statement.currency,
        "statement": row.pk,
    }
    context: dict[str, Any] = {
        "statement": row,
        "read": statement,
        "lines": statement.lines[:SHOWN],
        "form": form,
        "problem": problem,
        "has_accounts": accounts.exists(),
        "new_account": urlencode(said),
        "findings": row.findings,
        "layout": _layout(row),
    }
    return render(request, "bookkeeping/bank_statement.html", context, status=422 if problem or form.errors else 200)


def _columns(request: HttpRequest, row: BankStatement) -> HttpResponse:
    titles, examples = unknown_columns(row)
    form = ColumnsForm(request.POST or None, titles=titles)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            explain_columns(row, form.columns(), form.cleaned_data["sign"], actor=actor_of(request))
        except Refusal as refusal:
            problem = message_of(refusal)
        else:
            messages.success(request, _("已记住这些列，下次自动识别。"))
            return redirect("bookkeeping:bank_statement", row.company_id, row.pk)
    columns = [
        (form[f"column_{place}"], title, [one[place] if place < len(one) else "" for one in examples[:4]])
        for place, title in enumerate(titles)
    ]
    context = {"statement": row, "form": form, "columns": columns, "problem": problem}
    return render(request, "bookkeeping/bank_columns.html", context, status=422 if problem or form.errors else 200)


@company_view(Role.ACCOUNTANT)
@require_POST
def bank_statement_discard(request: HttpRequest, company_id: int, statement_id: int) -> HttpResponse:
    """Take a statement and its lines out again."""
    row = get_object_or_404(BankStatement, pk=statement_id, company_id=company_id)
    discard_statement(row, actor=actor_of(request))
    messages.success(request, _("已撤销这份对账单。"))
    return redirect("bookkeeping:bank_accounts", company_id)
