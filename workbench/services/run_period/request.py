"""What is asked of a run, what a stage answers, and how a stage says that a person is needed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from foundation.models import Company, User
from kernel.period import AccountingPeriod

Counts = dict[str, object]


@dataclass(frozen=True, slots=True)
class Request:
    """A run as asked for. Without `actor` nothing is accepted, approved or closed in anybody's name.

    `until` names the last stage to run; empty for all.
    """

    company: Company
    period: AccountingPeriod
    actor: User | None = None
    accept_suggestions: bool = False
    approve_hash: str = ""
    channel: str = ""
    documents: Path | None = None
    until: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person: where, how many, the page to go to, the hash to approve."""

    stage: str
    count: int
    url: str
    hash: str = ""


class PersonNeeded(Exception):
    """Raised by a stage that cannot go on without a person."""

    def __init__(self, *waiting: Waiting) -> None:
        super().__init__(", ".join(f"{item.stage}: {item.count}" for item in waiting))
        self.waiting = list(waiting)


@dataclass(frozen=True, slots=True)
class StageResult:
    """What one stage did and how long it took."""

    stage: str
    counts: Counts = field(default_factory=dict)
    seconds: float = 0.0
