"""The learning page: how the engine did in a company, what each layer has proved, and what it still misses to post."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.utils import timezone

from bookkeeping.domain.learning_record import Decided, Tally, TimeSaved, by_position, by_week, tally, time_saved
from bookkeeping.engine.automation import Automation, still_missing
from bookkeeping.engine.case import AccountName, Choice
from bookkeeping.engine.decision import Bucket, TrackRecord
from bookkeeping.models import Action, EngineSettings, Proposal, ProposalState, RefusedAccount
from bookkeeping.selectors.company_word import automation_of
from bookkeeping.selectors.experience import engine_for

WEEKS = 12


@dataclass(frozen=True, slots=True)
class LayerRecord:
    """One layer at a band of confidence: answers judged, the bound they prove, right answers still missing."""

    layer: str
    band: str
    right: int
    wrong: int
    bound: float
    missing: int | None

    @property
    def may_post(self) -> bool:
        """Whether answers like these may be posted without a look."""
        return self.missing == 0


@dataclass(frozen=True, slots=True)
class ByHand:
    """What an entry by hand takes, and where the figure is from (empty: the company set it)."""

    minutes: Decimal
    source_zh: str = ""
    source_en: str = ""


@dataclass(frozen=True, slots=True)
class LearningRecord:
    """Everything the page shows."""

    automation: Automation
    whole: Tally
    weeks: list[Tally]
    positions: list[Tally]
    layers: list[LayerRecord]
    saved: TimeSaved
    by_hand: ByHand


def decided_of(company_id: int) -> list[Decided]:
    """Every judged answer of a company, in order of time."""
    refused: set[int | None] = set(
        RefusedAccount.objects.filter(company_id=company_id).values_list("proposal_id", flat=True)
    )
    rows = Proposal.objects.filter(company_id=company_id, decided_at__isnull=False)
    rows = rows.select_related("voucher__reversed_by").order_by("decided_at", "pk")
    return [answer for row in rows if (answer := _judged(row, refused)) is not None]


def _judged(row: Proposal, refused: set[int | None]) -> Decided | None:
    alone = row.decided_by_id is None and row.state != ProposalState.REJECTED
    rejected = row.state == ProposalState.REJECTED and row.pk not in refused
    if rejected or (row.state == ProposalState.UNDONE and not alone) or row.decided_at is None:
        return None
    booked = row.state in {ProposalState.ACCEPTED, ProposalState.CORRECTED}
    taken_back = alone and row.voucher is not None and getattr(row.voucher, "reversed_by", None) is not None
    return Decided(
        timezone.localtime(row.decided_at),
        row.decided_by_id,
        suggested=row.action != Action.ASK,
        alone=alone,
        would_post=row.would_post,
        right=booked and not taken_back and row.account_code == row.proposed_code,
    )


def layer_records(record: TrackRecord, bar: float) -> list[LayerRecord]:
    """The record of each layer, the most tried first."""
    rows = [_layer(record, bucket, bar) for bucket in list(record.trials)]
    return sorted(rows, key=lambda row: -(row.right + row.wrong))


def _layer(record: TrackRecord, bucket: Bucket, bar: float) -> LayerRecord:
    layer, band = bucket
    right, wrong = record.trials[bucket]

    def bound(more: int) -> float:
        grown = replace(record, trials={**record.trials, bucket: [right + more, wrong]})
        return grown.bound(Choice(AccountName(""), band, layer, "", ""))

    missing = still_missing(lambda more: bound(more) >= bar)
    return LayerRecord(layer, f"{band:.4f}", round(right), round(wrong), bound(0), missing)


def by_hand(company_id: int, today: date) -> ByHand:
    """What an entry by hand takes: the company's own figure, else the figure of practice in force."""
    row = EngineSettings.objects.filter(company_id=company_id).first()
    if row is not None and row.minutes_by_hand:
        return ByHand(row.minutes_by_hand)
    known = next(one for one in _practice()["booked_by_hand"] if one["effective_from"] <= today)
    return ByHand(Decimal(known["minutes"]), known["source_zh"], known["source_en"])


@cache
def _practice() -> Any:
    return yaml.safe_load(files("bookkeeping.engine").joinpath("practice.yaml").read_text(encoding="utf-8"))


def learning_record(company_id: int) -> LearningRecord:
    """The learning page of a company."""
    rows, automation = decided_of(company_id), automation_of(company_id)
    record = engine_for(company_id).record
    hand = by_hand(company_id, timezone.localdate())
    return LearningRecord(
        automation,
        tally("", rows),
        by_week(rows)[-WEEKS:],
        by_position(rows),
        layer_records(record, automation.bar) if record else [],
        time_saved(rows, hand.minutes),
        hand,
    )
