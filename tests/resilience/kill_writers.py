"""Let writers post into one company's books at once, kill some without warning, and print what the books hold, as JSON.

Run as a process of its own with a fresh VAR_DIR and database. A writer notes each key in its file after the posting
was acknowledged; a killed writer is started again with the same keys, of which an unknown part is in the books.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import django

ACCOUNTS = ("560201", "560202", "560203", "1122", "2202")


def write(company_id: int, writer: int, vouchers: int, notes: Path) -> None:
    """Post the writer's vouchers, one at a time or a few in a batch, as keys and nothing else decide."""
    from bookkeeping.exports import DraftLine, VoucherDraft, post_drafts

    zero, done, place = Decimal("0.00"), set(notes.read_text().split()) if notes.exists() else set(), 0
    chance = random.Random(writer)
    with notes.open("a", buffering=1) as noted:
        while place < vouchers:
            batch = []
            for number in range(place, min(place + chance.choice((1, 1, 1, 4, 30)), vouchers)):
                amount, month = Decimal(chance.randrange(1, 10**6)) / 100, chance.choice((9, 10, 11))
                lines = (
                    DraftLine(chance.choice(ACCOUNTS), amount, zero, counterparty=f"单位{chance.randrange(5)}"),
                    DraftLine("1002", zero, amount),
                )
                day = date(2026, month, 1 + number % 28)
                batch.append(VoucherDraft(day, "并发", lines, key=f"{writer}:{number}", origin="bench"))
            place += len(batch)
            if not {draft.key for draft in batch} <= done:
                _until_let_in(lambda todo=batch: post_drafts(company_id, todo, None))
            noted.write("".join(f"{draft.key}\n" for draft in batch))


def _until_let_in(work: Any) -> None:
    """A busy database refuses sometimes; people press again, and so does this."""
    from django.db import OperationalError

    for _attempt in range(50):
        try:
            work()
            return
        except OperationalError:
            time.sleep(0.05)
    work()


def _start(arguments: argparse.Namespace, company_id: int, writer: int, folder: Path) -> subprocess.Popen[bytes]:
    command = [
        sys.executable, "-m", "tests.resilience.kill_writers", "--writer", str(writer), "--company", str(company_id),
        "--vouchers", str(arguments.vouchers), "--notes", str(folder / f"writer-{writer}.txt"),
    ]  # fmt: skip
    return subprocess.Popen(command, start_new_session=True)


def drive(arguments: argparse.Namespace) -> dict[str, Any]:
    """Start the writers, kill one again and again, wait for all, look at the books."""
    from django.conf import settings
    from django.core.management import call_command

    from benchmarks.ledger.data import new_company

    call_command("migrate", verbosity=0)
    company, folder = new_company(), Path(settings.VAR_DIR)
    running = {writer: _start(arguments, company.pk, writer, folder) for writer in range(arguments.writers)}
    chance, kills = random.Random(arguments.writers), 0
    while any(process.poll() is None for process in running.values()):
        time.sleep(0.05 + chance.random() * arguments.pause)
        alive = [writer for writer, process in running.items() if process.poll() is None]
        if alive and kills < arguments.kills and any(folder.glob("writer-*.txt")):
            victim = chance.choice(alive)
            os.killpg(running[victim].pid, signal.SIGKILL)
            running[victim].wait()
            running[victim] = _start(arguments, company.pk, victim, folder)
            kills += 1
    noted = {key for notes in folder.glob("writer-*.txt") for key in notes.read_text().split()}
    return {
        "failed": [process.returncode for process in running.values() if process.returncode],
        "kills": kills,
        **look(company.pk, noted),
    }


def look(company_id: int, noted: set[str]) -> dict[str, Any]:
    """What is wrong with the books; all lists empty and all counts 0 when nothing is."""
    from django.db.models import Count, Sum

    from bookkeeping.models import JournalLine, Voucher
    from bookkeeping.selectors.balances import out_of_step
    from bookkeeping.selectors.proof import changed_batches
    from foundation.audit import broken_links
    from kernel.period import AccountingPeriod

    rows = Voucher.objects.filter(company_id=company_id)
    numbers: dict[str, list[int]] = {}
    for period, number in rows.order_by("period", "number").values_list("period", "number"):
        numbers.setdefault(period, []).append(number)
    keys = list(rows.values_list("key", flat=True))
    lines = JournalLine.objects.filter(voucher__company_id=company_id).values("voucher_id")
    sums = list(lines.annotate(debit=Sum("debit"), credit=Sum("credit"), count=Count("id")))
    return {
        "vouchers": len(keys),
        "gaps": [period for period, found in numbers.items() if found != list(range(1, len(found) + 1))],
        "duplicates": len(keys) - len(set(keys)),
        "lost": len(noted - set(keys)),
        "unbalanced": sum(row["debit"] != row["credit"] or row["count"] != 2 for row in sums),
        "without_lines": len(keys) - len(sums),
        "out_of_step": [p for p in numbers if out_of_step(company_id, AccountingPeriod.parse(p))],
        "changed": changed_batches(company_id),
        "chain": broken_links(f"company:{company_id}"),
    }


def main() -> None:
    """A writer where `--writer` is given, else the driver."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--vouchers", type=int, required=True, help="of each writer")
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between kills at most")
    parser.add_argument("--writer", type=int)
    parser.add_argument("--company", type=int)
    parser.add_argument("--notes", type=Path)
    arguments = parser.parse_args()
    django.setup()
    if arguments.writer is not None:
        write(arguments.company, arguments.writer, arguments.vouchers, arguments.notes)
    else:
        print(json.dumps(drive(arguments)))


if __name__ == "__main__":
    main()
