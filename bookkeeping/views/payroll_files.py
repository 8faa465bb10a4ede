"""Payroll in and out as Excel: import of employees and of a month, the sheet, the withholding client's tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookkeeping.domain.payroll_table import EMPLOYEE_COLUMNS, MONTH_COLUMNS
from bookkeeping.models import Payroll
from bookkeeping.selectors import payroll_export as export
from bookkeeping.selectors.payroll import payroll_of
from bookkeeping.services.import_payroll import Imported, import_employees, import_month
from bookkeeping.spreadsheets import MAX_BYTES, write_table
from bookkeeping.views.report_pages import XLSX
from bookkeeping.views.shared import actor_of, company_of, period_of
from foundation.access import company_view
from foundation.audit import record
from foundation.middleware import message_of
from foundation.models import Role
from kernel.errors import InvalidValue, Refusal

TEMPLATES = {"employees": EMPLOYEE_COLUMNS, "month": MONTH_COLUMNS}


@company_view(Role.ACCOUNTANT)
def payroll_import(request: HttpRequest, company_id: int) -> HttpResponse:
    """Upload a table; with errors nothing is taken in and all of them are shown."""
    what, problem, done = request.POST.get("what", request.GET.get("what", "month")), "", Imported(0)
    if what not in TEMPLATES:
        raise Http404
    if request.method == "POST":
        try:
            done = _taken(request, what)
        except Refusal as refusal:
            problem = message_of(refusal)
        if done.rows:
            text = ngettext("已导入 %(n)s 行。", "已导入 %(n)s 行。", done.rows) % {"n": done.rows}
            messages.success(request, text)
            place = "bookkeeping:employees" if what == "employees" else "bookkeeping:payroll"
            response = redirect(place, company_id)
            response["Location"] += f"?period={period_of(request)}"
            return response
    chinese = (get_language() or "zh").startswith("zh")
    errors = [(e.row, e.column, e.message_zh if chinese else e.message_en) for e in done.errors]
    context = {"what": what, "problem": problem, "errors": errors, "payroll": _payroll(request)}
    return render(request, "bookkeeping/payroll_import.html", context, status=422 if problem or errors else 200)


def _taken(request: HttpRequest, what: str) -> Imported:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise InvalidValue("no file", message_zh="请选择文件")
    content = file.read(MAX_BYTES + 1)
    if what == "employees":
        return import_employees(company_of(request), content, period_of(request), actor=actor_of(request))
    found = _payroll(request)
    if found is None:
        raise InvalidValue("start the payroll first", message_zh="请先新建本月工资表")
    return import_month(found, content, actor=actor_of(request))


def _payroll(request: HttpRequest) -> Payroll | None:
    return payroll_of(company_of(request).pk, period_of(request))


@company_view(Role.ACCOUNTANT)
@require_safe
def payroll_template(request: HttpRequest, company_id: int, what: str) -> HttpResponse:
    """An empty table to fill in; of a month, with everybody on the payroll."""
    if what not in TEMPLATES:
        raise Http404
    found = _payroll(request)
    if what == "month" and found:
        return _file(export.sheet_header(), export.sheet_rows(found), "工资表", f"payroll-{found.period}")
    header = [("*" if column.required else "") + column.titles[0] for column in TEMPLATES[what]]
    return _file(header, [], "模板", f"template-{what}")


@company_view(Role.ACCOUNTANT)
@require_safe
def payroll_sheet_file(request: HttpRequest, company_id: int) -> HttpResponse:
    """The payroll as it stands."""
    found = _wanted(request)
    return _file(export.sheet_header(), export.sheet_rows(found), "工资表", f"payroll-{found.period}")


@company_view(Role.ACCOUNTANT)
@require_safe
def withholding_file(request: HttpRequest, company_id: int) -> HttpResponse:
    """The wage table for the withholding client."""
    found = _wanted(request)
    _exported(request, "wages")
    return _file(export.WAGES_HEADER, export.wage_rows(found), export.WAGES_SHEET, f"withholding-{found.period}")


@company_view(Role.ACCOUNTANT)
@require_safe
def people_file(request: HttpRequest, company_id: int) -> HttpResponse:
    """The personnel table for the withholding client."""
    _exported(request, "people")
    rows = export.people_rows(company_of(request), period_of(request))
    return _file(export.PEOPLE_HEADER, rows, export.PEOPLE_SHEET, f"people-{period_of(request)}")


def _exported(request: HttpRequest, what: str) -> None:
    """Identity numbers leave the house: on record."""
    content = {"what": what, "period": str(period_of(request))}
    record(company=company_of(request), actor=actor_of(request), action="payroll.exported", content=content)


def _wanted(request: HttpRequest) -> Payroll:
    found = _payroll(request)
    if found is None:
        raise Http404(_("没有工资表"))
    return found


def _file(header: Sequence[str], rows: Iterable[Sequence[object]], sheet: str, name: str) -> HttpResponse:
    response = HttpResponse(write_table(sheet, header, rows), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
