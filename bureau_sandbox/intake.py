"""Taking in a return: idempotency, duplicates, judgement, and the moment from which the result is told.

Rule kept: same key and same content give the same answer; same key and other content are refused; a second
return for a period that has one is recorded and sent back, whoever sends it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from bureau_sandbox import checks, scenarios
from bureau_sandbox.models import BureauInvoice, FiledReturn, Kind, Outcome, Payment, Taxpayer


class KeyReused(ValueError):
    """The idempotency key was used for another return."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A return as it arrives, from the API or from the portal."""

    taxpayer: Taxpayer
    form: str
    period_start: date
    period_end: date
    cells: dict[str, Any]
    via: str
    edition: str = ""
    app_key: str = ""
    key: str | None = None
    payload_hash: str = ""
    request_scenario: str = ""
    kind: str = Kind.FILE
    replaces: str = ""
    reason: str = ""

    @property
    def content_hash(self) -> str:
        """SHA-256 over everything that makes the return what it is."""
        content = [self.taxpayer.pk, self.form, f"{self.period_start}", f"{self.period_end}", self.cells]
        content += [self.kind, self.replaces] if self.kind != Kind.FILE else []
        canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def receive(incoming: Incoming) -> FiledReturn:
    """The stored return, new or the one this key already brought. Raises `KeyReused`."""
    with transaction.atomic():
        if (known := _with_key(incoming)) is not None:
            if (known.content_hash, known.payload_hash) != (incoming.content_hash, incoming.payload_hash):
                raise KeyReused(incoming.key)
            return known
        return _store(incoming, _problems(incoming))


def judge(incoming: Incoming) -> list[checks.Problem]:
    """What the pre-check says about the return, notices included; nothing is stored."""
    return checks.judge(incoming.form, incoming.cells, _known(incoming))


def earlier_return(incoming: Incoming) -> FiledReturn | None:
    """The return that stands (told or not yet told) of the same taxpayer, form and period."""
    return (
        standing_returns(incoming.taxpayer)
        .filter(form=incoming.form, period_start=incoming.period_start, period_end=incoming.period_end)
        .first()
    )


def standing_returns(taxpayer: Taxpayer) -> QuerySet[FiledReturn]:
    """Accepted returns that were neither corrected nor voided."""
    return FiledReturn.objects.filter(taxpayer=taxpayer, outcome=Outcome.ACCEPTED).exclude(kind=Kind.VOID)


def _with_key(incoming: Incoming) -> FiledReturn | None:
    if incoming.key is None:
        return None
    return FiledReturn.objects.filter(app_key=incoming.app_key, key=incoming.key).first()


def obstacle(incoming: Incoming) -> checks.Problem | None:
    """What stands against it beside its figures: a return that is there already, or none that could be replaced."""
    earlier = earlier_return(incoming)
    if incoming.kind == Kind.FILE:
        if earlier is None:
            return None
        message = f"重复申报：本期已有申报 {earlier.reference}，请使用【申报更正与作废】"
        return checks.Problem("duplicate", message)
    if earlier is None or earlier.reference != incoming.replaces:
        return checks.Problem("nothing_to_replace", f"没有可更正或作废的申报 {incoming.replaces}")
    return _not_voidable(incoming, earlier) if incoming.kind == Kind.VOID else None


def _not_voidable(incoming: Incoming, earlier: FiledReturn) -> checks.Problem | None:
    """Paid returns may be corrected only; a later period that is filed keeps the earlier one in place."""
    if Payment.objects.filter(filed_return=earlier).exists():
        return checks.Problem("paid", "已缴税款的申报只能更正，不能作废")
    later = standing_returns(incoming.taxpayer).filter(form=incoming.form, period_start__gt=incoming.period_end)
    return checks.Problem("later_period_filed", "后续所属期已申报，不能作废本期") if later.exists() else None


def _problems(incoming: Incoming) -> list[checks.Problem]:
    if (stands := obstacle(incoming)) is not None:
        return [stands]
    if scenarios.fires(incoming.taxpayer, "rejected", request_scenario=incoming.request_scenario):
        return [checks.Problem("practice_rejection", "演练：本次申报按场景退回")]
    if incoming.kind == Kind.VOID:
        return []
    return [problem for problem in judge(incoming) if problem.severity == "error"]


def _store(incoming: Incoming, problems: list[checks.Problem]) -> FiledReturn:
    now = timezone.now()
    shaped = not any(problem.code in ("cells_missing", "cells_malformed", "amount_malformed") for problem in problems)
    replaced = FiledReturn.objects.filter(taxpayer=incoming.taxpayer, reference=incoming.replaces).first()
    if replaced is not None and not problems:
        replaced.outcome = Outcome.VOIDED if incoming.kind == Kind.VOID else Outcome.CORRECTED
        replaced.save(update_fields=["outcome"])
    return FiledReturn.objects.create(
        reference=f"SB{now:%Y%m%d}{secrets.randbelow(10**10):010d}",
        app_key=incoming.app_key,
        key=incoming.key,
        taxpayer=incoming.taxpayer,
        form=incoming.form,
        edition=incoming.edition,
        period_start=incoming.period_start,
        period_end=incoming.period_end,
        cells=incoming.cells,
        payload_hash=incoming.payload_hash,
        content_hash=incoming.content_hash,
        via=incoming.via,
        kind=incoming.kind,
        replaces=replaced,
        reason=incoming.reason,
        outcome=Outcome.REJECTED if problems else Outcome.ACCEPTED,
        reasons=[{"code": problem.code, "message": problem.message} for problem in problems],
        tax_payable=checks.payable(incoming.form, incoming.cells) if shaped else Decimal("0.00"),
        received_at=now,
        decide_at=now + timedelta(seconds=_delay(incoming)),
    )


def _delay(incoming: Incoming) -> float:
    if scenarios.fires(incoming.taxpayer, "late_status", request_scenario=incoming.request_scenario):
        return settings.LATE_SECONDS
    own = incoming.taxpayer.processing_seconds
    return settings.PROCESSING_SECONDS if own is None else own


def _known(incoming: Incoming) -> checks.Known:
    taxpayer = incoming.taxpayer
    issued = BureauInvoice.objects.filter(
        seller_taxpayer_id=taxpayer.pk,
        issue_date__range=(incoming.period_start, incoming.period_end),
        kind__contains="special",
    ).exclude(state="voided")
    sums = issued.aggregate(net=Sum("net_amount"), tax=Sum("tax_amount"))
    return checks.Known(
        period_start=incoming.period_start,
        period_end=incoming.period_end,
        vat_status=taxpayer.vat_status,
        legal_form=taxpayer.legal_form,
        location=taxpayer.location,
        special_net=sums["net"],
        special_tax=sums["tax"],
        previous=_previous_cells(incoming),
    )


def _previous_cells(incoming: Incoming) -> dict[str, Any]:
    day = incoming.period_start - timedelta(days=1)
    before = standing_returns(incoming.taxpayer).filter(form=incoming.form, period_end=day).first()
    return before.cells if before else {}
