"""The list of vouchers of a period, with its filters, and steps for many vouchers at once."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookkeeping.domain.voucher_types import SCHEMES
from bookkeeping.models import Voucher, VoucherState
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.templates import templates_due
from bookkeeping.selectors.voucher_pages import papers_added
from bookkeeping.selectors.voucher_search import ORIGINS, VoucherFilter, find_vouchers, whole_number
from bookkeeping.services.batch_vouchers import BatchOutcome, post_many, review_many
from bookkeeping.services.post_voucher import post_reviewed
from bookkeeping.views.shared import LAYOUT_NAMES, account_options, actor_of, company_of, period_of
from foundation.access import company_view
from foundation.middleware import message_of
from foundation.models import Role, User

PER_PAGE = 50


@company_view(Role.VIEWER)
@require_safe
def vouchers(request: HttpRequest, company_id: int) -> HttpResponse:
    """Vouchers of the period that fit what is asked for."""
    asked, period = VoucherFilter.of(request.GET.dict()), str(period_of(request))
    books = books_of(company_id)
    page = Paginator(find_vouchers(company_id, period_of(request), asked), PER_PAGE).get_page(request.GET.get("page"))
    shown = Voucher.objects.filter(pk__in=[row.pk for row in page]).annotate(amount=Sum("lines__debit"))
    by_id = {
        row.pk: row for row in shown.prefetch_related("lines__account").select_related("reversed_by", "prepared_by")
    }
    added = papers_added(by_id)
    names = {row.pk: [books.chart.full_name(line.account.code) for line in row.lines.all()] for row in by_id.values()}
    ours = Voucher.objects.filter(company_id=company_id, period=period)
    context = {
        "page": page,
        "rows": [(by_id[row.pk], names[row.pk], row.attachment_count + added.get(row.pk, 0)) for row in page],
        "asked": asked,
        "states": VoucherState.choices,
        "types": SCHEMES[books.voucher_scheme],
        "origins": ORIGINS.items(),
        "preparers": User.objects.filter(pk__in=ours.values("prepared_by_id").distinct()),
        "accounts": account_options(company_of(request)),
        "due": templates_due(company_id, period_of(request)),
        "layouts": LAYOUT_NAMES,
        "reviewed": ours.filter(state=VoucherState.REVIEWED).count(),
    }
    return render(request, "bookkeeping/vouchers.html", context)


@company_view(Role.ACCOUNTANT)
@require_POST
def batch(request: HttpRequest, company_id: int) -> HttpResponse:
    """Review or post the vouchers ticked."""
    company, actor = company_of(request), actor_of(request)
    ids = [pk for text in request.POST.getlist("voucher") if (pk := whole_number(text)) is not None]
    step = request.POST.get("step", "")
    if step in {"review", "review_post"}:
        _tell(request, _("已审核 %(n)s 张凭证。"), review_many(company, ids, actor=actor))
    if step in {"post", "review_post"}:
        _tell(request, _("已记账 %(n)s 张凭证。"), post_many(company, ids, actor=actor))
    return redirect(f"{reverse('bookkeeping:vouchers', args=[company_id])}?period={period_of(request)}")


def _tell(request: HttpRequest, sentence: str, outcome: BatchOutcome) -> None:
    messages.success(request, sentence % {"n": outcome.done})
    for voucher, refusal in outcome.refused[:5]:
        messages.error(request, f"{voucher.description}：{message_of(refusal)}")


@company_view(Role.ACCOUNTANT)
@require_POST
def post_all(request: HttpRequest, company_id: int) -> HttpResponse:
    """Post every reviewed voucher of the period."""
    posted = post_reviewed(company_id, period_of(request), actor=actor_of(request))
    messages.success(request, _("已记账 %(n)s 张凭证。") % {"n": posted})
    return redirect("bookkeeping:vouchers", company_id)
