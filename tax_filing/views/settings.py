"""What the books cannot know: headcount of the quarter, losses of earlier years, prepayments made before."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.access import company_view
from foundation.models import Company, Role
from kernel.period import TaxPeriod
from tax_filing.forms import TaxSettingsForm
from tax_filing.selectors.facts_from_books import tax_settings
from tax_filing.services.set_tax_settings import set_tax_settings
from tax_filing.views.context import CompanyRequest


@company_view(Role.VIEWER, write=Role.ACCOUNTANT)
def settings(request: CompanyRequest, company_id: int) -> HttpResponse:
    """Show and store; the quarter is the one the period shown lies in."""
    quarter = request.period.quarter
    form = TaxSettingsForm(request.POST or None, initial=_initial(request.company, quarter))
    if request.method == "POST" and form.is_valid():
        set_tax_settings(request.company, quarter, form.cleaned_data, actor=request.user)
        messages.success(request, _("已保存，重新计算申报表后生效。"))
        return redirect(f"{reverse('tax_filing:due', args=[company_id])}?period={request.period}")
    status = 422 if form.is_bound else 200
    return render(request, "tax_filing/settings.html", {"form": form, "quarter": quarter}, status=status)


def _initial(company: Company, quarter: TaxPeriod) -> dict[str, Any]:
    kept = tax_settings(company)
    people = kept.get("headcount", {}).get(str(quarter), [None, None])
    funds = kept.get("funds", {})
    staff = funds.get("disabled_fund", {}).get(str(quarter.end.year - 1), {})
    return {
        "water_fund_rate": funds.get("water_fund_rate") or None,
        "staff_last_year": staff.get("headcount"),
        "disabled_last_year": staff.get("disabled"),
        "wages_last_year": staff.get("wages"),
        "headcount_start": people[0],
        "headcount_end": people[1],
        "restricted_industry": kept.get("restricted_industry", False),
        "losses_brought_forward": kept.get("losses_brought_forward"),
        "cit_prepaid": kept.get("cit_prepaid_before_books", {}).get(str(quarter.end.year)),
        "investor_deductions": kept.get("investor_deductions", {}).get(str(quarter)),
    }
