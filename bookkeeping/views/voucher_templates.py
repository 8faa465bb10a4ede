"""Templates of vouchers: the list, saving one from a voucher, removing one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookkeeping.models import Voucher, VoucherTemplate
from bookkeeping.selectors.books import books_of
from bookkeeping.services.keep_templates import remove_template, save_template
from bookkeeping.views.entry_form import typed_rows_of
from bookkeeping.views.shared import actor_of, company_of
from foundation.access import company_view
from foundation.models import Role


@company_view(Role.VIEWER)
@require_safe
def templates(request: HttpRequest, company_id: int) -> HttpResponse:
    """All templates of the company."""
    rows = VoucherTemplate.objects.filter(company_id=company_id).select_related("created_by")
    return render(request, "bookkeeping/voucher_templates.html", {"templates": rows})


@company_view(Role.ACCOUNTANT)
@require_POST
def save_as(request: HttpRequest, company_id: int, voucher_id: int) -> HttpResponse:
    """Keep a voucher as a template."""
    voucher = get_object_or_404(Voucher, pk=voucher_id, company_id=company_id)
    saved = save_template(
        company_of(request),
        request.POST.get("name", ""),
        typed_rows_of(books_of(company_id), voucher.draft_lines()),
        voucher_type=voucher.voucher_type,
        with_amounts="with_amounts" in request.POST,
        is_recurring="is_recurring" in request.POST,
        actor=actor_of(request),
    )
    messages.success(request, _("已存为模板“%s”。") % saved)
    return redirect("bookkeeping:voucher", company_id, voucher_id)


@company_view(Role.ACCOUNTANT)
@require_POST
def remove(request: HttpRequest, company_id: int, template_id: int) -> HttpResponse:
    """Remove a template."""
    template = get_object_or_404(VoucherTemplate, pk=template_id, company_id=company_id)
    remove_template(template, actor=actor_of(request))
    messages.info(request, _("模板已删除。"))
    return redirect("bookkeeping:voucher_templates", company_id)
