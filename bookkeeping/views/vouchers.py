"""One voucher in the traditional layout, and its steps to the ledger."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookkeeping.models import Voucher
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.voucher_pages import neighbours, pages_of
from bookkeeping.selectors.voucher_search import whole_number
from bookkeeping.selectors.voucher_sources import shown_sources
from bookkeeping.services.add_paper import add_paper, remove_paper
from bookkeeping.services.post_voucher import post_voucher
from bookkeeping.services.prepare_voucher import discard_voucher
from bookkeeping.services.reverse_voucher import reverse_voucher
from bookkeeping.services.review_voucher import review_voucher
from bookkeeping.services.withdraw_review import withdraw_review
from bookkeeping.views.shared import LAYOUT_NAMES, actor_of, period_of
from foundation.access import company_view
from foundation.models import Role
from kernel.errors import InvalidValue

MOST_FILES = 20


@company_view(Role.VIEWER)
@require_safe
def voucher(request: HttpRequest, company_id: int, voucher_id: int) -> HttpResponse:
    """One voucher with what it was made from."""
    row = get_object_or_404(
        Voucher.objects.select_related("prepared_by", "reviewed_by", "posted_by", "review_rule", "reverses"),
        pk=voucher_id,
        company_id=company_id,
    )
    [page] = pages_of(books_of(company_id).chart, [row])
    before, after = neighbours(row)
    context = {
        "voucher": row,
        "page": page,
        "before": before,
        "after": after,
        "sources": shown_sources(row),
        "layouts": LAYOUT_NAMES,
        "reversal": Voucher.objects.filter(reverses=row).first(),
        "today": period_of(request).end,
        "shown_period": period_of(request),
    }
    return render(request, "bookkeeping/voucher.html", context)


@company_view(Role.ACCOUNTANT)
@require_POST
def voucher_step(request: HttpRequest, company_id: int, voucher_id: int) -> HttpResponse:
    """One step of a voucher: review, withdraw, post, discard or reverse."""
    row = get_object_or_404(Voucher, pk=voucher_id, company_id=company_id)
    actor, step = actor_of(request), request.POST.get("step", "")
    if step == "review":
        review_voucher(row, actor=actor)
    elif step == "withdraw":
        withdraw_review(row, actor=actor)
    elif step == "post":
        post_voucher(row, actor=actor)
        messages.success(request, _("已记账。"))
    elif step == "discard":
        discard_voucher(row, actor=actor)
        messages.info(request, _("草稿已删除，内容保留在审计记录中。"))
        return redirect("bookkeeping:vouchers", company_id)
    elif step in {"reverse", "correct"}:
        return _reverse(request, company_id, row, then_correct=step == "correct")
    return redirect("bookkeeping:voucher", company_id, voucher_id)


def _reverse(request: HttpRequest, company_id: int, row: Voucher, *, then_correct: bool) -> HttpResponse:
    try:
        day = date.fromisoformat(request.POST.get("date", ""))
    except ValueError as error:
        raise InvalidValue("the date is missing", message_zh="请填写冲销日期") from error
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise InvalidValue("a reason is needed", message_zh="请填写冲销原因")
    red = reverse_voucher(row, actor=actor_of(request), day=day, reason=reason)
    messages.success(request, _("已生成红字凭证 %s。") % red)
    if then_correct:
        query = urlencode({"period": red.period, "date": red.date, "copy": row.pk})
        return redirect(f"{reverse('bookkeeping:voucher_new', args=[company_id])}?{query}")
    return redirect("bookkeeping:voucher", company_id, red.pk)


@company_view(Role.ACCOUNTANT)
@require_POST
def papers(request: HttpRequest, company_id: int, voucher_id: int) -> HttpResponse:
    """Add files to a voucher, or take one off a voucher that is not posted."""
    row = get_object_or_404(Voucher.objects.select_related("company"), pk=voucher_id, company_id=company_id)
    files = [file for file in request.FILES.getlist("files")[:MOST_FILES] if file.name]
    for file in files:
        add_paper(row, str(file.name), file.chunks(), actor=actor_of(request))
    removed = whole_number(request.POST.get("remove", ""))
    if removed is not None:
        remove_paper(row, removed, actor=actor_of(request))
    if files:
        messages.success(request, _("已添加附件 %(n)s 份。") % {"n": len(files)})
    return redirect("bookkeeping:voucher", company_id, voucher_id)
