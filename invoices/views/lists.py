"""The bureau's invoice lists: fetch them, import an exported sheet, say once what unknown columns mean."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.access import company_view
from foundation.documents.exports import open_document, receive_bytes
from foundation.models import Document, Role
from foundation.workbooks import MAX_BYTES
from invoices.domain.invoice_list import names
from invoices.models import Direction, ListedInvoice
from invoices.services.invoice_lists import Unexplained, fetch_lists, import_list, unexplained
from kernel.errors import InvalidValue, OutsideFailure

ROWS = 100


@company_view(Role.VIEWER)
@require_safe
def lists(request: HttpRequest, company_id: int) -> HttpResponse:
    """What the bureau listed for the month."""
    period = request.period  # type: ignore[attr-defined]
    rows = ListedInvoice.objects.filter(company_id=company_id, issue_date__gte=period.start, issue_date__lte=period.end)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    return render(request, "invoices/lists.html", {"page": page, "directions": Direction.choices})


@company_view(Role.ACCOUNTANT)
@require_POST
def lists_fetch(request: HttpRequest, company_id: int) -> HttpResponse:
    """Ask the bureau for the month's lists."""
    try:
        counts = fetch_lists(request.company, request.period)  # type: ignore[attr-defined]
    except OutsideFailure as failure:
        messages.error(request, failure.message_zh)
    else:
        messages.success(request, _("清单共 %(listed)s 张，其中新的 %(new)s 张。") % counts)
    return redirect(_page(request))


@company_view(Role.ACCOUNTANT)
@require_POST
def lists_import(request: HttpRequest, company_id: int) -> HttpResponse:
    """Take in an exported sheet; one with unknown columns goes on to the page that asks what they are."""
    file: Any = request.FILES.get("file")
    if file is None or file.size > MAX_BYTES:
        raise InvalidValue("no file or too large", message_zh="请选择不超过 20 MB 的清单文件")
    company, user, content = request.company, request.user, file.read()  # type: ignore[attr-defined]
    direction = request.POST.get("direction", "")
    outcome = import_list(company, direction, content, actor=user)  # type: ignore[arg-type]
    document = receive_bytes(company, file.name, content, user, read=False)  # type: ignore[arg-type]
    if isinstance(outcome, Unexplained):
        address = reverse("invoices:lists_columns", args=[company_id, document.pk])
        return redirect(f"{address}?direction={direction}&period={request.period}")  # type: ignore[attr-defined]
    return _told(request, outcome)


@company_view(Role.ACCOUNTANT)
@require_http_methods(["GET", "HEAD", "POST"])
def lists_columns(request: HttpRequest, company_id: int, document_id: int) -> HttpResponse:
    """What each column of an unknown sheet means; it is remembered for the company."""
    document = get_object_or_404(Document, pk=document_id, company_id=company_id)
    company, content = request.company, open_document(document)  # type: ignore[attr-defined]
    if request.method == "POST":
        direction, said = request.GET.get("direction", ""), _said(request)
        counts = import_list(company, direction, content, actor=request.user, columns=said)  # type: ignore[arg-type]
        return redirect(_page(request)) if isinstance(counts, Unexplained) else _told(request, counts)
    asked = unexplained(company, content)
    if asked is None:
        return redirect(_page(request))
    columns = [
        (place, title, [one[place] if place < len(one) else "" for one in asked.examples])
        for place, title in enumerate(asked.header.titles)
    ]
    choices = [(name, _title(name)) for name in names()]
    return render(request, "invoices/list_columns.html", {"columns": columns, "choices": choices, "document": document})


def _said(request: HttpRequest) -> dict[str, int]:
    """Our name of each column a person named. Raises `InvalidValue` for a name twice or none for the number."""
    chosen = [
        (request.POST[key], int(key[7:])) for key in request.POST if key.startswith("column_") and key[7:].isdigit()
    ]
    told = [(name, place) for name, place in chosen if name in names()]
    if len({name for name, _place in told}) != len(told):
        raise InvalidValue("a meaning twice", message_zh="同一含义只能选一列")
    if "invoice_number" not in dict(told):
        raise InvalidValue("no column for the number", message_zh="请说明哪一列是发票号码")
    return dict(told)


def _title(name: str) -> str:
    """What we call a column."""
    return str(next(field.verbose_name for field in ListedInvoice._meta.concrete_fields if field.name == name))


def _told(request: HttpRequest, counts: dict[str, int]) -> HttpResponse:
    text = _("清单共 %(listed)s 张，其中新的 %(new)s 张；有 %(unread)s 行无法识别。")
    messages.success(request, text % counts)
    return redirect(_page(request))


def _page(request: HttpRequest) -> str:
    return f"{reverse('invoices:lists', args=[request.company.pk])}?period={request.period}"  # type: ignore[attr-defined]
