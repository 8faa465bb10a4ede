"""How wages are kept: settings, the cities' tables with their sources, the company's own rates over them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookkeeping.models import ContributionRate, InsuranceEnrolment
from bookkeeping.models.payroll import FUND_NAMES
from bookkeeping.payroll_forms import PayrollSettingsForm, RateForm
from bookkeeping.selectors.contributions import TermsBook
from bookkeeping.selectors.payroll import settings_of
from bookkeeping.services.keep_rates import remove_rate, save_rate, save_settings
from bookkeeping.views.shared import actor_of, city_options, company_of, period_of
from foundation.access import company_view
from foundation.middleware import message_of
from foundation.models import Role
from kernel.errors import Refusal
from law.contributions import FundTerms


@company_view(Role.ACCOUNTANT)
def payroll_rates(request: HttpRequest, company_id: int) -> HttpResponse:
    """What is in force this month; posting keeps the settings or one rate."""
    month, kept, problem = period_of(request), settings_of(company_id), ""
    names = ("begins", "city", "pays_next_month", "average_wage")
    said = {name: getattr(kept, name) for name in names} if kept else {"begins": str(month)}
    settings = PayrollSettingsForm(initial=said)
    rate = RateForm(initial={"begins": str(month), "city": kept.city if kept else ""})
    if request.method == "POST":
        wanted = request.POST.get("what") == "settings"
        settings, rate = (PayrollSettingsForm(request.POST), rate) if wanted else (settings, RateForm(request.POST))
        problem = _kept(request, settings if wanted else rate)
        if not (problem or settings.errors or rate.errors):
            messages.success(request, _("缴费标准已保存，草稿重新保存后按新标准计算。"))
            return redirect("bookkeeping:payroll_rates", company_id)
    context = {
        "settings_form": settings,
        "rate": rate,
        "problem": problem,
        "tables": _tables(request),
        "own": ContributionRate.objects.filter(company_id=company_id),
        "cities": city_options(company_of(request), month),
    }
    status = 422 if problem or settings.errors or rate.errors else 200
    return render(request, "bookkeeping/payroll_rates.html", context, status=status)


def _kept(request: HttpRequest, form: PayrollSettingsForm | RateForm) -> str:
    """The sentence of a refusal; empty when it was kept or the form is wrong in itself."""
    if not form.is_valid():
        return ""
    save = save_settings if isinstance(form, PayrollSettingsForm) else save_rate
    try:
        save(company_of(request), form.cleaned_data, actor=actor_of(request))
    except Refusal as refusal:
        return message_of(refusal)
    return ""


def _tables(request: HttpRequest) -> list[tuple[str, list[tuple[object, FundTerms]]]]:
    """Terms in force of every city somebody is enrolled in, or that has rates here."""
    company, month = company_of(request), period_of(request)
    used = set(InsuranceEnrolment.objects.filter(employee__company=company).values_list("city", flat=True))
    used |= set(ContributionRate.objects.filter(company=company).values_list("city", flat=True))
    names, book = dict(city_options(company, month)), TermsBook(company.pk)
    found = []
    for city in sorted(used):
        terms = book.terms(city, month)
        rows: list[tuple[object, FundTerms]] = [(name, terms[fund]) for fund, name in FUND_NAMES if fund in terms]
        found.append((names.get(city, city), rows))
    return found


@company_view(Role.ACCOUNTANT)
@require_POST
def payroll_rate_remove(request: HttpRequest, company_id: int, rate_id: int) -> HttpResponse:
    """Take a rate of the company away."""
    remove_rate(get_object_or_404(ContributionRate, company_id=company_id, pk=rate_id), actor=actor_of(request))
    return redirect("bookkeeping:payroll_rates", company_id)
