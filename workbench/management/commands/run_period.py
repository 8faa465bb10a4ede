"""The main job from the shell; see `workbench.services.run_period`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.access import companies_of
from foundation.models import Company, User
from kernel.errors import InvalidValue
from kernel.period import AccountingPeriod
from workbench.models import RunState
from workbench.services.run_period import Outcome, Request, run_period

EXIT_WAITING = 3


class Command(BaseCommand):
    help = """Run a period of one company from receipts to the filed return.

    Run again, it goes on where it stopped.

    manage.py run_period --company 云岚 --period 2026-09 --as supervisor --accept-suggestions
    manage.py run_period --company 云岚 --period 2026-09 --as supervisor --approve HASH --file direct_api

    Exit status: 0 the period is done, 3 a person is waited for, 2 the input cannot be used, 1 failure."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--company", required=True, help="name, part of the name, or taxpayer id")
        parser.add_argument("--period", required=True, help="accounting period, for example 2026-09")
        parser.add_argument("--documents", type=Path, help="folder of files to take in")
        parser.add_argument("--as", dest="username", help="log-in name of the person in whose name this is done")
        parser.add_argument("--accept-suggestions", action="store_true", help="accept suggested entries in her name")
        parser.add_argument("--approve", default="", metavar="HASH", help="approve the filing package with this hash")
        parser.add_argument("--file", default="", metavar="CHANNEL", help="direct_api, bot or manual")
        parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")

    def handle(self, *_args: Any, **options: Any) -> None:
        request = self._request(options)
        shown = None if options["json"] else lambda result: self.stdout.write(_row(asdict(result)))
        outcome = run_period(request, shown)
        self._report(outcome, as_json=options["json"])
        if outcome.state == RunState.WAITING:
            sys.exit(EXIT_WAITING)
        if outcome.state == RunState.FAILED:
            raise CommandError(outcome.error, returncode=1)

    def _request(self, options: dict[str, Any]) -> Request:
        actor = self._person(options["username"])
        company = self._company(options["company"], actor)
        try:
            period = AccountingPeriod.parse(options["period"])
        except InvalidValue as error:
            raise CommandError(error.message, returncode=2) from error
        return Request(
            company=company, period=period, actor=actor, accept_suggestions=options["accept_suggestions"],
            approve_hash=options["approve"], channel=options["file"], documents=options["documents"],
        )  # fmt: skip

    def _person(self, username: str | None) -> User | None:
        if not username:
            return None
        person = User.objects.filter(username=username, is_active=True).first()
        if person is None:
            raise CommandError(f"nobody logs in as {username}", returncode=2)
        return person

    def _company(self, wanted: str, actor: User | None) -> Company:
        mine = companies_of(actor) if actor else Company.objects.all()
        found = list(mine.filter(taxpayer_id=wanted) | mine.filter(name=wanted)) or list(
            mine.filter(name__contains=wanted)
        )
        if len(found) != 1:
            names = "、".join(company.name for company in found) or "none"
            raise CommandError(f"--company {wanted} must name one company; it names {names}", returncode=2)
        return found[0]

    def _report(self, outcome: Outcome, *, as_json: bool) -> None:
        document = {
            "state": outcome.state.value,
            "stages": [asdict(result) for result in outcome.stages],
            "waiting": [asdict(item) for item in outcome.waiting],
            "receipts": outcome.result_of("receipts").get("receipts", []),
            "error": outcome.error,
        }
        if as_json:
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2, default=str))
            return
        for item in outcome.waiting:
            self.stdout.write(
                f"waiting  {item.stage}: {item.count}  {item.url}" + (f"  hash {item.hash}" if item.hash else "")
            )
        self.stdout.write(f"{outcome.state.value}")


def _row(result: dict[str, Any]) -> str:
    counts = "  ".join(f"{name}={value}" for name, value in result["counts"].items())
    return f"{result['stage']:<20}{result['seconds']:>8.2f} s  {counts}"
