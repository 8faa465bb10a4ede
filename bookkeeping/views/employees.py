"""Employees: the list, one card with enrolment, deductions and sums brought forward. Only for who keeps the books."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bookkeeping.models import Employee, SpecialDeduction
from bookkeeping.payroll_forms import BroughtForwardForm, DeductionForm, EmployeeForm, EnrolForm
from bookkeeping.selectors.contributions import enrolment_in
from bookkeeping.selectors.payroll import settings_of
from bookkeeping.services.keep_employees import (
    bring_forward,
    declare_deduction,
    end_deduction,
    enrol,
    save_employee,
)
from bookkeeping.services.open_books import ensure_books
from bookkeeping.views.shared import account_options, actor_of, city_options, company_of, period_of
from foundation.access import company_view
from foundation.middleware import message_of
from foundation.models import Role
from kernel.errors import Refusal
from kernel.period import AccountingPeriod


@company_view(Role.ACCOUNTANT)
@require_safe
def employees(request: HttpRequest, company_id: int) -> HttpResponse:
    """Everybody, those here this month first."""
    month = period_of(request)
    people = Employee.objects.filter(company_id=company_id).prefetch_related("enrolments", "deductions")
    rows = [
        (one, enrolment_in(one.enrolments.all(), month), sum(d.covers(month) for d in one.deductions.all()))
        for one in people
    ]
    here = [row for row in rows if row[0].works_in(month)]
    gone = [row for row in rows if not row[0].works_in(month)]
    return render(request, "bookkeeping/employees.html", {"rows": [*here, *gone], "here": len(here)})


@company_view(Role.ACCOUNTANT)
def employee_new(request: HttpRequest, company_id: int) -> HttpResponse:
    """Enter an employee."""
    ensure_books(company_id, company_of(request).first_period.start)
    form = EmployeeForm(request.POST or None, initial={"hired_on": period_of(request).start})
    saved, problem = _saved(request, form, None)
    if saved:
        messages.success(request, _("已保存员工 %s。") % saved)
        return redirect("bookkeeping:employee", company_id, saved.pk)
    context = {"form": form, "problem": problem, "accounts": account_options(company_of(request))}
    return render(request, "bookkeeping/employee_form.html", context, status=422 if form.errors or problem else 200)


@company_view(Role.ACCOUNTANT)
def employee(request: HttpRequest, company_id: int, employee_id: int) -> HttpResponse:
    """One card; posting saves it."""
    person = get_object_or_404(Employee, company_id=company_id, pk=employee_id)
    if request.method != "POST":
        return _shown(request, person)
    form = EmployeeForm(request.POST)
    saved, problem = _saved(request, form, person)
    if saved is None:
        return _shown(request, person, problem, card=form)
    messages.success(request, _("已保存员工 %s。") % saved)
    return redirect("bookkeeping:employee", company_id, employee_id)


def _saved(request: HttpRequest, form: EmployeeForm, person: Employee | None) -> tuple[Employee | None, str]:
    if request.method != "POST" or not form.is_valid():
        return None, ""
    try:
        values, actor = (form.card(), form.personal()), actor_of(request)
        return save_employee(company_of(request), *values, actor=actor, employee=person), ""
    except Refusal as refusal:
        return None, message_of(refusal)


@company_view(Role.ACCOUNTANT)
@require_POST
def employee_enrol(request: HttpRequest, company_id: int, employee_id: int) -> HttpResponse:
    """Insurance from a month on."""

    def do(person: Employee, said: dict[str, Any]) -> None:
        bases = (said["social_base"], said["housing_base"])
        enrol(person, AccountingPeriod.parse(said["begins"]), said["city"], bases, actor=actor_of(request))

    return _done(request, employee_id, "enrol", EnrolForm(request.POST), do)


@company_view(Role.ACCOUNTANT)
@require_POST
def employee_deduct(request: HttpRequest, company_id: int, employee_id: int) -> HttpResponse:
    """A declared deduction."""

    def do(person: Employee, said: dict[str, Any]) -> None:
        declare_deduction(person, said, actor=actor_of(request))

    return _done(request, employee_id, "deduct", DeductionForm(request.POST), do)


@company_view(Role.ACCOUNTANT)
@require_POST
def employee_bring_forward(request: HttpRequest, company_id: int, employee_id: int) -> HttpResponse:
    """The year so far."""
    form = BroughtForwardForm(request.POST)

    def do(person: Employee, said: dict[str, Any]) -> None:
        bring_forward(person, AccountingPeriod.parse(said["through"]), form.sums(), actor=actor_of(request))

    return _done(request, employee_id, "bring_forward", form, do)


@company_view(Role.ACCOUNTANT)
@require_POST
def deduction_end(request: HttpRequest, company_id: int, deduction_id: int) -> HttpResponse:
    """A deduction ends with the month given, or goes when none is."""
    row = get_object_or_404(SpecialDeduction, employee__company_id=company_id, pk=deduction_id)
    last = request.POST.get("ends", "").strip()
    end_deduction(row, AccountingPeriod.parse(last) if last else None, actor=actor_of(request))
    return redirect("bookkeeping:employee", company_id, row.employee_id)


def _done(
    request: HttpRequest, employee_id: int, name: str, form: forms.Form, do: Callable[[Employee, dict[str, Any]], None]
) -> HttpResponse:
    """The card again: after the deed, or with the form and what is wrong with it."""
    person = get_object_or_404(Employee, company_id=company_of(request).pk, pk=employee_id)
    if not form.is_valid():
        return _shown(request, person, "", **{name: form})
    try:
        do(person, form.cleaned_data)
    except Refusal as refusal:
        return _shown(request, person, message_of(refusal), **{name: form})
    messages.success(request, _("已保存员工 %s。") % person)
    return redirect("bookkeeping:employee", person.company_id, person.pk)


def _shown(request: HttpRequest, person: Employee, problem: str = "", **given: forms.Form) -> HttpResponse:
    month, kept = period_of(request), settings_of(person.company_id)
    usual = {"begins": str(month), "city": kept.city if kept else ""}
    before = AccountingPeriod.parse(kept.begins).shifted(-1) if kept else month.shifted(-1)
    context = {
        "person": person,
        "problem": problem,
        "card": EmployeeForm(initial=EmployeeForm.initial_of(person)),
        "enrol": EnrolForm(initial={**usual, "social_base": person.base_salary, "housing_base": person.base_salary}),
        "deduct": DeductionForm(initial={"begins": str(month)}),
        "bring_forward": BroughtForwardForm(initial={"through": str(before)}),
        "deductions": person.deductions.all(),
        "enrolments": person.enrolments.all(),
        "sums": person.brought_forward.all(),
        "accounts": account_options(company_of(request)),
        "cities": city_options(company_of(request), month),
    }
    status = 422 if problem or any(form.errors for form in given.values()) else 200
    return render(request, "bookkeeping/employee.html", context | given, status=status)
