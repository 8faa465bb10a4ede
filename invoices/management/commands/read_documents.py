"""`read_documents PATH...`: invoices out of files, as JSON; touches no database."""

from __future__ import annotations

import json
import sys
from argparse import RawDescriptionHelpFormatter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from invoices.readers.batch import Task, read_all

EXAMPLE = """
Example:
  python manage.py read_documents invoice.pdf receipts/ mail.eml > read.json
  python manage.py read_documents scan.jpg --force-ocr --workers 2

Folders are walked, archives and mails are opened (their members are named archive!member). OCR_ENGINE chooses the
engine (rapidocr or paddleocr).
"""


class Command(BaseCommand):
    help = "Reads invoices from XML, OFD, PDF and image files and prints one JSON list." + EXAMPLE
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files or folders")
        parser.add_argument(
            "--force-ocr", action="store_true", help="read pictures of the pages, whatever text there is"
        )
        parser.add_argument("--workers", type=int, default=None, help="processes side by side (default: one per core)")

    def handle(self, *args: object, **options: Any) -> None:
        files = list(_files(options["paths"]))
        if not any(file.is_file() for file in files):
            self.stderr.write(f"nothing to read: {', '.join(map(str, options['paths']))} is no readable file or folder")
            sys.exit(2)
        tasks = [Task(str(file), options["force_ocr"]) for file in files]
        answers = self._counted(read_all(tasks, options["workers"]), len(tasks))
        found = [item for answer in answers for item in answer]
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))

    def _counted(self, answers: Iterable[list[dict[str, Any]]], total: int) -> Iterator[list[dict[str, Any]]]:
        """Counts on standard error: on a terminal in place, in a log once at the end."""
        live = sys.stderr.isatty()
        start = "\r" if live else ""
        for number, answer in enumerate(answers, 1):
            if number == total or live:
                self.stderr.write(f"{start}{number}/{total}", ending="\n" if number == total else "")
                self.stderr.flush()
            yield answer


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
        else:
            yield path
