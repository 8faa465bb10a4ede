"""Drive the main job over the demo agency in processes that are killed, and report what was done how often, as JSON.

Run as a process of its own with a fresh VAR_DIR. Every attempt is a forked child, so that signal 9 is real.
A child is killed either at a database write of the named stage or right after the stage, before its result is kept.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parents[2]
PERIOD = "2026-09"
PERSON = "supervisor"


def start_bureau(port: int) -> subprocess.Popen[bytes]:
    """The make-believe bureau on a port of its own, answering at once."""
    environment = {**os.environ, "BUREAU_SANDBOX_PROCESSING_SECONDS": "0.2"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    bureau = subprocess.Popen(
        [sys.executable, "-m", "bureau_sandbox", "--port", str(port)],
        cwd=ROOT, env=environment, start_new_session=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).close()
        except urllib.error.HTTPError:
            return bureau
        except OSError:
            time.sleep(0.1)
        else:
            return bureau
    raise SystemExit("the make-believe bureau did not come up")


def declared(port: int, taxpayer_id: str) -> list[dict[str, Any]]:
    """The returns the bureau holds for the taxpayer."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/sandbox/returns?taxpayer_id={taxpayer_id}",
        headers={"Authorization": f"Bearer {os.environ.get('BUREAU_SANDBOX_ADMIN_TOKEN', 'practice-admin')}"},
    )
    with urllib.request.urlopen(request, timeout=5) as answer:
        return json.load(answer)["returns"]


def in_child(work: Callable[[], None]) -> int:
    """Run `work` in a forked child; its exit status, or minus the signal that ended it."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    _pid, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def go(company_id: int, channel: str) -> str:
    """One run as the named person: accepts what is suggested, approves the package by its hash, files."""
    from foundation.models import Company, User
    from kernel.period import AccountingPeriod
    from tax_filing import exports as tax
    from workbench.services.run_period import Request, run_period

    company, period = Company.objects.get(pk=company_id), AccountingPeriod.parse(PERIOD)
    request = {"company": company, "period": period, "actor": User.objects.get(username=PERSON), "channel": channel}
    outcome = run_period(Request(**request, accept_suggestions=True))
    if any(item.stage == "approval" for item in outcome.waiting):
        approve = tax.package_hash(company_id, period)
        outcome = run_period(Request(**request, accept_suggestions=True, approve_hash=approve))
    return f"{outcome.state} {outcome.waiting} {outcome.error}"


def die_in(stage: str, write_number: int) -> None:
    """Arrange for this process to be killed at the n-th database write of `stage`, at the latest when it ends."""
    from django.db import connection

    from workbench.services.run_period import run, stages

    writes = 0

    def counting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal writes
        writes += sql.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE"}
        if writes >= write_number:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    def deadly(function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(request: Any) -> Any:
            with connection.execute_wrapper(counting):
                function(request)
            os.kill(os.getpid(), signal.SIGKILL)

        return wrapped

    run.STAGES = tuple((name, deadly(function) if name == stage else function) for name, function in stages.STAGES)


def counts(company_id: int) -> dict[str, int]:
    """Rows that must not grow when the same period is run once more."""
    from django.apps import apps

    watched = (
        "foundation.Document", "invoices.Invoice", "invoices.InvoiceLine", "bookkeeping.Voucher",
        "bookkeeping.JournalLine", "tax_filing.TaxReturn", "tax_filing.Submission", "tax_filing.Receipt",
    )  # fmt: skip
    found = {}
    for name in watched:
        model = apps.get_model(name)
        names = {field.name for field in model._meta.get_fields()}
        path = next(
            path
            for path in ("company_id", "invoice__company_id", "voucher__company_id", "submission__company_id")
            if path.split("__")[0].removesuffix("_id") in names
        )
        found[name] = model.objects.filter(**{path: company_id}).count()
    return found


def run_company(company: Any, channel: str, port: int, kills: bool, write_number: int) -> dict[str, Any]:
    """Kill the run in each stage in turn, let it finish, run it once more; what came of it."""
    from workbench.services.run_period import stages

    killed = []
    if kills:
        for name, _function in stages.STAGES:
            status = in_child(lambda stage=name: (die_in(stage, write_number), go(company.pk, channel)))
            if status == -signal.SIGKILL:
                killed.append(name)
    words: list[str] = []
    finished = in_child(lambda: print(go(company.pk, channel), file=sys.stderr))
    first = counts(company.pk)
    again = in_child(lambda: print(go(company.pk, channel), file=sys.stderr))
    return {
        "company": company.name, "killed": killed, "finished": finished, "again": again, "words": words,
        "first": first, "second": counts(company.pk), **outcome_of(company, port),
    }  # fmt: skip


def outcome_of(company: Any, port: int) -> dict[str, Any]:
    from kernel.period import AccountingPeriod
    from tax_filing import exports as tax

    period = AccountingPeriod.parse(PERIOD)
    return {
        "due": [item.form for item in tax.due_returns(company.pk, period)],
        "submissions": [(item.form, item.state, item.receipt_name) for item in tax.submissions_of(company.pk, period)],
        "declared": [(item["form"], item["status"]) for item in declared(port, company.taxpayer_id)],
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--channel", default="direct_api")
    parser.add_argument("--companies", type=int, default=3)
    parser.add_argument("--kills", action="store_true")
    parser.add_argument("--write-number", type=int, default=3)
    arguments = parser.parse_args()
    bureau = start_bureau(arguments.port)
    try:
        django.setup()
        from django.core.management import call_command

        from foundation.models import Company

        call_command("migrate", verbosity=0)
        call_command("load_demo", stdout=sys.stderr)
        call_command("load_demo", bureau=True, stdout=sys.stderr)
        companies = list(Company.objects.order_by("pk")[: arguments.companies])
        report = [
            run_company(company, arguments.channel, arguments.port, arguments.kills, arguments.write_number)
            for company in companies
        ]
    finally:
        os.killpg(bureau.pid, signal.SIGKILL)
    print(json.dumps(report, ensure_ascii=False))
