"""Uploading files and watching them being read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from foundation.access import company_view
from foundation.models import Document, Role
from invoices.selectors.documents import DocumentRow, document_rows
from invoices.services.receive_files import receive_uploads

MOST_WATCHED = 300


@company_view(Role.VIEWER, write=Role.ACCOUNTANT)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, company_id: int) -> HttpResponse:
    """The upload page; a POST receives the files and shows how they get on."""
    if request.method != "POST":
        return render(request, "invoices/upload.html", {"rows": _recent(company_id)})
    files: Any = request.FILES.getlist("files")
    documents = receive_uploads(request.company, files, request.user)  # type: ignore[attr-defined, arg-type]
    if request.headers.get("HX-Request") != "true":
        return redirect("invoices:documents", company_id)
    return _progress(request, company_id, [document.pk for document in documents])


@company_view(Role.VIEWER)
@require_safe
def upload_progress(request: HttpRequest, company_id: int) -> HttpResponse:
    """The state of the files named in the address; asks again by itself until all have ended."""
    ids = [int(one) for one in request.GET.get("ids", "").split(",") if one.isdigit()][:MOST_WATCHED]
    return _progress(request, company_id, ids)


def _progress(request: HttpRequest, company_id: int, ids: list[int]) -> HttpResponse:
    watched = Document.objects.filter(company_id=company_id, pk__in=ids) | Document.objects.filter(
        company_id=company_id, parent_id__in=ids
    )
    rows = document_rows(watched.distinct().order_by("pk"))
    url = reverse("invoices:upload_progress", args=[company_id])
    context = {
        "rows": rows,
        "ended": sum(row.has_ended for row in rows),
        "again": f"{url}?ids={','.join(str(one) for one in ids)}" if not all(row.has_ended for row in rows) else "",
    }
    return render(request, "invoices/_progress.html", context)


def _recent(company_id: int) -> list[DocumentRow]:
    return document_rows(Document.objects.filter(company_id=company_id)[:10])
