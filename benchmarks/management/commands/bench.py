"""`manage.py bench [NAME]`: run benchmarks and print a row per figure."""

from __future__ import annotations

import importlib
import json
import pkgutil
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

import benchmarks
from benchmarks.figure import Figure

PREFIX = "bench_"


def names() -> list[str]:
    """The benchmarks there are: modules `benchmarks/bench_<name>.py` with a function `figures()`."""
    found = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    return sorted(name.removeprefix(PREFIX) for name in found if name.startswith(PREFIX))


class Command(BaseCommand):
    help = """Run the benchmarks (all, or the one named) and print name, value, unit, baseline and ratio.

    manage.py bench jobs --json"""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", choices=names())
        parser.add_argument("--json", action="store_true", help="one JSON document instead of rows")

    def handle(self, *_args: Any, **options: Any) -> None:
        chosen = [options["name"]] if options["name"] else names()
        if not chosen:
            raise CommandError("there are no benchmarks", returncode=2)
        figures: list[Figure] = []
        for name in chosen:
            for figure in importlib.import_module(f"benchmarks.{PREFIX}{name}").figures():
                figures.append(figure)
                if not options["json"]:
                    self.stdout.write(figure.row())
        if options["json"]:
            self.stdout.write(json.dumps([asdict(figure) for figure in figures], ensure_ascii=False, indent=2))
