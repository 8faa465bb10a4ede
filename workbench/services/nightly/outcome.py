"""What a stage of the night answers: counts, and issues for people. Trouble of the system is raised, not answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from foundation.models import Company
from kernel.errors import FinalFailure, Refusal, ZhangfangError
from kernel.period import AccountingPeriod


class Trouble(StrEnum):
    """Who must act: a person, or the system by trying again."""

    BUSINESS = "business"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing open at the end of the night. `code` names it in `selectors.nightly_words`; `zh` and `en` are the
    words of a refusal or failure, empty where the code says all.
    """

    code: str
    trouble: Trouble = Trouble.BUSINESS
    stage: str = ""
    count: int = 0
    period: str = ""
    zh: str = ""
    en: str = ""

    def kept(self) -> dict[str, Any]:
        """As the row keeps it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class StageOutcome:
    """What a stage did."""

    counts: dict[str, int] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()


Stage = Callable[[Company, tuple[AccountingPeriod, ...]], StageOutcome]


def of_refusal(stage: str, refusal: Refusal | FinalFailure) -> Issue:
    """Not allowed now: a person must change something first."""
    return Issue("refused", Trouble.BUSINESS, stage, zh=refusal.message_zh, en=refusal.message)


def of_failure(stage: str, error: Exception) -> Issue:
    """Something outside or inside broke: it is tried again. Only our own errors' words are for people's eyes."""
    if isinstance(error, ZhangfangError):
        return Issue("outside", Trouble.SYSTEM, stage, zh=error.message_zh, en=error.message)
    return Issue("system", Trouble.SYSTEM, stage, zh=type(error).__name__, en=type(error).__name__)
