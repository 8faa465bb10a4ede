"""Received files: the list, the file itself, a picture of a page, reading it once more."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access import company_view
from foundation.documents.exports import document_path, document_response
from foundation.models import Document, Role
from invoices.filters import DocumentFilter
from invoices.readers import Unreadable
from invoices.readers.guarded import page_image
from invoices.selectors.documents import document_rows
from invoices.services.read_again import read_again

PAGE_SIZE = 50
MOST_SKEW = 0.8


@company_view(Role.VIEWER)
@require_safe
def document_list(request: HttpRequest, company_id: int) -> HttpResponse:
    """Every received file with its state, its error and the invoices found in it."""
    found = DocumentFilter(request.GET, queryset=Document.objects.filter(company_id=company_id))
    page = Paginator(found.qs.select_related("received_by", "parent"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"filter": found, "page": page, "rows": document_rows(page.object_list)}
    return render(request, "invoices/documents.html", context)


@company_view(Role.VIEWER)
@require_safe
def document_file(request: HttpRequest, company_id: int, document_id: int) -> HttpResponseBase:
    """The bytes as received."""
    document = get_object_or_404(Document, pk=document_id, company_id=company_id)
    return document_response(document, inline=request.GET.get("show") == "1")


@company_view(Role.VIEWER)
@require_safe
def document_page(request: HttpRequest, company_id: int, document_id: int, page: int) -> HttpResponse:
    """One page as PNG, turned by `turn` quarters and straightened by `skew` radians."""
    document = get_object_or_404(Document, pk=document_id, company_id=company_id)
    try:
        turn, skew = int(request.GET.get("turn", "0")) % 4, float(request.GET.get("skew", "0"))
        picture = page_image(document_path(document), page, turn=turn, skew=max(-MOST_SKEW, min(skew, MOST_SKEW)))
    except (Unreadable, OSError, ValueError) as error:
        raise Http404 from error
    response = HttpResponse(picture, content_type="image/png")
    response["Cache-Control"] = "private, max-age=86400"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@company_view(Role.ACCOUNTANT)
@require_POST
def document_again(request: HttpRequest, company_id: int, document_id: int) -> HttpResponse:
    """Read a failed file once more."""
    document = get_object_or_404(Document, pk=document_id, company_id=company_id)
    read_again(document, request.user)  # type: ignore[arg-type]
    messages.success(request, _("已重新排队读取。"))
    return redirect("invoices:documents", company_id)
