"""Stock and what it costs, goods that came before their invoice, exchange rates."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookkeeping.forms import CostingForm, ProvisionalForm, RateForm, SettleForm
from bookkeeping.models import AnalysisItem, ExchangeRate, ProvisionalReceipt
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.stock import cost_ratio, costing_method, stock_rows
from bookkeeping.services.cost_of_sales import choose_costing, stock_findings
from bookkeeping.services.open_books import ensure_books
from bookkeeping.services.provisional import ReceiptFacts, add_provisional, settle_provisional
from bookkeeping.services.revalue import keep_rate, rate_findings
from bookkeeping.services.run_closing_steps import run_closing_steps
from bookkeeping.views.shared import account_options, actor_of, company_of, period_of
from foundation.access import company_view
from foundation.middleware import message_of
from foundation.models import Role
from kernel.errors import Refusal
from kernel.money import ZERO, total


@company_view(Role.VIEWER, write=Role.ACCOUNTANT)
def stock(request: HttpRequest, company_id: int) -> HttpResponse:
    """Every stock item: opening, in, out, sold, closing; POST carries the cost of sales."""
    month = period_of(request)
    if request.method == "POST":
        posted = run_closing_steps(company_id, month, ["cost_of_sales"], actor_of(request))
        messages.success(request, _("已生成 %s 张销售成本凭证。") % len(posted))
        return _back(request, "bookkeeping:stock", company_id)
    books = books_of(company_id)
    rows = stock_rows(books, month)
    sums = {name: total(getattr(row, name) for row in rows) for name in ("opening", "in_amount", "out_amount")}
    context = {
        "rows": rows,
        "sums": {**sums, "costed": total(row.costed for row in rows), "closing": total(row.closing for row in rows)},
        "findings": stock_findings(books, month),
        "form": CostingForm(initial={"method": costing_method(books).value, "ratio": cost_ratio(books)}),
        "method": dict(CostingForm.METHODS)[costing_method(books).value],
    }
    return render(request, "bookkeeping/stock.html", context)


@company_view(Role.SUPERVISOR)
@require_POST
def costing(request: HttpRequest, company_id: int) -> HttpResponse:
    """Choose how what is sold is costed."""
    form = CostingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请选择方法，并填写 0 与 1 之间的比例。"))
        return _back(request, "bookkeeping:stock", company_id)
    choose_costing(
        company_of(request),
        method=form.cleaned_data["method"],
        ratio=form.cleaned_data["ratio"] or ZERO,
        actor=actor_of(request),
    )
    messages.success(request, _("已保存。"))
    return _back(request, "bookkeeping:stock", company_id)


@company_view(Role.VIEWER, write=Role.ACCOUNTANT)
def provisional(request: HttpRequest, company_id: int) -> HttpResponse:
    """Goods that came before their invoice; POST enters one."""
    company, problem = company_of(request), ""
    ensure_books(company_id, company.first_period.start)
    items = AnalysisItem.objects.filter(company=company, dimension="stock_item", is_active=True)
    form = ProvisionalForm(request.POST or None, items=items, initial={"day": period_of(request).end})
    if request.method == "POST" and form.is_valid():
        try:
            add_provisional(company, ReceiptFacts(**form.cleaned_data), actor=actor_of(request))
        except Refusal as refusal:
            problem = message_of(refusal)
        else:
            messages.success(request, _("暂估入库已记账。"))
            return _back(request, "bookkeeping:provisional", company_id)
    rows = ProvisionalReceipt.objects.filter(company=company, day__lte=period_of(request).end)
    waiting = [row for row in rows.select_related("stock_item", "voucher", "reversal") if row.reversal_id is None]
    context = {
        "form": form,
        "problem": problem,
        "rows": waiting,
        "settled": rows.filter(reversal__isnull=False).select_related("stock_item", "voucher", "reversal")[:50],
        "sum": total(row.amount for row in waiting),
        "accounts": account_options(company),
        "today": period_of(request).end,
    }
    return render(request, "bookkeeping/provisional.html", context, status=422 if form.errors or problem else 200)


@company_view(Role.ACCOUNTANT)
@require_POST
def settle(request: HttpRequest, company_id: int, receipt_id: int) -> HttpResponse:
    """The invoice has come: take the estimate back."""
    row = get_object_or_404(ProvisionalReceipt, pk=receipt_id, company_id=company_id)
    form = SettleForm(request.POST)
    if form.is_valid():
        settle_provisional(row, day=form.cleaned_data["day"], actor=actor_of(request))
        messages.success(request, _("已冲回暂估。"))
    else:
        messages.error(request, _("请填写冲销日期"))
    return _back(request, "bookkeeping:provisional", company_id)


@company_view(Role.VIEWER, write=Role.ACCOUNTANT)
def rates(request: HttpRequest, company_id: int) -> HttpResponse:
    """Exchange rates; POST enters or corrects one."""
    month = period_of(request)
    form = RateForm(request.POST or None, initial={"day": month.end, "currency": "USD"})
    if request.method == "POST" and form.is_valid():
        keep_rate(company_of(request), **form.cleaned_data, actor=actor_of(request))
        messages.success(request, _("已保存。"))
        return _back(request, "bookkeeping:rates", company_id)
    context = {
        "form": form,
        "rows": ExchangeRate.objects.filter(company_id=company_id).select_related("entered_by")[:200],
        "findings": rate_findings(books_of(company_id), month),
    }
    return render(request, "bookkeeping/rates.html", context, status=422 if form.errors else 200)


def _back(request: HttpRequest, name: str, company_id: int) -> HttpResponse:
    response = redirect(name, company_id)
    response["Location"] += f"?period={period_of(request)}"
    return response
