"""Original files and the vouchers booked from them: the index of a period, one voucher, one file."""

from __future__ import annotations

from typing import Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from archives.domain.source_papers import State
from archives.selectors.booking import booking_papers
from archives.selectors.source_index import row_of_voucher, source_index, trail_of_file
from foundation.access import company_view
from foundation.documents.exports import is_intact
from foundation.models import Document, Role

ROWS = 100
STATES: Final[dict[str, tuple[Promise, str]]] = {
    State.COMPLETE.value: (_("齐全"), "good"),
    State.NOT_NEEDED.value: (_("无需外来凭证"), "neutral"),
    State.PAPER_ONLY.value: (_("只有纸质附件"), "info"),
    State.ORIGINAL_MISSING.value: (_("缺电子原件"), "bad"),
    State.MISSING.value: (_("缺原始凭证"), "warn"),
}
ORIGINS: Final[dict[str, Promise]] = {
    "manual": pgettext_lazy("origin", "手工录入"),
    "engine": pgettext_lazy("origin", "入账建议"),
    "import": pgettext_lazy("origin", "文件导入"),
    "api": pgettext_lazy("origin", "接口写入"),
    "demo": pgettext_lazy("origin", "演示数据"),
}


@company_view(Role.VIEWER)
@require_safe
def sources(request: HttpRequest, company_id: int) -> HttpResponse:
    """The index of the period; `?state=` shows vouchers of one state."""
    period = request.period  # type: ignore[attr-defined]
    index = source_index(company_id, period, period)
    asked = request.GET.get("state", "")
    if asked and asked not in STATES:
        raise Http404
    shown = [row for row in index.rows if not asked or row.state.value == asked]
    page = Paginator(shown, ROWS).get_page(request.GET.get("page"))
    context = {
        "index": index,
        "asked": asked,
        "page": page,
        "rows": [(row, *STATES[row.state.value]) for row in page.object_list],
        "tiles": [(state, *STATES[state], count) for state, count in index.counts.items()],
        "missing": [(ORIGINS.get(kind, kind), count) for kind, count in index.missing_by_origin],
    }
    return render(request, "archives/sources.html", context)


@company_view(Role.VIEWER)
@require_safe
def voucher(request: HttpRequest, company_id: int, voucher_id: int) -> HttpResponse:
    """One posted voucher: its invoices, its files with a fresh look at their hashes, its booking files."""
    row = row_of_voucher(company_id, voucher_id)
    if row is None:
        raise Http404
    label, tone = STATES[row.state.value]
    context = {
        "row": row,
        "label": label,
        "tone": tone,
        "files": [(document, is_intact(document)) for document in row.files],
        "bookings": booking_papers(request.company, [row]),  # type: ignore[attr-defined]
    }
    return render(request, "archives/voucher.html", context)


@company_view(Role.VIEWER)
@require_safe
def document(request: HttpRequest, company_id: int, document_id: int) -> HttpResponse:
    """One file: its hash made anew, the invoices in it, the vouchers booked from it."""
    found = get_object_or_404(Document, pk=document_id, company_id=company_id)
    context = {"trail": trail_of_file(found), "intact": is_intact(found)}
    return render(request, "archives/document.html", context)


@company_view(Role.VIEWER)
@require_safe
def booking_file(request: HttpRequest, company_id: int, voucher_id: int, invoice_id: int) -> HttpResponse:
    """The structured booking file of one electronic voucher booked by this voucher."""
    row = row_of_voucher(company_id, voucher_id)
    papers = booking_papers(request.company, [row]) if row else []  # type: ignore[attr-defined]
    found = next((paper for paper in papers if paper.invoice_id == invoice_id), None)
    if found is None:
        raise Http404
    response = HttpResponse(found.content, content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="{found.ascii_name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
