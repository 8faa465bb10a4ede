"""`manage.py probe_portal COMPANY_ID`: which elements of the portal moved or are gone, before the filing window."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from foundation.models import Company
from kernel.period import AccountingPeriod
from rpa.services.probe_portal import probe_portal


class Command(BaseCommand):
    """Log in, visit the pages, look for every element; nothing is typed or sent."""

    help = "Visit the portal with a company's account and print, as JSON, which elements moved or are gone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("company", type=int, help="id of a company whose portal account is kept")

    def handle(self, *args: Any, **options: Any) -> None:
        company = Company.objects.filter(pk=options["company"]).first()
        if company is None:
            raise CommandError(f"no company {options['company']}", returncode=2)
        run = probe_portal(company, AccountingPeriod.of(timezone.localdate()).shifted(-1))
        answer = {"run": run.pk, "ending": run.ending, "moved": run.moved, "missing": run.reason}
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
