"""Lists of analysis items (辅助核算项目): customers, suppliers, departments, employees, projects, stock items."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bookkeeping.domain.analysis import Dimension
from bookkeeping.domain.typed_rows import Problem
from bookkeeping.forms_accounts import ItemForm
from bookkeeping.models import AnalysisItem
from bookkeeping.models.analysis import DIMENSIONS
from bookkeeping.services.import_items import import_items
from bookkeeping.services.keep_analysis import keep_item
from bookkeeping.spreadsheets import MAX_BYTES
from bookkeeping.views.shared import actor_of, company_of
from foundation.access import company_view
from foundation.middleware import message_of
from foundation.models import Role
from kernel.errors import InvalidValue, Refusal

PER_PAGE = 100


def _dimension(request: HttpRequest) -> str:
    said = request.GET.get("dimension", "")
    return said if said in set(Dimension) else Dimension.DEPARTMENT.value


def _list(request: HttpRequest) -> HttpResponse:
    address = reverse("bookkeeping:analysis_items", args=[company_of(request).pk])
    return redirect(f"{address}?dimension={_dimension(request)}")


@company_view(Role.VIEWER, write=Role.ACCOUNTANT)
def analysis_items(request: HttpRequest, company_id: int) -> HttpResponse:
    """The items of one dimension; POST adds one."""
    dimension, form, problem = _dimension(request), ItemForm(), ""
    if request.method == "POST":
        form = ItemForm(request.POST)
        try:
            if form.is_valid():
                row = keep_item(company_of(request), form.facts(dimension), actor=actor_of(request))
                messages.success(request, _("已新增 %s。") % row)
                return _list(request)
        except Refusal as refusal:
            problem = message_of(refusal)
    rows = AnalysisItem.objects.filter(company_id=company_id, dimension=dimension).order_by("-is_active", "code")
    if words := request.GET.get("q", "").strip():
        rows = rows.filter(search_text__icontains=words)
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "dimensions": DIMENSIONS,
        "dimension": dimension,
        "form": form,
        "problem": problem,
        "q": words,
    }
    status = 422 if problem or form.errors else 200
    return render(request, "bookkeeping/analysis_items.html", context, status=status)


@company_view(Role.VIEWER, write=Role.ACCOUNTANT)
def item(request: HttpRequest, company_id: int, item_id: int) -> HttpResponse:
    """One item; POST changes it or switches it off."""
    row = get_object_or_404(AnalysisItem, pk=item_id, company_id=company_id)
    form, problem = ItemForm.of(row), ""
    if request.method == "POST":
        form = ItemForm(request.POST)
        try:
            if form.is_valid():
                keep_item(company_of(request), form.facts(row.dimension), item=row, actor=actor_of(request))
                messages.success(request, _("已修改 %s。") % row)
                address = reverse("bookkeeping:analysis_items", args=[company_id])
                return redirect(f"{address}?dimension={row.dimension}")
        except Refusal as refusal:
            problem = message_of(refusal)
    context = {"item": row, "form": form, "problem": problem}
    return render(request, "bookkeeping/analysis_item.html", context, status=422 if problem or form.errors else 200)


@company_view(Role.ACCOUNTANT)
def items_import(request: HttpRequest, company_id: int) -> HttpResponse:
    """Take items of a dimension in from Excel."""
    problem = ""
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            written, problems = _imported(request)
            if written:
                messages.success(request, _("已导入 %(n)s 项。") % {"n": written})
                return _list(request)
        except Refusal as refusal:
            problem = message_of(refusal)
    english = get_language() == "en"
    context = {
        "problem": problem,
        "problems": [(each.row, each.en if english else each.zh) for each in problems],
        "dimension": _dimension(request),
        "title": dict(DIMENSIONS)[_dimension(request)],
    }
    return render(request, "bookkeeping/items_import.html", context, status=422 if problem or problems else 200)


def _imported(request: HttpRequest) -> tuple[int, list[Problem]]:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise InvalidValue("no file", message_zh="请选择文件")
    content = file.read(MAX_BYTES + 1)
    return import_items(company_of(request), _dimension(request), content, actor=actor_of(request))
