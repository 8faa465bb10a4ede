"""My queue: everything that waits for a person, over all companies, most urgent first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.models import Company, Handover, HandoverState
from workbench.selectors.board import BoardRow, board_rows
from workbench.selectors.steps import page_of


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing to do: where, what, how many, how urgent (0 first)."""

    company: Company
    period: str
    what: str | Promise
    number: int
    url: str
    urgency: int
    tone: str = "warn"


def errands_of(companies: Sequence[Company], today: date) -> list[Errand]:
    """What waits in the periods in work of these companies."""
    rows = board_rows(companies, None, today)
    handovers = _open_handovers([row.story.company.pk for row in rows])
    found = [errand for row in rows for errand in _errands(row, handovers.get(row.story.company.pk, 0))]
    return sorted(found, key=lambda errand: (errand.urgency, errand.company.name))


def _open_handovers(company_ids: list[int]) -> dict[int, int]:
    counts: dict[int, int] = {}
    waiting = Handover.objects.filter(company_id__in=company_ids, state=HandoverState.OPEN)
    for company_id in waiting.values_list("company_id", flat=True):
        counts[company_id] = counts.get(company_id, 0) + 1
    return counts


def _errands(row: BoardRow, handovers: int) -> Iterator[Errand]:
    story = row.story
    period = str(story.period)
    if handovers:
        url = page_of("rpa:runs", story.company, story.period)
        yield Errand(story.company, period, _("税局等待您处理"), handovers, url, 0, "bad")
    if story.deadline and story.deadline.tone == "bad":
        url = story.step("filed").url
        yield Errand(story.company, period, _("申报期限将到"), len(story.due), url, 1, "bad")
    if row.blocking:
        url = page_of("risk:warnings", story.company, story.period)
        yield Errand(story.company, period, _("阻断申报的预警"), row.blocking, url, 2, "bad")
    names = {
        "receipts": _("票据待复核"),
        "entries": _("分录待确认"),
        "reconciliation": _("银行流水待对账"),
        "filed": _("申报待处理"),
        "paid": _("税款待缴"),
    }
    for step in story.steps:
        if step.waiting and step.name in names:
            yield Errand(story.company, period, names[step.name], step.waiting, step.url, 3)
