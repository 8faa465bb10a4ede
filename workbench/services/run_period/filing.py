"""Stages from the draft return to the receipt."""

from __future__ import annotations

import time

from django.urls import reverse

from foundation.jobs import run_pending
from kernel.finding import Severity
from kernel.money import text
from risk import exports as risk
from tax_filing import exports as tax
from workbench.services.run_period.request import Counts, PersonNeeded, Request, Waiting

FILING_SECONDS = 180
JOBS = ("tax_filing.submit",)
ENDED = {"accepted", "rejected", "final_failure"}


def draft(request: Request) -> Counts:
    """Fill the returns of the period from the books."""
    drafts = tax.draft_returns(request.company.pk, request.period)
    return {"returns": [{"form": item.form, "tax_period": item.tax_period, "tax": item.tax_payable} for item in drafts]}


def warnings(request: Request) -> Counts:
    """Look at the period for errors and risks."""
    found = risk.watch_period(request.company.pk, request.period)
    return {severity.value: sum(item.severity == severity for item in found) for severity in Severity}


def gate(request: Request) -> Counts:
    """What a gate holds back waits for a supervisor."""
    blocking = tax.gate_findings(request.company.pk, request.period)
    if blocking and not _all_filed(request):
        raise PersonNeeded(Waiting("gate", len(blocking), _page("risk:warnings", request)))
    return {"blocking": len(blocking)}


def approval(request: Request) -> Counts:
    """Exactly this package, by its hash, approved by a person."""
    company, period = request.company.pk, request.period
    wanted = tax.package_hash(company, period)
    if not wanted or _all_filed(request):
        return {"returns": 0 if not wanted else len(tax.submissions_of(company, period))}
    if request.actor and request.approve_hash == wanted:
        tax.approve(company, period, wanted, request.actor)
    if not tax.is_approved(company, period, wanted):
        raise PersonNeeded(Waiting("approval", len(tax.due_returns(company, period)), _plan(request), wanted))
    return {"approved": wanted}


def file(request: Request) -> Counts:
    """Send what is approved and wait for the bureau's word; what needs a person waits for one."""
    company, period = request.company.pk, request.period
    if not tax.package_hash(company, period) or _all_filed(request):
        return {"submissions": len(tax.submissions_of(company, period))}
    if request.actor is None or not request.channel:
        raise PersonNeeded(Waiting("filing", len(tax.due_returns(company, period)), _plan(request)))
    tax.file_due(company, period, request.channel, request.actor)
    _wait_for_the_bureau(request)
    return {"submissions": len(tax.submissions_of(company, period))}


def receipts(request: Request) -> Counts:
    """Every accepted return with its receipt; rejected or unanswered ones wait for a person."""
    submissions = tax.submissions_of(request.company.pk, request.period)
    open_ones = [item for item in submissions if item.state != "accepted"]
    if open_ones:
        raise PersonNeeded(Waiting("filing", len(open_ones), _page("tax_filing:due", request)))
    shown = [{"form": item.form, "reference": item.reference, "receipt": item.receipt_name} for item in submissions]
    return {"receipts": shown}


def pay(request: Request) -> Counts:
    """Pay what is due under the debit agreement, and book the payment."""
    if request.actor is None:
        return {}
    payments = tax.pay_due(request.company.pk, request.period, request.actor)
    return {"payments": [{"number": item.number, "amount": text(item.amount)} for item in payments]}


def _wait_for_the_bureau(request: Request) -> None:
    """Run the company's jobs here until every submission has an end, a person is needed, or the limit is reached."""
    until = time.monotonic() + FILING_SECONDS
    while time.monotonic() < until:
        run_pending(company_id=request.company.pk, kinds=JOBS)
        submissions = tax.submissions_of(request.company.pk, request.period)
        if waiting := [_question(request, item) for item in submissions if item.state == "human_needed"]:
            raise PersonNeeded(*waiting)
        if all(item.state in ENDED for item in submissions):
            return
        time.sleep(0.2)


def _question(request: Request, item: tax.SubmissionSummary) -> Waiting:
    """Where a person answers: the bot's question, or the submission itself when it is filed by hand."""
    if item.handover_id:
        return Waiting("filing", 1, reverse("rpa:question", args=[request.company.pk, item.handover_id]))
    return Waiting("filing", 1, _page("tax_filing:due", request))


def _all_filed(request: Request) -> bool:
    submissions = tax.submissions_of(request.company.pk, request.period)
    due = tax.due_returns(request.company.pk, request.period)
    return len([item for item in submissions if item.state == "accepted"]) >= len(due)


def _plan(request: Request) -> str:
    return _page("tax_filing:due", request)


def _page(name: str, request: Request) -> str:
    return reverse(name, args=[request.company.pk]) + f"?period={request.period}"
