"""`make doctor`: what this machine has and lacks."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from workbench.selectors.doctor import examine


class Command(BaseCommand):
    help = "Look at Python, Chromium, fonts, OCR, database and broker; say what lacks and how to mend it."
    requires_system_checks = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        conditions = examine()
        for condition in conditions:
            self.stdout.write(f"{'ok  ' if condition.well else 'LACK'}  {condition.name:<14}{condition.found}")
            if not condition.well:
                self.stdout.write(f"{'':20}{condition.advice}")
        sys.exit(0 if all(condition.well for condition in conditions) else 1)
