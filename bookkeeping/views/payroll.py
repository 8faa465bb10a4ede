"""The payroll of a month: the sheet, one person's computation, payslips, confirmation, payment, reversal.

Only for who keeps the books: what others are paid is nobody else's business.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookkeeping.domain.payroll import BonusChoice, bonus_choice
from bookkeeping.domain.payroll_entries import PARTS
from bookkeeping.models import Employee, Payroll, PayrollLine, PayrollState
from bookkeeping.models.payroll import BONUS_METHODS, COMPUTED, ENTERED, FUND_NAMES, TITLES
from bookkeeping.payroll_forms import PayForm, ReverseForm
from bookkeeping.selectors.payroll import payroll_of, settings_of, staff_in, standing_vouchers
from bookkeeping.selectors.payroll_checks import payroll_ties
from bookkeeping.selectors.payroll_year import YearBook
from bookkeeping.services.compute_payroll import discard_payroll, save_sheet, start_payroll
from bookkeeping.services.settle_payroll import confirm_payroll, pay_payroll, reverse_payroll
from bookkeeping.views.shared import account_options, actor_of, company_of, period_of
from foundation.access import company_view
from foundation.middleware import message_of
from foundation.models import Role
from kernel.errors import InvalidValue, Refusal
from kernel.money import money, total


@company_view(Role.ACCOUNTANT)
def payroll(request: HttpRequest, company_id: int) -> HttpResponse:
    """The sheet of the month; posting keeps the cells and computes."""
    found = payroll_of(company_id, period_of(request))
    if request.method != "POST":
        return _sheet(request, found)
    if found is None:
        raise Http404
    try:
        late = bool(request.POST.get("catches_up"))
        save_sheet(found, _cells(request, found), actor=actor_of(request), catches_up=late)
    except Refusal as refusal:
        return _sheet(request, found, message_of(refusal), request.POST)
    if request.POST.get("then") == "confirm":
        return _confirmed(request, found)
    messages.success(request, _("已保存并重新计算。"))
    return _back(request)


def _cells(request: HttpRequest, found: Payroll) -> dict[int, dict[str, Any]]:
    """What was typed, by line. Raises `InvalidValue` naming the person and the column."""
    rows: dict[int, dict[str, Any]] = {}
    for line in found.lines.select_related("employee"):
        given: dict[str, Any] = {}
        for name in ENTERED:
            if (text := request.POST.get(f"{name}-{line.pk}")) is not None:
                given[name] = _amount(text, line, name)
        method = request.POST.get(f"bonus_method-{line.pk}")
        if method in dict(BONUS_METHODS):
            given["bonus_method"] = method
        rows[line.pk] = given
    return rows


def _amount(text: str, line: PayrollLine, name: str) -> Any:
    try:
        return money(text)
    except InvalidValue as error:
        title = str(TITLES[name])
        raise InvalidValue(
            f"{line.employee} {title}: {text!r} is not an amount",
            message_zh=f"{line.employee}“{title}”：{text} 不是金额",
        ) from error


def _confirmed(request: HttpRequest, found: Payroll) -> HttpResponse:
    try:
        confirm_payroll(found, actor=actor_of(request))
    except Refusal as refusal:
        return _sheet(request, payroll_of(found.company_id, period_of(request)), message_of(refusal))
    messages.success(request, _("工资表已确认，计提凭证已记账。"))
    return _back(request)


@company_view(Role.ACCOUNTANT)
@require_POST
def payroll_start(request: HttpRequest, company_id: int) -> HttpResponse:
    """A draft from the month before."""
    start_payroll(company_of(request), period_of(request), actor=actor_of(request))
    return _back(request)


@company_view(Role.ACCOUNTANT)
@require_POST
def payroll_discard(request: HttpRequest, company_id: int) -> HttpResponse:
    """Throw the draft away."""
    discard_payroll(_found(request), actor=actor_of(request))
    messages.success(request, _("已删除工资表草稿。"))
    return _back(request)


@company_view(Role.ACCOUNTANT)
@require_POST
def payroll_pay(request: HttpRequest, company_id: int) -> HttpResponse:
    """Pay wages, contributions or tax."""
    found, form = _found(request), PayForm(request.POST)
    if not form.is_valid():
        return _sheet(request, found, " ".join(str(e) for errors in form.errors.values() for e in errors))
    said = form.cleaned_data
    try:
        pay_payroll(found, said["part"], said["day"], said["bank"], actor=actor_of(request))
    except Refusal as refusal:
        return _sheet(request, found, message_of(refusal))
    messages.success(request, _("付款凭证已记账。"))
    return _back(request)


@company_view(Role.SUPERVISOR)
@require_POST
def payroll_reverse(request: HttpRequest, company_id: int) -> HttpResponse:
    """Reverse the month with all its vouchers."""
    found, form = _found(request), ReverseForm(request.POST)
    if not form.is_valid():
        return _sheet(request, found, _("冲销须填写日期和原因。"))
    try:
        reverse_payroll(found, actor=actor_of(request), **form.cleaned_data)
    except Refusal as refusal:
        return _sheet(request, found, message_of(refusal))
    messages.success(request, _("工资表已冲销，本月可以重新编制。"))
    return _back(request)


def _found(request: HttpRequest) -> Payroll:
    found = payroll_of(company_of(request).pk, period_of(request))
    if found is None:
        raise Http404
    return found


def _back(request: HttpRequest) -> HttpResponse:
    response = redirect("bookkeeping:payroll", company_of(request).pk)
    response["Location"] += f"?period={period_of(request)}"
    return response


def _sheet(request: HttpRequest, found: Payroll | None, problem: str = "", typed: Any = None) -> HttpResponse:
    company, month = company_of(request), period_of(request)
    lines = list(found.lines.select_related("employee")) if found else []
    vouchers = standing_vouchers(company.pk)[found.pk] if found else {}
    context = {
        "payroll": found,
        "settings": settings_of(company.pk),
        "staff": len(staff_in(company.pk, month)),
        "problem": problem,
        "draft": found is not None and found.state == PayrollState.DRAFT,
        "columns": [(name, TITLES[name], total(getattr(line, name) for line in lines)) for name in ENTERED],
        "rows": [(line, _row(line, typed)) for line in lines],
        "sums": {name: total(getattr(line, name) for line in lines) for name in COMPUTED},
        "tax": total(line.tax for line in lines),
        "methods": BONUS_METHODS,
        "vouchers": vouchers,
        "parts": [(part, PayForm(initial={"part": part, "day": month.end})) for part in PARTS if part not in vouchers],
        "reverse": ReverseForm(initial={"day": month.end}),
        "ties": [tie for tie in payroll_ties(company.pk, month) if tie.difference],
        "accounts": account_options(company),
    }
    return render(request, "bookkeeping/payroll.html", context, status=422 if problem else 200)


def _row(line: PayrollLine, typed: Any) -> list[tuple[str, Any]]:
    """The cells of a line: what was typed and refused, else what is kept; 0 is left empty."""
    cells = []
    for name in ENTERED:
        kept = getattr(line, name) or ""
        cells.append((name, typed.get(f"{name}-{line.pk}", kept) if typed else kept))
    return cells


@company_view(Role.ACCOUNTANT)
@require_safe
def payroll_line(request: HttpRequest, company_id: int, line_id: int) -> HttpResponse:
    """How one person's month was computed, with the bonus taxed both ways."""
    line = get_object_or_404(
        PayrollLine.objects.select_related("employee", "payroll"), payroll__company_id=company_id, pk=line_id
    )
    names = dict(FUND_NAMES)
    context = {
        "line": line,
        "funds": [(names[row["fund"]], row) for row in line.contributions],
        "choice": _choice(line),
    }
    return render(request, "bookkeeping/payroll_line.html", context)


def _choice(line: PayrollLine) -> BonusChoice | None:
    if not line.annual_bonus or line.problem:
        return None
    kept = settings_of(line.payroll.company_id)
    people = Employee.objects.prefetch_related("deductions", "brought_forward")
    book = YearBook(line.payroll, kept.average_wage if kept else None)
    year, _declared = book.person(people.get(pk=line.employee_id))
    return bonus_choice(line.payroll.taxed_in, line.pay, line.social_person + line.housing_person, year)


@company_view(Role.ACCOUNTANT)
@require_safe
def payslips(request: HttpRequest, company_id: int) -> HttpResponse:
    """Payslips to print, one a person; `?line=` shows one alone."""
    found = _found(request)
    lines = found.lines.select_related("employee")
    if (wanted := request.GET.get("line", "")).isdigit():
        lines = lines.filter(pk=int(wanted))
    names = dict(FUND_NAMES)
    rows = [(line, [(names[row["fund"]], row) for row in line.contributions]) for line in lines]
    return render(request, "bookkeeping/payslips.html", {"payroll": found, "rows": rows})
