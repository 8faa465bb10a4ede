"""The board: the companies of a person, one row each, on the period in work or the one asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from foundation.models import Company, User
from kernel.period import AccountingPeriod
from risk.exports import counts_by_company
from workbench.models import Assignment, PeriodRun
from workbench.selectors.stories import PeriodStory, stories_of


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A company's period with its person, its open warnings and the state of its last run."""

    story: PeriodStory
    blocking: int
    warnings: int
    run_state: str
    person: User | None

    @property
    def company(self) -> Company:
        """Whose row it is."""
        return self.story.company


def period_of(company: Company, asked: AccountingPeriod | None) -> AccountingPeriod:
    """The period shown for a company: the one asked for, never before its books begin, else the one in work."""
    if asked is None:
        return AccountingPeriod.parse(company.period_in_work or company.books_begin)
    return max(asked, company.first_period)


def board_rows(companies: Sequence[Company], asked: AccountingPeriod | None, today: date) -> list[BoardRow]:
    """One row per company, in the order given; the number of queries grows only with the number of months shown."""
    by_period: defaultdict[AccountingPeriod, list[Company]] = defaultdict(list)
    for company in companies:
        by_period[period_of(company, asked)].append(company)
    people = _people([company.pk for company in companies])
    rows: dict[int, BoardRow] = {}
    for period, same in by_period.items():
        warnings = counts_by_company([company.pk for company in same], period)
        runs = _runs(same, period)
        for story in stories_of(same, period, today):
            pk = story.company.pk
            rows[pk] = _row(story, warnings.get(pk, {}), runs.get(pk, ""), people.get(pk))
    return [rows[company.pk] for company in companies]


def _people(company_ids: list[int]) -> dict[int, User]:
    rows = Assignment.objects.filter(company_id__in=company_ids).select_related("person")
    return {row.company_id: row.person for row in rows}


def _runs(companies: list[Company], period: AccountingPeriod) -> dict[int, str]:
    rows = PeriodRun.objects.filter(company__in=companies, period=str(period))
    return dict(rows.values_list("company_id", "state"))


def _row(story: PeriodStory, found: dict[str, int], run_state: str, person: User | None) -> BoardRow:
    blocking = found.get("block", 0)
    return BoardRow(story, blocking, blocking + found.get("warn", 0), run_state, person)
