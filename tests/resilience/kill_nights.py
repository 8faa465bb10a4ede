"""One nightly run over many companies with workers killed on the way; print what was done how often, as JSON.

Run as a process of its own with DJANGO_SETTINGS_MODULE=tests.resilience.settings and a fresh VAR_DIR. Every company has
a bank line that is in the ledger and one that is not: after the night there is one match and one proposal of each.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import django

from tests.resilience.kill_workers import kill, start_worker

NIGHT = date(2026, 9, 30)


def make_companies(count: int) -> None:
    """Companies with open books, a payment in the ledger, and two lines at the bank."""
    from benchmarks.ledger.data import new_company
    from bookkeeping.exports import DraftLine, VoucherDraft, post_drafts
    from bookkeeping.models import BankAccount, BankLine, BankStatement

    zero = Decimal(0)
    for number in range(count):
        company = new_company()
        company.period_in_work = "2026-09"
        company.save()
        paid = Decimal(1000 + number)
        lines = DraftLine("2202", paid, zero, "货款", counterparty="杉木"), DraftLine("1002", zero, paid, "货款 杉木")
        post_drafts(company.pk, [VoucherDraft(date(2026, 9, 8), "货款", lines, "pay:1", origin="bench")], None)
        account = BankAccount.objects.create(company=company, name="基本户", account_code="1002")
        statement = BankStatement.objects.create(company=company, account=account, layout="test")
        for place, (amount, party, words) in enumerate(((-paid, "杉木", "货款"), (Decimal(-15), "", "账户管理费"))):
            BankLine.objects.create(
                company=company, account=account, statement=statement, date=date(2026, 9, 8 + place), amount=amount,
                counterparty_name=party, description=words, position=place, fingerprint=str(place),
            )  # fmt: skip


def ended() -> int:
    from workbench.models import ENDED, NightlyItem

    return NightlyItem.objects.filter(state__in=ENDED).count()


def run(companies: int, kills: int, workers: int, limit: float) -> dict[str, Any]:
    """Start the night and the workers, kill one of them now and then, wait for the end."""
    from workbench.services.nightly.open_night import start_night

    make_companies(companies)
    start_night(NIGHT)
    started, until = time.monotonic(), time.monotonic() + limit
    running = [start_worker() for _ in range(workers)]
    chance, killed_at = random.Random(companies), []
    try:
        while (done := ended()) < companies and time.monotonic() < until:
            if len(killed_at) < kills and done >= companies * (len(killed_at) + 1) // (kills + 2):
                place = chance.randrange(workers)
                kill(running[place])
                killed_at.append(done)
                running[place] = start_worker()
            time.sleep(0.05)
        seconds = time.monotonic() - started
        while not reported() and time.monotonic() < until:
            time.sleep(0.2)
    finally:
        for worker in running:
            kill(worker)
    return {"companies": companies, "killed_at": killed_at, "seconds": round(seconds, 1), **look()}


def reported() -> bool:
    """Whether the night was closed."""
    from foundation.models import Job, JobState

    return Job.objects.filter(kind="workbench.close_night", state=JobState.DONE).exists()


def look() -> dict[str, Any]:
    """How often each company was worked, and what its night wrote."""
    from django.db.models import Count

    from bookkeeping.models import BankMatch, Proposal
    from foundation.models import AuditEntry
    from workbench.models import NightlyItem

    worked = Counter(AuditEntry.objects.filter(action="night.worked").values_list("company_id", flat=True))
    states = NightlyItem.objects.order_by().values_list("state").annotate(Count("pk"))
    return {
        "done": len(worked),
        "twice": sum(times > 1 for times in worked.values()),
        "states": dict(states),
        "matches": BankMatch.objects.filter(state="matched").count(),
        "proposals": Proposal.objects.count(),
        "closed": reported(),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--companies", type=int, required=True)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--limit", type=float, default=3000)
    arguments = parser.parse_args()
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(json.dumps(run(arguments.companies, arguments.kills, arguments.workers, arguments.limit)))
