"""Reports on screen, as Excel and as PDF: one view for all, told apart by the name in the address."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookkeeping.domain.sheet import Sheet
from bookkeeping.reports import REPORTS, Report
from bookkeeping.reports.build import sheet_of
from bookkeeping.reports.excel import excel_of
from bookkeeping.reports.options import Options
from bookkeeping.reports.pdf import pdf_of
from bookkeeping.selectors.books import Books, books_of
from bookkeeping.views.item_fields import item_fields
from bookkeeping.views.shared import company_of, period_of
from bookkeeping.views.spans import quick_spans
from foundation.access import company_view
from foundation.models import Company, Role
from kernel.errors import InvalidValue

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WHOLE = {"xlsx": 200_000, "pdf": 10_000}


def _asked(request: HttpRequest, company_id: int, name: str, account: str) -> tuple[Report, Books, Options]:
    """The report with its books and the reader's choices. Raises Http404 for what does not exist."""
    if name not in REPORTS:
        raise Http404
    books = books_of(company_id)
    try:
        return REPORTS[name], books, REPORTS[name].options(books, _choices(request, account), period_of(request))
    except InvalidValue as error:
        raise Http404(error.message) from error


def _choices(request: HttpRequest, account: str) -> dict[str, str]:
    """The choices of the address; an account in its path wins."""
    chosen = {key: str(value) for key, value in request.GET.items()}
    return {**chosen, "account": account} if account else chosen


@company_view(Role.VIEWER)
@require_safe
def report_page(request: HttpRequest, company_id: int, name: str, account: str = "") -> HttpResponse:
    """One report on screen."""
    report, books, options = _asked(request, company_id, name, account)
    context = {
        "report": report,
        "reports": REPORTS.values(),
        "sheet": sheet_of(report, books, options),
        "options": options,
        "bands": ",".join(str(end) for end in options.bands),
        "accounts": report.accounts(books) if "account" in report.asks else [],
        **item_fields(report, books, options),
        "spans": quick_spans(options.start, options.end, books.company.first_period),
        "query": urlencode([pair for pair in _choices(request, account).items() if pair[0] != "page"]),
        "page_keys": page_keys(),
    }
    return render(request, "bookkeeping/report.html", context)


def page_keys() -> list[tuple[tuple[str, ...], str]]:
    """What the keys do on a report."""
    return [
        (("j", "k"), _("下一行、上一行")),
        (("Enter",), _("打开这一行的来源")),
        (("[", "]"), _("上一期、下一期")),
        (("x",), _("导出 Excel")),
        (("p",), _("打开 PDF")),
    ]


@company_view(Role.VIEWER)
@require_safe
def report_file(request: HttpRequest, company_id: int, name: str, form: str) -> HttpResponse:
    """The whole report as a file: `xlsx`, or `pdf` shown in the browser."""
    if form not in WHOLE:
        raise Http404
    report, books, options = _asked(request, company_id, name, "")
    sheet = sheet_of(report, books, replace(options, page=1, page_size=WHOLE[form]))
    if sheet.pages > 1:
        sheet = replace(sheet, note=f"{sheet.note} {_('内容过长，只含前一部分，请缩短期间')}".strip())
    return file_answer(sheet, company_of(request), f"{name}-{options.end}", form)


def file_answer(sheet: Sheet, company: Company, name: str, form: str) -> HttpResponse:
    """A sheet as a file to keep (`xlsx`) or to look at and print (`pdf`). Raises Http404 for other forms."""
    if form not in WHOLE:
        raise Http404
    make, kind = (excel_of, XLSX) if form == "xlsx" else (pdf_of, "application/pdf")
    response = HttpResponse(make(sheet, company.name), content_type=kind)
    place = "inline" if form == "pdf" else "attachment"
    response["Content-Disposition"] = f'{place}; filename="{name}.{form}"'
    return response
