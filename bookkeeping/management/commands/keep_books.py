"""`keep_books SET.json`: post a company's month in a throw-away database and print its trial balance and statements.

Example: python manage.py keep_books january.json
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from bookkeeping.management.commands._contract import dump, guarded, read_json
from bookkeeping.scratch import scratch_database
from bookkeeping.services.keep_case import keep_case


class Command(BaseCommand):
    help = (
        "Keeps the books of a set (or a list of sets) given as JSON in a throw-away database and prints trial balance, "
        "balance sheet, income statement and cash flow. Example: manage.py keep_books january.json"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", help="JSON file with one set or a list of sets; - for standard input")

    def handle(self, *args: Any, path: str, **options: Any) -> None:
        data = read_json(path)
        with scratch_database():
            answer = [guarded(keep_case, case) for case in data] if isinstance(data, list) else guarded(keep_case, data)
        self.stdout.write(dump(answer))
