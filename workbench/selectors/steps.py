"""How far a company's period has come: seven steps from receipts to the tax paid, each with its state and what waits.

Rule kept: a step without work says so instead of showing a zero. Pure reading of counts; `stories.py` fetches them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import ngettext, pgettext_lazy

from bookkeeping.exports import BooksProgress
from foundation.models import Company
from kernel.money import ZERO
from kernel.period import AccountingPeriod
from tax_filing.exports import FilingProgress

NEEDS_A_PERSON: Final = {"rejected", "human_needed", "final_failure", "outcome_unknown"}
DONE_STATES: Final = {"done", "closed", "filed", "paid", "not_due", "nothing_due", "no_lines", "ready"}
NAMES: Final[dict[str, str | Promise]] = {
    "receipts": pgettext_lazy("step", "收票"),
    "entries": pgettext_lazy("step", "记账"),
    "reconciliation": pgettext_lazy("step", "对账"),
    "closing": pgettext_lazy("step", "结账"),
    "returns": pgettext_lazy("step", "报表"),
    "filed": pgettext_lazy("step", "申报"),
    "paid": pgettext_lazy("step", "缴款"),
}
PAGES: Final = {
    "receipts": "invoices:list",
    "proposals": "bookkeeping:proposals",
    "entries": "bookkeeping:vouchers",
    "reconciliation": "bookkeeping:reconciliation",
    "closing": "bookkeeping:period",
    "returns": "tax_filing:due",
    "filed": "tax_filing:plan",
    "paid": "tax_filing:plan",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """What the rooms counted for one company and period."""

    receipts: dict[str, int]
    books: BooksProgress
    filing: FilingProgress


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a period: `state` is a word of foundation.states, `waiting` the number of things a person must do."""

    name: str
    state: str
    url: str
    waiting: int = 0
    note: str = ""

    @property
    def label(self) -> str:
        """Its name in the language of the page."""
        return str(NAMES[self.name])

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do here."""
        return self.state in DONE_STATES


def steps_of(company: Company, period: AccountingPeriod, found: Progress) -> tuple[Step, ...]:
    """The seven steps in order."""
    return (
        _receipts(company, period, found),
        _entries(company, period, found),
        _reconciliation(company, period, found.books),
        _closing(company, period, found.books),
        _returns(company, period, found.filing),
        _filed(company, period, found.filing),
        _paid(company, period, found.filing),
    )


def page_of(name: str, company: Company, period: AccountingPeriod) -> str:
    """The address of a page of the company, on that period."""
    return f"{_pattern(name).replace('/0/', f'/{company.pk}/', 1)}?period={period}"


@cache
def _pattern(name: str) -> str:
    """The address with 0 for the company: resolving each cell of a board of 500 would cost more than its data."""
    return reverse(name, args=[0])


def _receipts(company: Company, period: AccountingPeriod, found: Progress) -> Step:
    counts = found.receipts
    # Papers left aside when the month was closed no longer hold it up: they are booked in a later one or not at all.
    closed = found.books.is_closed
    waiting = 0 if closed else counts["undecided_rejects"] + counts["doubtful"] + counts["documents_failed"]
    if counts["documents_waiting"] and not closed:
        state = "reading"
    elif waiting:
        state = "needs_review"
    else:
        state = "done" if counts["invoices"] else "not_started"
    number = counts["invoices"]
    note = ngettext("%(number)s 张发票", "%(number)s 张发票", number) % {"number": number} if number else ""
    return Step("receipts", state, page_of(PAGES["receipts"], company, period), waiting, note)


def _entries(company: Company, period: AccountingPeriod, found: Progress) -> Step:
    books = found.books
    waiting = books.proposals + books.draft + books.reviewed
    state = "todo" if waiting or found.receipts["to_book"] else "done" if books.posted else "not_started"
    number = books.posted
    note = ngettext("%(number)s 张凭证", "%(number)s 张凭证", number) % {"number": number} if number else ""
    page = PAGES["proposals" if books.proposals else "entries"]
    return Step("entries", state, page_of(page, company, period), waiting, note)


def _reconciliation(company: Company, period: AccountingPeriod, books: BooksProgress) -> Step:
    waiting = 0 if books.is_closed else books.bank_open
    state = "no_lines" if not books.bank_lines else "todo" if waiting else "done"
    note = f"{books.bank_lines - books.bank_open}/{books.bank_lines}" if books.bank_lines else ""
    return Step("reconciliation", state, page_of(PAGES["reconciliation"], company, period), waiting, note)


def _closing(company: Company, period: AccountingPeriod, books: BooksProgress) -> Step:
    return Step("closing", "closed" if books.is_closed else "not_started", page_of(PAGES["closing"], company, period))


def _returns(company: Company, period: AccountingPeriod, filing: FilingProgress) -> Step:
    owed = {(item.form, item.tax_period) for item in filing.due}
    made = len(owed & filing.drafted)
    state = "not_due" if not owed else "ready" if made == len(owed) else "not_started"
    note = f"{made}/{len(owed)}" if owed else ""
    return Step("returns", state, page_of(PAGES["returns"], company, period), note=note)


def _filed(company: Company, period: AccountingPeriod, filing: FilingProgress) -> Step:
    states = [item.state for item in filing.sent]
    waiting = sum(state in NEEDS_A_PERSON for state in states)
    accepted = {(item.form, item.tax_period) for item in filing.sent if item.state == "accepted"}
    missing = [item for item in filing.due if (item.form, item.tax_period) not in accepted]
    if not filing.due and not states:
        state = "not_due"
    elif not missing and not waiting:
        state = "filed"
    else:
        state = next((state for state in states if state != "accepted"), "due")
    note = f"{len(filing.due) - len(missing)}/{len(filing.due)}" if filing.due else ""
    return Step("filed", state, page_of(PAGES["filed"], company, period), waiting, note)


def _paid(company: Company, period: AccountingPeriod, filing: FilingProgress) -> Step:
    owing = [item for item in filing.sent if item.state == "accepted" and item.payable > ZERO]
    open_ones = [item for item in owing if not item.is_paid]
    if not owing:
        filed = filing.sent and all(item.state == "accepted" for item in filing.sent)
        state = "nothing_due" if filed or not filing.due else "not_started"
    else:
        state = "to_pay" if open_ones else "paid"
    return Step("paid", state, page_of(PAGES["paid"], company, period), len(open_ones))
