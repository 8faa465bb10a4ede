"""The board: the companies of a person, one row each, on the period in work or the one asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from foundation.models import Company
from kernel.period import AccountingPeriod
from risk.exports import counts_by_company
from workbench.models import PeriodRun
from workbench.selectors.steps import PeriodStory, story_of


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A company's period with its open warnings and the state of its last run."""

    story: PeriodStory
    blocking: int
    warnings: int
    run_state: str


def period_of(company: Company, asked: AccountingPeriod | None) -> AccountingPeriod:
    """The period shown for a company: the one asked for, never before its books begin, else the one in work."""
    if asked is None:
        return AccountingPeriod.parse(company.period_in_work or company.books_begin)
    return max(asked, company.first_period)


def board_rows(companies: Iterable[Company], asked: AccountingPeriod | None, today: date) -> list[BoardRow]:
    """One row per company, in the order given."""
    shown = [(company, period_of(company, asked)) for company in companies]
    open_warnings = {
        period: counts_by_company([company.pk for company, own in shown if own == period], period)
        for period in {period for _company, period in shown}
    }
    return [_row(company, period, open_warnings[period].get(company.pk, {}), today) for company, period in shown]


def _row(company: Company, period: AccountingPeriod, found: dict[str, int], today: date) -> BoardRow:
    run = PeriodRun.objects.filter(company=company, period=str(period)).only("state").first()
    return BoardRow(
        story=story_of(company, period, today),
        blocking=found.get("block", 0),
        warnings=found.get("block", 0) + found.get("warn", 0),
        run_state=run.state if run else "",
    )
