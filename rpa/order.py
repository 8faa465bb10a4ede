"""What a bot run is given and what it gives back: plain values, so that the bot needs no database.

Rule kept: secrets in an order never show in its `repr`, so no log or traceback carries them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Purpose(StrEnum):
    """What the run is for. `DRY_RUN` stops before the last click, `LOOK_UP` only reads, `PAY` pays what is accepted.

    `PROBE` visits the pages and looks for every element of the flow; it types nothing.
    """

    FILE = "file"
    DRY_RUN = "dry_run"
    LOOK_UP = "look_up"
    PAY = "pay"
    PROBE = "probe"


class Ending(StrEnum):
    """How a run ended."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    PROCESSING = "processing"
    NOT_FOUND = "not_found"
    REHEARSED = "rehearsed"
    PAID = "paid"
    PERSON_NEEDED = "person_needed"
    TEMPORARY = "temporary"
    FINAL = "final"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Limits:
    """Time limits in seconds (`run` lies below the lease of the submission's job), and sessions per run."""

    step: float = 20.0
    decision: float = 30.0
    run: float = 200.0
    sessions: int = 2


@dataclass(frozen=True, slots=True)
class BotOrder:
    """One errand to a portal. `cells` has the shape of the command contract; amounts are two-place strings.

    `kind` is file, correct or void; the last two name by `replaces` the return they take the place of.
    """

    purpose: Purpose
    portal: str
    base_url: str
    taxpayer_id: str
    form: str
    period_start: date
    period_end: date
    cells: Mapping[str, Any]
    tax_payable: Decimal | None = None
    reference: str = ""
    kind: str = "file"
    replaces: str = ""
    change_reason: str = ""
    credentials: Mapping[str, str] = field(default_factory=dict, repr=False)
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    storage_state: str = field(default="", repr=False)
    limits: Limits = Limits()
    with_trace: bool = True
    with_pictures: bool = True  # off only where speed is measured


@dataclass(frozen=True, slots=True)
class BotResult:
    """What came of it. `sent` says whether the last click was made; `moved` names elements found by a fallback."""

    ending: Ending
    reason: str = ""
    reason_en: str = ""
    reference: str = ""
    receipt: bytes = field(default=b"", repr=False)
    payment_number: str = ""
    paid_on: str = ""
    sent: bool = False
    person_kind: str = ""
    picture: bytes | None = field(default=None, repr=False)
    moved: Mapping[str, str] = field(default_factory=dict)
    storage_state: str = field(default="", repr=False)
    trace: bytes = field(default=b"", repr=False)
