"""How far a company's period has come: receipts, entries, closing, returns, each with its state and what waits.

Rule kept: every step says where to go; a step without work says so instead of showing a zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import ngettext, pgettext

from bookkeeping.exports import is_closed, open_proposals, voucher_counts
from foundation.models import Company
from invoices.exports import counts as invoice_counts
from kernel.errors import NotReady
from kernel.money import money, total
from kernel.period import AccountingPeriod
from tax_filing.exports import DueReturn, SubmissionSummary, due_returns, submissions_of

SOON_DAYS = 7
URGENT_DAYS = 3
NEEDS_A_PERSON = {"rejected", "human_needed", "final_failure", "outcome_unknown"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a period: `state` is a word of foundation.states, `waiting` the number of things a person must do."""

    name: str
    label: str
    state: str
    url: str
    waiting: int = 0
    note: str = ""

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do here."""
        return self.state in {"done", "closed", "filed", "not_due"}


@dataclass(frozen=True, slots=True)
class Deadline:
    """The next filing deadline with its tone: bad when passed or close, warn when near, neutral otherwise."""

    day: date
    days_left: int

    @property
    def days_overdue(self) -> int:
        """Days since the deadline passed."""
        return -self.days_left

    @property
    def tone(self) -> str:
        """Colour of the deadline."""
        if self.days_left <= URGENT_DAYS:
            return "bad"
        return "warn" if self.days_left <= SOON_DAYS else "neutral"


@dataclass(frozen=True, slots=True)
class PeriodStory:
    """A company's period at a glance."""

    company: Company
    period: AccountingPeriod
    steps: tuple[Step, ...]
    deadline: Deadline | None
    due: tuple[DueReturn, ...]
    submissions: tuple[SubmissionSummary, ...]

    @property
    def tax(self) -> Decimal | None:
        """What the submitted returns come to, in yuan; `None` before anything was submitted."""
        return total(money(item.total_payable) for item in self.submissions) if self.submissions else None

    @property
    def next_step(self) -> Step | None:
        """The first step that is not done."""
        return next((step for step in self.steps if not step.is_done), None)

    @property
    def waiting(self) -> int:
        """Everything that waits for a person."""
        return sum(step.waiting for step in self.steps)


def story_of(company: Company, period: AccountingPeriod, today: date) -> PeriodStory:
    """The steps of one period, read from every room."""
    due = _due(company, period)
    sent = _newest(submissions_of(company.pk, period))
    steps = (
        _receipts(company, period),
        _entries(company, period),
        _closing(company, period),
        _returns(company, period, due, sent),
    )
    return PeriodStory(company, period, steps, _deadline(due, sent, today), due, sent)


def _due(company: Company, period: AccountingPeriod) -> tuple[DueReturn, ...]:
    """What is owed; a company whose taxpayer status is not entered yet must not take the whole board down."""
    try:
        return tuple(due_returns(company.pk, period))
    except NotReady:
        return ()


def _newest(submissions: Sequence[SubmissionSummary]) -> tuple[SubmissionSummary, ...]:
    """The last submission of each return: one that was rejected and sent again counts as it stands now."""
    by_return: dict[tuple[str, str], SubmissionSummary] = {}
    for item in submissions:
        by_return.setdefault((item.form, item.tax_period), item)
    return tuple(by_return.values())


def page_of(name: str, company: Company, period: AccountingPeriod) -> str:
    """The address of a page of the company, on that period."""
    return f"{reverse(name, args=[company.pk])}?period={period}"


def _receipts(company: Company, period: AccountingPeriod) -> Step:
    found = invoice_counts(company.pk, period)
    # Papers left aside when the month was closed no longer hold it up: they are booked in a later one or not at all.
    closed = is_closed(company.pk, period)
    waiting = 0 if closed else found["undecided_rejects"] + found["doubtful"] + found["documents_failed"]
    if found["documents_waiting"] and not closed:
        state = "reading"
    elif waiting:
        state = "needs_review"
    else:
        state = "done" if found["invoices"] else "not_started"
    number = found["invoices"]
    note = ngettext("%(number)s 张发票", "%(number)s 张发票", number) % {"number": number} if number else ""
    return Step("receipts", pgettext("step", "收票"), state, page_of("invoices:list", company, period), waiting, note)


def _entries(company: Company, period: AccountingPeriod) -> Step:
    proposals = len(open_proposals(company.pk, period))
    to_book = invoice_counts(company.pk, period)["to_book"]
    vouchers = voucher_counts(company.pk, period)
    waiting = proposals + vouchers["draft"] + vouchers["reviewed"]
    state = "todo" if waiting or to_book else "done" if vouchers["posted"] else "not_started"
    posted = vouchers["posted"]
    note = ngettext("%(number)s 张凭证", "%(number)s 张凭证", posted) % {"number": posted} if posted else ""
    url = page_of("bookkeeping:proposals" if proposals else "bookkeeping:vouchers", company, period)
    return Step("entries", pgettext("step", "记账"), state, url, waiting, note)


def _closing(company: Company, period: AccountingPeriod) -> Step:
    state = "closed" if is_closed(company.pk, period) else "not_started"
    return Step("closing", pgettext("step", "结账"), state, page_of("bookkeeping:period", company, period))


def _returns(
    company: Company, period: AccountingPeriod, due: Sequence[DueReturn], sent: Sequence[SubmissionSummary]
) -> Step:
    states = [item.state for item in sent]
    accepted = states.count("accepted")
    waiting = sum(state in NEEDS_A_PERSON for state in states)
    if not due:
        state = "not_due"
    elif accepted >= len(due):
        state = "filed"
    else:
        state = next((state for state in states if state != "accepted"), "due")
    note = f"{accepted}/{len(due)}" if due else ""
    return Step("returns", pgettext("step", "报税"), state, page_of("tax_filing:due", company, period), waiting, note)


def _deadline(due: Sequence[DueReturn], sent: Sequence[SubmissionSummary], today: date) -> Deadline | None:
    filed = {(item.form, item.tax_period) for item in sent if item.state == "accepted"}
    days = [item.deadline for item in due if (item.form, str(item.tax_period)) not in filed]
    return Deadline(min(days), (min(days) - today).days) if days else None
