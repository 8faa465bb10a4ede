"""Nights as a person sees them: only her companies, the urgent ones first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet

from foundation.access import companies_of
from foundation.models import Company, User
from workbench.models import ENDED, Assignment, NightlyItem, NightState
from workbench.selectors.nightly_words import IssueLine, issue_line, stage_name
from workbench.services.nightly.outcome import Trouble

_STATES = tuple(state.value for state in NightState)


@dataclass(frozen=True, slots=True)
class Tally:
    """A night in figures."""

    night: date
    companies: int
    queued: int
    running: int
    retrying: int
    done: int
    waiting: int
    failed: int
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def through(self) -> int:
        """Companies whose night has ended."""
        return self.done + self.waiting + self.failed

    @property
    def share(self) -> str:
        """Companies through of all, as people write it."""
        return f"{self.through}/{self.companies}"

    @property
    def by_state(self) -> list[tuple[str, str, int]]:
        """(state, its name, companies) of states that occur."""
        named = [(state.value, str(state.label), int(getattr(self, state.value))) for state in NightState]
        return [row for row in named if row[2]]

    @property
    def is_running(self) -> bool:
        """Whether the page should ask again."""
        return self.through < self.companies

    @property
    def state(self) -> str:
        """One word for the whole night."""
        if self.is_running:
            return "running"
        return "failed" if self.failed else "waiting" if self.waiting else "done"


@dataclass(frozen=True, slots=True)
class CompanyNight:
    """A company's night with what is open."""

    item: NightlyItem
    company: Company
    stage: str
    issues: tuple[IssueLine, ...]

    @property
    def matters(self) -> list[IssueLine]:
        """What a person must see to."""
        return [issue for issue in self.issues if issue.trouble == Trouble.BUSINESS]

    @property
    def faults(self) -> list[IssueLine]:
        """What the system must try again."""
        return [issue for issue in self.issues if issue.trouble == Trouble.SYSTEM]

    @property
    def can_be_started_again(self) -> bool:
        """Whether it has ended with something open."""
        return self.item.state in {NightState.WAITING, NightState.FAILED}


def items_of(user: User) -> QuerySet[NightlyItem]:
    """Items of the companies the person is a member of."""
    return NightlyItem.objects.filter(company__in=companies_of(user))


def items_looked_after(user: User) -> QuerySet[NightlyItem]:
    """Items of the companies assigned to her, or of all hers while none is."""
    own = items_of(user)
    assigned = own.filter(company__assignment__person=user)
    return assigned if Assignment.objects.filter(person=user).exists() else own


def tallies(items: QuerySet[NightlyItem], most: int = 30) -> list[Tally]:
    """The latest nights, newest first."""
    counts: dict[str, Any] = {state: Count("pk", filter=Q(state=state)) for state in _STATES}
    counts |= {"companies": Count("pk"), "started_at": Min("started_at"), "finished_at": Max("finished_at")}
    grouped = items.order_by().values("night").annotate(**counts).order_by("-night")
    rows: list[Any] = list(grouped[:most])
    return [Tally(**row) for row in rows]


def urgent_first(items: QuerySet[NightlyItem]) -> QuerySet[NightlyItem]:
    """By deadline, companies that owe nothing last."""
    return items.select_related("company").order_by(F("deadline").asc(nulls_last=True), "pk")


def company_nights(items: Iterable[NightlyItem]) -> list[CompanyNight]:
    """The items ready to be shown."""
    return [
        CompanyNight(
            item=item,
            company=item.company,
            stage=stage_name(item.stage) if item.state not in ENDED else "",
            issues=tuple(issue_line(item.company_id, issue) for issue in item.issues),
        )
        for item in items
    ]
