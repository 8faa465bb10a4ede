"""The periods of many companies at a glance, fetched in a number of queries that does not grow with them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bookkeeping.exports import progress_by_company
from foundation.models import Company
from invoices.exports import counts_by_company as receipts_by_company
from kernel.period import AccountingPeriod
from tax_filing.exports import DueReturn, FilingProgress, filing_by_company
from workbench.selectors.steps import Progress, Step, steps_of

SOON_DAYS = 7
URGENT_DAYS = 3


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
    """A company's period at a glance; `tax` is what the submitted returns come to, in yuan."""

    company: Company
    period: AccountingPeriod
    steps: tuple[Step, ...]
    deadline: Deadline | None
    due: tuple[DueReturn, ...]
    tax: Decimal | None

    @property
    def next_step(self) -> Step | None:
        """The first step that is not done."""
        return next((step for step in self.steps if not step.is_done), None)

    @property
    def waiting(self) -> int:
        """Everything that waits for a person."""
        return sum(step.waiting for step in self.steps)

    def step(self, name: str) -> Step:
        """The step of that name."""
        return next(step for step in self.steps if step.name == name)


def story_of(company: Company, period: AccountingPeriod, today: date) -> PeriodStory:
    """The steps of one period, read from every room."""
    return stories_of([company], period, today)[0]


def stories_of(companies: Sequence[Company], period: AccountingPeriod, today: date) -> list[PeriodStory]:
    """The same period of each company, in the order given."""
    found = _progress(companies, period)
    return [_story(company, period, found[company.pk], today) for company in companies]


def _progress(companies: Collection[Company], period: AccountingPeriod) -> dict[int, Progress]:
    ids = [company.pk for company in companies]
    receipts = receipts_by_company(ids, period)
    books = progress_by_company(ids, period)
    filing = filing_by_company(companies, period)
    return {pk: Progress(receipts[pk], books[pk], filing[pk]) for pk in ids}


def _story(company: Company, period: AccountingPeriod, found: Progress, today: date) -> PeriodStory:
    steps = steps_of(company, period, found)
    filing = found.filing
    return PeriodStory(company, period, steps, _deadline(filing, today), filing.due, filing.payable)


def _deadline(filing: FilingProgress, today: date) -> Deadline | None:
    filed = {(item.form, item.tax_period) for item in filing.sent if item.state == "accepted"}
    days = [item.deadline for item in filing.due if (item.form, item.tax_period) not in filed]
    return Deadline(min(days), (min(days) - today).days) if days else None
