"""Vouchers as files: slips to print, Excel out and in."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookkeeping.models import Voucher, VoucherState
from bookkeeping.reports.voucher_slips import LAYOUTS, print_vouchers, volumes_of
from bookkeeping.reports.voucher_table import table_of
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.voucher_pages import pages_of
from bookkeeping.selectors.voucher_search import VoucherFilter, find_vouchers, whole_number
from bookkeeping.services.import_vouchers import Reading, import_vouchers, read_file
from bookkeeping.spreadsheets import MAX_BYTES
from bookkeeping.views.report_pages import XLSX
from bookkeeping.views.shared import actor_of, company_of, period_of
from foundation.access import company_view
from foundation.middleware import message_of
from foundation.models import Role
from kernel.errors import InvalidValue, Refusal

MOST_PRINTED = 3000


@company_view(Role.VIEWER)
def voucher_print(request: HttpRequest, company_id: int) -> HttpResponse:
    """A PDF of the vouchers ticked (POST), of one (`?id=`), or of all posted ones of the period."""
    said = request.POST if request.method == "POST" else request.GET
    layout = LAYOUTS.get(said.get("layout", "a4-2"))
    if layout is None:
        raise Http404
    asked = said.getlist("voucher") + said.getlist("id")
    wanted = [pk for text in asked if (pk := whole_number(text)) is not None]
    rows = list(_wanted(company_id, request, wanted)[: MOST_PRINTED + 1])
    if not rows:
        raise Http404(_("没有可打印的凭证"))
    if len(rows) > MOST_PRINTED:
        raise InvalidValue(f"more than {MOST_PRINTED} vouchers", message_zh=f"一次最多打印 {MOST_PRINTED} 张凭证")
    pages = pages_of(books_of(company_id).chart, rows)
    each = whole_number(said.get("each", "")) or 0
    volumes = volumes_of(pages, company_of(request).name, str(period_of(request)), each)
    response = HttpResponse(print_vouchers(volumes, layout, covers=bool(said.get("cover"))), "application/pdf")
    response["Content-Disposition"] = f'inline; filename="vouchers-{period_of(request)}.pdf"'
    return response


def _wanted(company_id: int, request: HttpRequest, ids: list[int]) -> QuerySet[Voucher]:
    rows = Voucher.objects.filter(company_id=company_id).select_related("prepared_by", "reviewed_by", "posted_by")
    of_period = Q(period=str(period_of(request)), state=VoucherState.POSTED)
    return rows.filter(Q(pk__in=ids) if ids else of_period).order_by("period", "voucher_type", "number", "date", "pk")


@company_view(Role.VIEWER)
@require_safe
def voucher_export(request: HttpRequest, company_id: int) -> HttpResponse:
    """The vouchers that fit the filters of the list, as a table that can be taken in again."""
    rows = find_vouchers(company_id, period_of(request), VoucherFilter.of(request.GET.dict()))
    response = HttpResponse(table_of(books_of(company_id).chart, rows.order_by()), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="vouchers-{period_of(request)}.xlsx"'
    return response


@company_view(Role.ACCOUNTANT)
def voucher_import(request: HttpRequest, company_id: int) -> HttpResponse:
    """Look at a file of vouchers, then take in all of it or only what is good."""
    problem, reading = "", None
    if request.method == "POST":
        try:
            reading, written = _read(request)
            if written:
                messages.success(request, _("已导入 %(n)s 张凭证草稿。") % {"n": written})
                return redirect(f"{reverse('bookkeeping:vouchers', args=[company_id])}?{_first_month(reading)}")
        except Refusal as refusal:
            problem = message_of(refusal)
    english = get_language() == "en"
    problems = [(each.row, each.en if english else each.zh) for each in reading.problems] if reading else []
    context = {"problem": problem, "reading": reading, "problems": problems}
    partial = request.headers.get("HX-Request") == "true"
    template = "bookkeeping/_import_reading.html" if partial else "bookkeeping/voucher_import.html"
    return render(request, template, context, status=422 if problem and not partial else 200)


def _first_month(reading: Reading) -> str:
    days = [each.voucher.day for each in reading.good if each.voucher.day]
    return f"period={min(days):%Y-%m}&origin=import"


def _read(request: HttpRequest) -> tuple[Reading, int]:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise InvalidValue("no file", message_zh="请选择文件")
    content, mode = file.read(MAX_BYTES + 1), request.POST.get("mode", "")
    if mode in {"all", "good"}:
        return import_vouchers(company_of(request), content, only_good=mode == "good", actor=actor_of(request))
    return read_file(company_of(request), content), 0
