"""`manage.py rehearse_filing KEY`: go through the portal with a frozen package and stop before the last click."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError

from rpa.order import Purpose
from rpa.services.carry_out import carry_out
from tax_filing.exports import package_of_key


class Command(BaseCommand):
    """Fill in, read back, pre-check, compare; nothing is sent. Tells which elements of the portal have moved."""

    help = (
        "Go through the portal with the package of a submission and stop before the last click. Prints JSON.\n"
        "Example: manage.py rehearse_filing 91310000MA00000012:vat_small_scale:2026Q3:1"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", help="key of the submission")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            package = package_of_key(options["key"])
        except ObjectDoesNotExist as error:
            raise CommandError(f"no submission {options['key']!r}", returncode=2) from error
        carried = carry_out(package, Purpose.DRY_RUN)
        result = carried.result
        answer = {"run": carried.run.pk, "ending": result.ending, "reason": result.reason, "moved": dict(result.moved)}
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
