"""What is due for the period shown, with deadlines and states, and what was filed before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from foundation.access import company_view
from foundation.models import Company, Role
from kernel.period import AccountingPeriod
from tax_filing.domain.due import DueReturn
from tax_filing.domain.duties import Duty
from tax_filing.models import Submission, TaxReturn
from tax_filing.selectors.due import due_for
from tax_filing.selectors.duties import duties_of, registration_watch_of
from tax_filing.selectors.returns import returns_for, submission_of
from tax_filing.services.draft_duty import draft_duty
from tax_filing.services.draft_returns import draft_returns
from tax_filing.views.context import CompanyRequest

HISTORY = 20


@dataclass(frozen=True, slots=True)
class DueRow:
    """One owed return as the list shows it."""

    due: DueReturn
    tax_return: TaxReturn | None
    submission: Submission | None
    days_left: int

    @property
    def state(self) -> str:
        """Where it stands, in the words of the house."""
        if self.submission:
            return self.submission.state
        if self.days_left < 0:
            return "overdue"
        return "due" if self.tax_return is None else "draft"

    @property
    def is_pressing(self) -> bool:
        """Whether the deadline is near and nothing was sent."""
        return self.submission is None and self.days_left <= 3


@company_view(Role.VIEWER)
@require_safe
def due(request: CompanyRequest, company_id: int) -> HttpResponse:
    """The list."""
    rows = due_rows(request.company, request.period, timezone.localdate())
    context = {
        "rows": rows,
        "duties": _duty_rows(request),
        "watch": registration_watch_of(request.company, request.period),
        "following": None if rows else _following(request.company, request.period),
        "history": Submission.objects.filter(company=request.company).select_related("receipt", "payment")[:HISTORY],
    }
    return render(request, "tax_filing/due.html", context)


@company_view(Role.ACCOUNTANT)
@require_POST
def draft(request: CompanyRequest, company_id: int) -> HttpResponse:
    """Compute the drafts of the period anew."""
    draft_returns(request.company, request.period, actor=request.user)
    place = "tax_filing:plan" if request.POST.get("then") == "plan" else "tax_filing:due"
    return redirect(f"{reverse(place, args=[company_id])}?period={request.period}")


@company_view(Role.ACCOUNTANT)
@require_POST
def draft_duty_return(request: CompanyRequest, company_id: int, form: str) -> HttpResponse:
    """Draft a return that goes another way than the filing package, and show it."""
    drafted = draft_duty(request.company, form, request.period, actor=request.user)
    return redirect("tax_filing:return", company_id, drafted.pk)


def _duty_rows(request: CompanyRequest) -> list[Duty]:
    """What people earn is for accountants; a viewer sees the duties without it."""
    found = duties_of(request.company, request.period)
    if request.role >= Role.ACCOUNTANT:
        return found
    return [replace(duty, base=None, amount=None) for duty in found]


def due_rows(company: Company, period: AccountingPeriod, today: date) -> list[DueRow]:
    """Rows of the list."""
    return [
        DueRow(owed, found, submission_of(found) if found else None, (owed.deadline - today).days)
        for owed, found in returns_for(company, due_for(company, period))
    ]


def _following(company: Company, period: AccountingPeriod) -> tuple[AccountingPeriod, DueReturn] | None:
    """The next month that owes a return, for a month that owes none."""
    for ahead in range(1, 4):
        later = period.shifted(ahead)
        if owed := due_for(company, later):
            return later, owed[0]
    return None
