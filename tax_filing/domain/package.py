"""What is filed, frozen: the package of one return, its hash, and what a channel may answer.

Rule kept: the hash covers everything the bureau acts on; the same return always has the same key and the same hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kernel.money import ZERO, text


@dataclass(frozen=True, slots=True)
class FilingPackage:
    """One return on its way to the bureau; `tax_payable` is all that is to pay, surtaxes included, in yuan.

    `kind` is file, correct or void; `replaces` the bureau's reference of the return corrected or voided, for which
    `paid_before` yuan were paid already.
    """

    key: str
    company_id: int
    taxpayer_id: str
    company_name: str
    form: str
    edition: str
    period_start: date
    period_end: date
    cells: Mapping[str, Any]
    tax_payable: Decimal
    payload_hash: str
    channel: str
    kind: str = "file"
    replaces: str = ""
    change_reason: str = ""
    paid_before: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Accepted:
    """The bureau holds the return and gave a receipt."""

    reference: str
    receipt: bytes
    receipt_name: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Rejected:
    """The bureau sent the return back; `reason` in the bureau's words."""

    reason: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Processing:
    """The bureau has it and has not decided."""

    reference: str


@dataclass(frozen=True, slots=True)
class HumanNeeded:
    """A person must do something first; `handover_id` names the question, None when the person drives it all."""

    handover_id: int | None


Outcome = Accepted | Rejected | Processing | HumanNeeded


def payload_of(*, taxpayer_id: str, form: str, edition: str, start: date, end: date, cells: Mapping[str, Any]) -> str:
    """The canonical JSON of what is filed."""
    content = {
        "taxpayer_id": taxpayer_id,
        "form": form,
        "edition": edition,
        "period_start": start.isoformat(),
        "period_end": end.isoformat(),
        "cells": cells,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(content: str | bytes) -> str:
    """Hex digest."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def package_key(*, company_id: int, taxpayer_id: str, form: str, tax_period: str, version: int) -> str:
    """The idempotency key: the same for every attempt, on every channel, after any restart."""
    return f"{company_id}:{taxpayer_id}:{form}:{tax_period}:v{version}"


def hash_of_packages(returns: Iterable[tuple[str, str, int, str, Decimal]]) -> str:
    """One hash over (form, tax period, version, payload hash, total payable) of all returns of a filing."""
    rows = sorted(
        [form, period, version, payload_hash, text(total)] for form, period, version, payload_hash, total in returns
    )
    return sha256(json.dumps(rows, ensure_ascii=False, separators=(",", ":"))) if rows else ""
