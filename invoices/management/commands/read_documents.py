"""`read_documents PATH...`: invoices out of files, as JSON; touches no database."""

from __future__ import annotations

import json
import os
import sys
import time
from argparse import ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser

from invoices.readers.batch import Answer, read_all

EXAMPLE = """
Example:
  python manage.py read_documents invoice.pdf receipts/ mail.eml > read.json
  python manage.py read_documents scan.jpg --force-ocr --workers 2

Folders are walked in the order of their names, archives and mails are opened (their members are named
archive!member). A file that hangs, crashes or needs too much memory answers with an error, the rest are read.
OCR_ENGINE chooses the engine (rapidocr or paddleocr).
"""
QUIET_SECONDS: Final = 2.0
_BAR: Final = 30


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
        parser.add_argument(
            "--workers", type=_count, help="processes side by side (default: one per core, fewer if memory is short)"
        )

    def handle(self, *args: object, **options: Any) -> None:
        files = list(_files(options["paths"]))
        if not any(_is_readable(file) for file in files):
            self.stderr.write(f"nothing to read: {', '.join(map(str, options['paths']))} is no readable file or folder")
            sys.exit(2)
        answers = read_all(list(map(str, files)), force_ocr=options["force_ocr"], workers=options["workers"])
        self._print(item for answer in self._counted(answers, len(files)) for item in answer)

    def _print(self, items: Iterable[dict[str, Any]]) -> None:
        """One JSON list, written as it grows."""
        start = "["
        for item in items:
            self.stdout.write(f"{start}\n{json.dumps(item, ensure_ascii=False)}", ending="")
            start = ","
        self.stdout.write("[]" if start == "[" else "\n]")

    def _counted(self, answers: Iterable[tuple[int, Answer]], total: int) -> Iterator[Answer]:
        """A bar on standard error once reading has taken more than two seconds."""
        begun, shown = time.monotonic(), False
        for file, answer in answers:
            if time.monotonic() - begun > QUIET_SECONDS:
                self._bar(file, total)
                shown = True
            yield answer
        if shown:
            self._bar(total, total, ending="\n")

    def _bar(self, done: int, total: int, ending: str = "") -> None:
        """In place on a terminal; in a log only its last state."""
        if self.stderr.isatty() or ending:
            filled = _BAR * done // max(total, 1)
            start = "\r" if self.stderr.isatty() else ""
            self.stderr.write(f"{start}[{'#' * filled}{'.' * (_BAR - filled)}] {done}/{total}", ending=ending)
            self.stderr.flush()


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is not a number of processes (1 or more)")
    return int(text)


def _is_readable(file: Path) -> bool:
    return file.is_file() and os.access(file, os.R_OK)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Files as named; folders with everything below them by name, without hidden files."""
    for path in paths:
        if path.is_dir():
            inside = (file for file in path.rglob("*") if file.is_file())
            yield from sorted(file for file in inside if not _is_hidden(file.relative_to(path)))
        else:
            yield path


def _is_hidden(relative: Path) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in relative.parts)
