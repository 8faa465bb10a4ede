"""Stages from invoices to closed books and statements."""

from __future__ import annotations

from django.urls import reverse

from bookkeeping import exports as books
from foundation.models import User
from kernel.finding import Severity
from workbench.services.run_period.request import Counts, PersonNeeded, Request, Waiting


def entries(request: Request) -> Counts:
    """Propose an entry for every invoice; accept what is suggested only in the name of a person who said so."""
    company, period = request.company.pk, request.period
    if books.is_closed(company, period):
        return {"closed": True}
    counts: Counts = dict(books.propose_period(company, period))
    if request.actor and request.accept_suggestions:
        counts.update(books.accept_proposals(company, period, request.actor))
    if waiting := books.open_proposals(company, period):
        url = _page("bookkeeping:proposals", request)
        raise PersonNeeded(Waiting("entries", len(waiting), url))
    return counts


def bank_reconciliation(request: Request) -> Counts:
    """Match the bank lines with the ledger; propose entries for what the ledger lacks. Nothing without a statement."""
    company, period = request.company.pk, request.period
    if books.is_closed(company, period):
        return {"closed": True}
    accept = request.actor if request.accept_suggestions else None
    counts: Counts = dict(books.reconcile_bank(company, period, accept))
    if accept and counts["proposed"]:
        counts.update(books.accept_proposals(company, period, accept))
    if waiting := books.open_proposals(company, period):
        raise PersonNeeded(Waiting("bank_reconciliation", len(waiting), _page("bookkeeping:proposals", request)))
    return counts


def depreciation(request: Request) -> Counts:
    """Depreciation, amortisation and disposals of the asset cards, the cost of goods sold, foreign currency."""
    return _closing_steps(request, ["depreciation", "cost_of_sales", "revaluation"])


def payroll(request: Request) -> Counts:
    """Wages: drafted from the month before, confirmed by a person, accrued. Nothing for a company without employees."""
    company, period = request.company.pk, request.period
    if books.is_closed(company, period):
        return {"closed": True}
    if people := books.draft_payroll(company, period, request.actor):
        raise PersonNeeded(Waiting("payroll", people, _page("bookkeeping:payroll", request)))
    return _closing_steps(request, ["payroll"])


def vat_vouchers(request: Request) -> Counts:
    """VAT transfer and surtaxes, as the draft return has them."""
    return _closing_steps(request, ["vat_transfer", "surtaxes"])


def income_tax_voucher(request: Request) -> Counts:
    """The income tax prepayment, as its draft return has it."""
    return _closing_steps(request, ["income_tax"])


def carry_forward(request: Request) -> Counts:
    """Profit and loss to the profit of the year."""
    if books.is_closed(request.company.pk, request.period):
        return {"closed": True}
    return {"voucher": books.close_pnl(request.company.pk, request.period, person(request, "carry_forward"))}


def checks(request: Request) -> Counts:
    """What must be in order before the period may be closed."""
    findings = books.closing_checks(request.company.pk, request.period)
    blocking = [finding for finding in findings if finding.severity == Severity.BLOCK]
    if blocking and not books.is_closed(request.company.pk, request.period):
        raise PersonNeeded(Waiting("checks", len(blocking), _page("bookkeeping:period", request)))
    return {"findings": len(findings), "blocking": len(blocking)}


def close(request: Request) -> Counts:
    """Close the period; a closed one stays as it is."""
    if books.is_closed(request.company.pk, request.period):
        return {"closed": True}
    books.close_period(request.company.pk, request.period, person(request, "close"))
    return {"closed": True}


def statement_totals(request: Request) -> Counts:
    """Balance sheet and income statement drawn from the closed books."""
    made = books.statements(request.company.pk, request.period)
    return {"balance_sheet_lines": len(made.balance_sheet), "income_statement_lines": len(made.income_statement)}


def person(request: Request, stage: str) -> User:
    """The person in whose name this is done. Raises `PersonNeeded` when the run has none."""
    if request.actor is None:
        raise PersonNeeded(Waiting(stage, 1, _page("bookkeeping:period", request)))
    return request.actor


def _closing_steps(request: Request, names: list[str]) -> Counts:
    company, period = request.company.pk, request.period
    if books.is_closed(company, period):
        return {"closed": True}
    vouchers = books.run_closing_steps(company, period, names, person(request, names[0]))
    return {"vouchers": len(vouchers)}


def _page(name: str, request: Request) -> str:
    return reverse(name, args=[request.company.pk]) + f"?period={request.period}"
