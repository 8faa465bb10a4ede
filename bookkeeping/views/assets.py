"""Asset cards: the list as it stands, one card with its schedule, entry, change of estimate, disposal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookkeeping.domain.depreciation import schedule
from bookkeeping.forms import AssetForm, DisposeForm, ReviseForm
from bookkeeping.models import AssetCard
from bookkeeping.selectors.assets import asset_rows, charged_periods, deduction_rows, ties
from bookkeeping.services.keep_assets import Estimate, add_asset, dispose_asset, revise_asset
from bookkeeping.services.open_books import ensure_books
from bookkeeping.views.shared import account_options, actor_of, company_of, period_of
from foundation.access import company_view
from foundation.middleware import message_of
from foundation.models import Role
from kernel.errors import Refusal
from kernel.money import total


@company_view(Role.VIEWER)
@require_safe
def assets(request: HttpRequest, company_id: int) -> HttpResponse:
    """Cards in use at the end of the period, with totals and how they tie with the ledger."""
    rows = asset_rows(company_id, period_of(request))
    standing = [row for row in rows if row.card.disposed_on is None or row.card.disposed_on > period_of(request).end]
    context = {
        "rows": rows,
        "cost": total(row.card.cost for row in standing),
        "charge": total(row.charge for row in rows),
        "accumulated": total(row.accumulated for row in standing),
        "net": total(row.net for row in standing),
        "deductions": deduction_rows(company_id, period_of(request)),
        "ties": [tie for tie in ties(company_id, period_of(request)) if tie.difference],
    }
    return render(request, "bookkeeping/assets.html", context)


@company_view(Role.ACCOUNTANT)
def asset_new(request: HttpRequest, company_id: int) -> HttpResponse:
    """Enter a card."""
    company, problem = company_of(request), ""
    books = ensure_books(company_id, company.first_period.start)
    form = AssetForm(request.POST or None, initial={"in_use": period_of(request).start, "life_months": 60})
    if request.method == "POST" and form.is_valid():
        try:
            card = add_asset(company, form.values(books), actor=actor_of(request))
        except Refusal as refusal:
            problem = message_of(refusal)
        else:
            messages.success(request, _("已建立资产卡片 %s。") % card)
            return redirect("bookkeeping:asset", company_id, card.pk)
    context = {"form": form, "problem": problem, "accounts": account_options(company)}
    return render(request, "bookkeeping/asset_form.html", context, status=422 if form.errors or problem else 200)


@company_view(Role.VIEWER)
@require_safe
def asset(request: HttpRequest, company_id: int, asset_id: int) -> HttpResponse:
    """One card: terms, schedule by year, what may be done with it."""
    return _shown(request, get_object_or_404(AssetCard, company_id=company_id, pk=asset_id))


@company_view(Role.ACCOUNTANT)
@require_POST
def asset_revise(request: HttpRequest, company_id: int, asset_id: int) -> HttpResponse:
    """Change an estimate from the period shown on."""
    card = get_object_or_404(AssetCard, company_id=company_id, pk=asset_id)
    form = ReviseForm(request.POST)
    if not form.is_valid():
        return _shown(request, card, revise=form)
    revise_asset(card, period_of(request), Estimate(**form.cleaned_data), actor=actor_of(request))
    messages.success(request, _("自 %s 起按新的估计计提。") % period_of(request))
    return redirect("bookkeeping:asset", company_id, asset_id)


@company_view(Role.ACCOUNTANT)
@require_POST
def asset_dispose(request: HttpRequest, company_id: int, asset_id: int) -> HttpResponse:
    """Take the asset out of use."""
    card = get_object_or_404(AssetCard, company_id=company_id, pk=asset_id)
    form = DisposeForm(request.POST)
    if not form.is_valid():
        return _shown(request, card, dispose=form)
    dispose_asset(card, form.cleaned_data["day"], form.cleaned_data["reason"], actor=actor_of(request))
    messages.success(request, _("已登记处置，期末步骤会生成凭证。"))
    return redirect("bookkeeping:asset", company_id, asset_id)


def _shown(
    request: HttpRequest, card: AssetCard, *, revise: ReviseForm | None = None, dispose: DisposeForm | None = None
) -> HttpResponse:
    charged = charged_periods(card.company_id)[card.pk]
    terms = card.terms
    same = {"life_months": card.life_months, "salvage": card.salvage, "method": card.method}
    context = {
        "card": card,
        "last": terms.last,
        "months": [(month, amount, str(month) in charged) for month, amount in schedule(terms)],
        "revise": revise or ReviseForm(initial=same),
        "dispose": dispose or DisposeForm(initial={"day": period_of(request).end}),
    }
    return render(request, "bookkeeping/asset.html", context, status=422 if revise or dispose else 200)
