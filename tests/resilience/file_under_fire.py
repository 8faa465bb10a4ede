"""File approved returns through workers that are killed while the bureau misbehaves; print what came of it as JSON.

Run as a process of its own with DJANGO_SETTINGS_MODULE=config.settings.base, a fresh VAR_DIR and BUREAU_API_URL.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import django

LATE = "decided some seconds later"
FAULTS = {
    "direct_api": [
        "", "", "slow:1", "error_before:2", "error_after:1", "lost_response:1", LATE, "duplicate_delivery",
        "contradicting_status:2", "maintenance:2", "rate_limited:2", "rejected", "lost_response:1, error_before:1",
        "error_after:1, contradicting_status:1",
    ],
    "bot": [
        "", "slow:1", "error_before:1", "error_after:1", "lost_response:1", "duplicate_delivery", "session_death:1",
        "contradicting_status:1", "maintenance:1", "moved_elements", "rejected",
    ],
}  # fmt: skip
START, END = date(2026, 7, 1), date(2026, 9, 30)


def prepare(count: int, channel: str, seed: int) -> None:
    """Companies with one approved return each, sent on its way; the bureau knows how to treat each of them."""
    from django.conf import settings
    from django.utils import timezone

    from foundation.credentials import store_secret
    from foundation.models import Agency, Company, User
    from tax_filing.domain.package import sha256
    from tax_filing.models import FilingApproval, TaxReturn
    from tax_filing.services.draft_returns import payload_of_return
    from tax_filing.services.file_due import _send
    from tests.bureau_sandbox.sample_returns import small_scale_return
    from tests.plugins.sandbox import PASSWORD, USER, Sandbox

    sandbox, chance = Sandbox(settings.BUREAU_API_URL), random.Random(seed)
    agency = Agency.objects.create(name="耐久测试代理记账")
    actor = User.objects.create_user("soak")
    for number in range(count):
        scenario = chance.choice(FAULTS[channel])
        delay: dict[str, Any] = {"processing_seconds": 6} if scenario == LATE else {"scenario": scenario}
        taxpayer_id = sandbox.taxpayer(vat_status="small_scale", location="city", **delay)
        company = Company.objects.create(
            agency=agency, name=f"耐久{number:04d}有限公司", taxpayer_id=taxpayer_id, books_begin="2026-07"
        )
        store_secret(company, "bureau.portal", {"user_name": USER, "password": PASSWORD})
        row = TaxReturn(company=company, form="vat_small_scale", edition="2026", period_start=START, period_end=END)
        row.lines, row.total_payable, row.tax_payable = small_scale_return(), Decimal("4240.00"), Decimal("4000.00")
        row.payload_hash = sha256(payload_of_return(row))
        row.save()
        approval = FilingApproval.objects.create(
            company=company, accounting_period="2026-09", package_hash=row.payload_hash, approved_by=actor,
            approved_at=timezone.now(),
        )  # fmt: skip
        _send(row, approval, channel=channel, actor=actor)


def ended() -> int:
    """How many submissions are decided."""
    from tax_filing.models.submission import OPEN_STATES, Submission

    return Submission.objects.exclude(state__in=OPEN_STATES).count()


def drive(count: int, kills: int, limit: float) -> list[int]:
    """Let workers work, kill them without warning now and then; returns what was decided at each kill."""
    from tests.resilience.kill_workers import kill, start_worker

    until, killed_at, worker = time.monotonic() + limit, [], start_worker()
    try:
        for turn in range(1, kills + 1):
            while (now := ended()) < count * turn // (kills + 2) and time.monotonic() < until:
                time.sleep(0.1)
            killed_at.append(now)
            kill(worker)
            worker = start_worker()
        while ended() < count and time.monotonic() < until:
            time.sleep(0.2)
    finally:
        kill(worker)
    return killed_at


def judged() -> dict[str, Any]:
    """The bureau's books against ours: accepted once or rejected with a reason, receipts kept, chains whole."""
    from django.conf import settings

    from tax_filing.models import Receipt, Submission
    from tax_filing.services.record_event import broken_events
    from tests.bureau_sandbox.sample_returns import same_cells
    from tests.plugins.sandbox import Sandbox

    sandbox, trouble = Sandbox(settings.BUREAU_API_URL), []
    for row in Submission.objects.select_related("company", "tax_return"):
        held = sandbox.accepted(row.company.taxpayer_id)
        receipt = Receipt.objects.filter(submission=row).first()
        checks = {
            "decided": row.state in ("accepted", "rejected"),
            "filed_once": len(held) == (row.state == "accepted"),
            "same_reference": [one["reference"] for one in held] in ([], [row.reference]),
            "same_cells": not held or same_cells(held[0]["cells"], row.tax_return.lines) == [],
            "receipt": (receipt is not None and bytes(receipt.content)[:5] == b"%PDF-") == (row.state == "accepted"),
            "reason": bool(row.reason) == (row.state == "rejected"),
            "chain": broken_events(row) == [],
        }
        trouble += [f"{row.key} {row.state} {row.reason}: {name}" for name, holds in checks.items() if not holds]
    return {"states": Counter(Submission.objects.values_list("state", flat=True)), "trouble": trouble}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--channel", choices=sorted(FAULTS), default="direct_api")
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--limit", type=float, default=300)
    asked = parser.parse_args()
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    prepare(asked.count, asked.channel, asked.seed)
    begun = time.monotonic()
    killed_at = drive(asked.count, asked.kills, asked.limit)
    sys.stdout.write(
        json.dumps({"killed_at": killed_at, "seconds": round(time.monotonic() - begun, 1), **judged()}) + "\n"
    )


if __name__ == "__main__":
    main()
