"""A return as Excel or PDF, and beside the figures the bureau filled in beforehand."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from bookkeeping.exports import pdf_of_sheets, workbook_of
from foundation.access import company_view
from foundation.models import Role
from kernel.errors import InvalidValue
from tax_filing.domain.prefilled import read_prefilled
from tax_filing.domain.sheets import compared, differences
from tax_filing.forms import PrefilledForm
from tax_filing.selectors.return_sheets import sheets_of
from tax_filing.selectors.returns import form_of
from tax_filing.views.context import CompanyRequest
from tax_filing.views.returns import found_return

KINDS = {
    "xlsx": (workbook_of, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "attachment"),
    "pdf": (pdf_of_sheets, "application/pdf", "inline"),
}


@company_view(Role.VIEWER)
@require_safe
def file(request: CompanyRequest, company_id: int, return_id: int, kind: str) -> HttpResponse:
    """All tables of the return in one file."""
    found = found_return(request, return_id)
    if kind not in KINDS:
        raise Http404
    make, media_type, place = KINDS[kind]
    sheets = sheets_of(found, english=get_language() == "en")
    response = HttpResponse(make(sheets, request.company.name), content_type=media_type)
    response["Content-Disposition"] = f'{place}; filename="{found.form}-{found.tax_period}.{kind}"'
    return response


@company_view(Role.ACCOUNTANT)
def prefilled(request: CompanyRequest, company_id: int, return_id: int) -> HttpResponse:
    """Compare cell by cell with figures pasted from the bureau; nothing is changed or kept."""
    found = found_return(request, return_id)
    form = form_of(found)
    asked = PrefilledForm(request.POST or None)
    context: dict[str, object] = {"tax_return": found, "form": form, "asked": asked}
    if asked.is_bound and asked.is_valid():
        try:
            lines, lost = read_prefilled(form, asked.cleaned_data["figures"])
        except InvalidValue as refusal:
            asked.add_error("figures", refusal.message_zh)
        else:
            context |= {
                "compared": compared(form, lines),
                "differences": differences(form, found.lines, lines, everywhere=False),
                "lost": lost,
            }
    status = 422 if asked.is_bound and asked.errors else 200
    return render(request, "tax_filing/prefilled.html", context, status=status)
