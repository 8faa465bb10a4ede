"""Settings of vouchers: the company's set of voucher types."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bookkeeping.domain.voucher_types import SCHEMES
from bookkeeping.selectors.books import books_of
from bookkeeping.services.set_voucher_types import may_change_types, set_voucher_types
from bookkeeping.views.shared import actor_of, company_of
from foundation.access import company_view
from foundation.models import Role


@company_view(Role.VIEWER, write=Role.SUPERVISOR)
def voucher_types(request: HttpRequest, company_id: int) -> HttpResponse:
    """Which voucher types the company uses; POST changes them."""
    if request.method == "POST":
        set_voucher_types(company_of(request), request.POST.get("scheme", ""), actor=actor_of(request))
        messages.success(request, _("凭证字已更改。"))
        return redirect("bookkeeping:voucher_types", company_id)
    context = {
        "schemes": [(name, " ".join(words)) for name, words in SCHEMES.items()],
        "scheme": books_of(company_id).voucher_scheme,
        "may_change": may_change_types(company_id),
    }
    return render(request, "bookkeeping/voucher_types.html", context)
