"""One voucher in the cash flow statement: where its cash stands, and another line where a person knows better."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookkeeping.charts import titles_en
from bookkeeping.models import Voucher
from bookkeeping.selectors.books import books_of
from bookkeeping.selectors.cash_choices import cash_lines, choosable
from bookkeeping.services.choose_cash_flow import choose_cash_flow
from bookkeeping.views.shared import actor_of
from foundation.access import company_view
from foundation.middleware import message_of
from foundation.models import Role
from kernel.errors import Refusal


@company_view(Role.VIEWER, write=Role.ACCOUNTANT)
@require_http_methods(["GET", "HEAD", "POST"])
def cash_flow_choices(request: HttpRequest, company_id: int, voucher_id: int) -> HttpResponse:
    """The lines of a voucher with their line of the statement; a post chooses another one."""
    voucher = get_object_or_404(Voucher.objects.select_related("company"), pk=voucher_id, company_id=company_id)
    if request.method == "POST":
        return _choose(request, voucher)
    books = books_of(company_id)
    english = titles_en() if get_language() == "en" else {}
    items = {line.line: f"{line.line} {english.get(line.title, line.title)}" for line in choosable(books)}
    context = {
        "voucher": voucher,
        "lines": [(line, items.get(line.ruled, "")) for line in cash_lines(books, voucher)],
        "items": items.items(),
    }
    return render(request, "bookkeeping/cash_flow_choices.html", context)


def _choose(request: HttpRequest, voucher: Voucher) -> HttpResponse:
    position, item = request.POST.get("position", ""), request.POST.get("item", "")
    try:
        if position.isascii() and position.isdigit() and item.isascii() and item.isdigit():
            choose_cash_flow(voucher, int(position), int(item), actor=actor_of(request))
            messages.success(request, _("已指定现金流量项目。"))
    except Refusal as refusal:
        messages.error(request, message_of(refusal))
    return redirect("bookkeeping:cash_flow_choices", voucher.company_id, voucher.pk)
